/**
 * Finds the blocks of a growing text, one after the other, without reading what is in them.
 *
 * A block is closed once what follows shows that it cannot grow. What is handed to marked is never longer
 * than a window: a block that is longer goes on as another one, so that the time and the elements it takes
 * are bounded.
 */
import type { Token } from "marked";
import { weightOf } from "./block-cost";
import { type EmbeddedPicture, longPicture } from "./embedded-picture";
import { type Fence, fenceAt, fenceEnd, fenceToken } from "./fences";
import { splitBlocks } from "./lexer";
import { type Cut, cutAnywhere, firstCut } from "./long-blocks";
import { isMath } from "./math-syntax";
import { INCOMPLETE_IMAGE, repair } from "./repair";

/** A block that has been found and not yet been read. */
export interface FoundBlock {
  readonly raw: string;
  /** What is read: `raw`, and before it what makes the next rows of a table one. */
  readonly source: string;
  /** Read already, or one paragraph whatever it begins with, or whatever it is. */
  readonly as: Token | "paragraph" | "block";
  /** It goes on with the list or paragraph before it. */
  readonly continues: boolean;
}

/** A block that what follows may still change; `open` when more of it may come. */
export interface UnsettledBlock extends FoundBlock {
  readonly open: boolean;
}

/** How much is looked at to find blocks, and how long one may be. */
const WINDOW = 4_000;
/** An entry of a list may hold much, and a table is cut at its rows: they get a wider window. */
const WIDE_WINDOW = 12_000;
const WIDE: ReadonlySet<string> = new Set(["list", "table", "code"]);

export class BlockFinder {
  /** Blocks that will not change, for whoever reads them to take out. */
  readonly found: FoundBlock[] = [];
  /** What follows them. */
  unsettled: UnsettledBlock[] = [];

  #text = "";
  #isDone = false;
  #offset = 0;
  #weight = 0;
  #fence: Fence | null = null;
  /** How the last cut block goes on. */
  #after: { readonly kind: string; readonly head?: string } | null = null;

  /** The text so far. */
  get text(): string {
    return this.#text;
  }

  /** No more of it will come. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** What no block has been found in. */
  get rest(): string {
    return this.#text.slice(this.#offset);
  }

  get hasRest(): boolean {
    return this.#offset < this.#text.length;
  }

  /** How many characters blocks were found in; each long listing counts as a shorter one. */
  get weight(): number {
    return this.#weight;
  }

  /** Goes on with `text`, which must begin with the text so far. */
  grow(text: string, isDone: boolean): void {
    this.#text = text;
    this.#isDone = isDone;
  }

  /** Finds the next blocks; false when there are none to be closed. */
  find(): boolean {
    this.unsettled = [];
    if (!this.hasRest) return false;
    if (this.#after?.kind === "mid-line") return this.#findRestOfLine();
    BLANK_LINES.lastIndex = this.#offset;
    if (BLANK_LINES.test(this.#text)) this.#advance(BLANK_LINES.lastIndex - this.#offset);
    const fence = this.#fence ?? fenceAt(this.#text, this.#offset);
    if (fence !== null) return this.#findFence(fence);
    for (let size = WINDOW; ; size *= 2) {
      const found = this.#findIn(size);
      if (found !== null) return found;
    }
  }

  /** The rest of a line that was too long is text, whatever it begins with. */
  #findRestOfLine(): boolean {
    const ahead = this.#text.slice(this.#offset, this.#offset + WINDOW + 1);
    const length = ahead.indexOf("\n");
    const lineEnd = length < 0 ? -1 : this.#offset + length;
    const end = lineEnd < 0 ? this.#offset + ahead.length : lineEnd;
    const picture = this.#picture(Math.min(end, this.#offset + WINDOW));
    if (picture?.start === this.#offset) return this.#findPicture(picture);
    const before = picture?.start ?? end;
    if (before - this.#offset > WINDOW) {
      this.#cut(cutAnywhere(this.#text, this.#offset, WINDOW), "paragraph");
      return true;
    }
    const raw = this.#text.slice(this.#offset, before);
    const found: FoundBlock = { raw, source: raw, as: "paragraph", continues: true };
    if (picture === null && lineEnd < 0 && !this.#isDone) {
      this.unsettled = raw.trim() === "" ? [] : [repaired(found)];
      return false;
    }
    this.#advance(raw.length);
    if (raw.trim() !== "") this.found.push(found);
    if (picture === null) {
      this.#after = null;
      this.#advance(lineEnd < 0 ? 0 : 1);
    }
    return true;
  }

  #findFence(fence: Fence): boolean {
    const text = this.#text;
    const end = fenceEnd(text, fence, this.#isDone);
    const isOpen = !this.#isDone && (end === null || (end.whole === text.length && !text.endsWith("\n")));
    const body = end?.body ?? text.length;
    const whole = end?.whole ?? text.length;
    const token = fenceToken(text, fence, body, whole, isOpen);
    this.#after = null;
    if (isOpen) {
      // Until its first line has ended, the language may still grow.
      this.#fence = end === null && text.charAt(fence.bodyStart - 1) === "\n" ? fence : null;
      this.unsettled = [{ ...foundAs(token), open: true }];
      return false;
    }
    this.#fence = null;
    this.found.push(foundAs(token));
    this.#advance(token.raw.length);
    return true;
  }

  #picture(before: number): EmbeddedPicture | null {
    const picture = longPicture(this.#text, this.#offset, before);
    const isText = picture !== null && picture.end === null && (this.#isDone || !picture.mayGrow);
    return isText ? null : picture;
  }

  #findPicture(picture: EmbeddedPicture): boolean {
    const { end, token } = picture;
    const image = end === null ? { ...token, href: INCOMPLETE_IMAGE } : token;
    const paragraph: Token = { type: "paragraph", raw: token.raw, text: token.raw, tokens: [image] };
    if (end === null) {
      this.unsettled = [{ ...foundAs(paragraph), open: true }];
      return false;
    }
    this.found.push(foundAs(paragraph));
    this.#advance(token.raw.length);
    this.#after = { kind: "mid-line" };
    return true;
  }

  /** Looks for blocks in the next `size` characters; `null` when more must be looked at. */
  #findIn(size: number): boolean | null {
    const text = this.#text;
    const start = this.#offset;
    const picture = this.#picture(start + size);
    if (picture?.start === start) return this.#findPicture(picture);
    const isLast = picture === null && text.length - start <= size;
    const end = picture?.start ?? (isLast ? text.length : windowEnd(text, start, size));
    const head = this.#after?.head ?? "";
    const tokens = splitBlocks(head + text.slice(start, end));
    const solid = tokens.filter(isSolid);
    if (solid.length === 0 && !(isLast && !this.#isDone)) {
      this.#advance(end - start);
      return true;
    }
    const settled =
      (isLast && this.#isDone) || isTextBefore(picture, solid) ? tokens.length : closable(tokens);
    if (this.#findClosed(tokens.slice(0, settled), head.length)) {
      if (picture !== null && this.#offset === picture.start) this.#after = { kind: "mid-line" };
      return true;
    }
    const first = solid[0];
    const longest = windowFor(first?.type ?? "");
    const isLong = text.length - start > longest && size >= longest;
    const cut = (first && firstCut(first)) ?? (isLong ? cutAnywhere(text, start, longest) : null);
    if (first !== undefined && cut !== null) {
      this.#cut(cut, first.type, head);
      return true;
    }
    if (!isLast) return null;
    this.unsettled = solid.map((token, index) => this.#unsettled(token, index === 0, token === solid.at(-1)));
    return false;
  }

  /** Takes blocks up to the first one that must be cut; false if there were none. */
  #findClosed(tokens: readonly Token[], headLength: number): boolean {
    let without = headLength;
    for (const [index, token] of tokens.entries()) {
      if (firstCut(token) !== null || token.raw.length > windowFor(token.type)) return index > 0;
      const length = Math.max(0, token.raw.length - without);
      if (isSolid(token) && length > 0) this.found.push(this.#foundOf(token, true, without));
      if (isSolid(token)) this.#after = null;
      this.#advance(length);
      without = 0;
    }
    return tokens.length > 0;
  }

  #foundOf(token: Token, isFirst: boolean, headLength = 0): FoundBlock {
    const kind = isFirst ? this.#after?.kind : undefined;
    const isParagraph = token.type === "paragraph" && "text" in token;
    return {
      raw: token.raw.slice(headLength),
      source: isParagraph ? token.text : token.raw,
      as: isParagraph ? "paragraph" : "block",
      continues: kind === token.type,
    };
  }

  /** Closes the first piece of a block of type `type` that goes on. */
  #cut(cut: Cut, type: string, head = ""): void {
    const raw = this.#text.slice(this.#offset, this.#offset + cut.length - head.length);
    const continues = this.#after?.kind === "mid-line" || this.#after?.kind === type;
    const as = type === "paragraph" ? "paragraph" : "block";
    this.found.push({ raw, source: head + raw.replace(/\n$/, ""), as, continues });
    this.#advance(raw.length);
    this.#after = cut.kind === "line" ? { kind: type } : cut;
  }

  #advance(length: number): void {
    this.#offset += length;
    this.#weight += weightOf(length);
  }

  #unsettled(token: Token, isFirst: boolean, isLast: boolean): UnsettledBlock {
    const found = this.#foundOf(token, isFirst);
    if (!isLast) return { ...found, open: false };
    const whole: FoundBlock = { ...found, source: token.raw, as: "block" };
    // What looks like open Markdown in a formula is none.
    return isMath(token) ? { ...whole, open: true } : repaired(whole);
  }
}

/** A block that has been read already. */
function foundAs(token: Token): FoundBlock {
  return { raw: token.raw, source: token.raw, as: token, continues: false };
}

function repaired(found: FoundBlock): UnsettledBlock {
  return { ...found, source: repair(found.source), open: true };
}

function windowEnd(text: string, start: number, size: number): number {
  const half = start + size / 2;
  const line = text.slice(half, start + size).lastIndexOf("\n");
  return line < 0 ? start + size : half + line + 1;
}

/** Whether what ends where the picture begins is settled by it; a fence is not. */
function isTextBefore(picture: EmbeddedPicture | null, solid: readonly Token[]): boolean {
  return picture !== null && (solid.length === 1 || solid.at(-1)?.type !== "code");
}

const BLANK_LINES = /(?:[ \t]{0,1000}\n)+/y;

/** Blocks that nothing after a blank line belongs to. */
const ENDED_BY_BLANK: ReadonlySet<string> = new Set(["paragraph", "heading", "hr", "table", "blockquote"]);

/** How many blocks the text after them has settled. */
function closable(tokens: readonly Token[]): number {
  const last = tokens.findLastIndex(isSolid);
  const before = tokens.findLastIndex((token, index) => index < last && isSolid(token));
  const [token, previous] = [tokens[last], tokens[before]];
  if (token !== undefined && last < tokens.length - 1 && ENDED_BY_BLANK.has(token.type)) return last + 1;
  if (token === undefined || previous === undefined) return 0;
  const isApart = before < last - 1;
  if (isApart && ENDED_BY_BLANK.has(previous.type)) return last;
  const firstLineIsWhole = token.raw.includes("\n") || last < tokens.length - 1;
  // A formula that is still open may turn out to be more of the paragraph before it.
  const mayJoin = isMath(token) && token.open && !isApart;
  return firstLineIsWhole && !mayJoin ? last : before;
}

function isSolid(token: Token): boolean {
  return token.type !== "space";
}

function windowFor(type: string): number {
  return WIDE.has(type) ? WIDE_WINDOW : WINDOW;
}
