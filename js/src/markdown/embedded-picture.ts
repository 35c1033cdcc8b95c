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

/** The pictures of the kind that begin in `text` from `start` up to `before`. */
function* pictures(text: string, start: number, before: number): Generator<EmbeddedPicture> {
  for (const match of text.slice(start, before).matchAll(PICTURE)) {
    const [opening, alt = "", scheme = ""] = match;
    const from = start + match.index;
    const bytes = from + opening.length;
    BYTES.lastIndex = bytes;
    BYTES.test(text);
    const bytesEnd = BYTES.lastIndex;
    CLOSING.lastIndex = bytesEnd;
    const closing = CLOSING.exec(text);
    const end = closing === null ? null : bytesEnd + closing[0].length;
    const raw = text.slice(from, end ?? bytesEnd);
    const href = scheme + text.slice(bytes, bytesEnd);
    const title = closing?.[1] ?? null;
    const token: Tokens.Image = { type: "image", raw, href, title, text: alt, tokens: [] };
    yield { start: from, end, mayGrow: bytesEnd === text.length, token };
  }
}

/** The first of them that is too long to be read like any other picture. */
export function longPicture(text: string, start: number, before: number): EmbeddedPicture | null {
  for (const picture of pictures(text, start, before)) if (picture.token.raw.length > LONG) return picture;
  return null;
}

/** Where the picture begins that a cut at `at` would go through, or `at`. */
export function besidePictures(text: string, start: number, at: number): number {
  for (const picture of pictures(text, start, at)) {
    if (picture.start > start && picture.start + picture.token.raw.length > at) return picture.start;
  }
  return at;
}
