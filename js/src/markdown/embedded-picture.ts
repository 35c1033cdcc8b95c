/** Pictures that carry their bytes in the text: the one thing in it that is long and must stay whole. */
import type { Tokens } from "marked";

const PICTURE = /!\[([^[\]\n]{0,500})\]\((data:image\/[\w.+-]{1,40};base64,)/g;
const BYTES = /[\w+/=%-]*/y;
const CLOSING = /(?:[ \t]+"([^"\n]{0,500})")?[ \t]*\)/y;
/** Shorter ones are read like any other picture. */
const LONG = 4_000;

export interface EmbeddedPicture {
  readonly start: number;
  /** Where it ends, or `null` if it is not closed. */
  readonly end: number | null;
  /** More of it may come. */
  readonly mayGrow: boolean;
  readonly token: Tokens.Image;
}

/** The first long picture of the kind that begins in `text` from `start` up to `before`. */
export function embeddedPicture(text: string, start: number, before: number): EmbeddedPicture | null {
  for (const match of text.slice(start, before).matchAll(PICTURE)) {
    const [opening, alt = "", scheme = ""] = match;
    const from = start + match.index;
    const bytes = from + opening.length;
    BYTES.lastIndex = bytes;
    BYTES.test(text);
    const bytesEnd = BYTES.lastIndex;
    if (bytesEnd - from <= LONG) continue;
    CLOSING.lastIndex = bytesEnd;
    const closing = CLOSING.exec(text);
    const end = closing === null ? null : bytesEnd + closing[0].length;
    const raw = text.slice(from, end ?? bytesEnd);
    const href = scheme + text.slice(bytes, bytesEnd);
    const token: Tokens.Image = {
      type: "image",
      raw,
      href,
      title: closing?.[1] ?? null,
      text: alt,
      tokens: [],
    };
    return { start: from, end, mayGrow: bytesEnd === text.length, token };
  }
  return null;
}
