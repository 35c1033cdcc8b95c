/**
 * A text of any length as Markdown blocks, read a little at a time.
 *
 * A block is closed once what follows shows that it cannot grow. Closed blocks keep their identity, so
 * whoever draws them draws them once; each delta costs as much as the open block is long, however long
 * the text has become. What is handed to marked is never longer than a window: a block that is longer
 * goes on as another one, so that the time and the elements it takes are bounded.
 */
import type { Token, Tokens } from "marked";
import { type EmbeddedPicture, longPicture } from "./embedded-picture";
import { type Fence, fenceAt, fenceEnd, fenceToken } from "./fences";
import { type LinkTargets, lex, lexParagraph, noTargets, splitBlocks } from "./lexer";
import { type Cut, cutAnywhere, firstCut } from "./long-blocks";
import { isMath } from "./math-syntax";
import { INCOMPLETE_IMAGE, repair } from "./repair";

/** A stretch of Markdown and its tokens; `open` when more of it may come. */
export interface Block {
  readonly raw: string;
  readonly tokens: readonly Token[];
  readonly open: boolean;
}

/** A block that has been found and not yet been read. */
interface Found {
  readonly raw: string;
  /** What is read: `raw`, and before it what makes the next rows of a table one. */
  readonly source: string;
  /** Read already, or one paragraph whatever it begins with, or whatever it is. */
  readonly as: Token | "paragraph" | "block";
  /** It goes on with the list or paragraph before it. */
  readonly continues: boolean;
}

/** How much is looked at to find blocks, and how long one may be. */
const WINDOW = 4_000;
/** An entry of a list may hold much, and a table is cut at its rows: they get a wider window. */
const WIDE_WINDOW = 12_000;
const WIDE: ReadonlySet<string> = new Set(["list", "table", "code"]);
/** What a block counts at most: longer ones are listings, which fold by themselves. */
const HEAVIEST = 30_000;
/** What is always read: short texts are whole at once. */
const LEAST = 2_000;
/** What a token costs, in characters that are read and drawn in the same time. */
const TOKEN_COST = 16;
const COSTS: ReadonlyMap<string, number> = new Map([
  ["code", 400],
  ["math", 400],
  ["inline_math", 150],
  ["image", 150],
  ["table", 200],
  ["link", 50],
]);

export class BlockStream {
  /** Blocks that will not change, in order. Grows while the text does. */
  readonly closed: Block[] = [];
  /** What follows them. */
  open: Block[] = [];
  /** Counts the times that everything was read anew. */
  generation = 0;
  /** Indexes of closed blocks that were replaced, because a link they use was defined after them. */
  revised: number[] = [];
  /** Where reading stops: after so many characters, or what costs as much. */
  limit = { characters: Number.POSITIVE_INFINITY, cost: Number.POSITIVE_INFINITY };

  #text = "";
  #done = false;
  #offset = 0;
  #weight = 0;
  #cost = 0;
  #found: Found[] = [];
  #sources: Found[] = [];
  #targets = noTargets();
  /** The next closed block to look at again, once all links are known. */
  #revision = 0;
  #fence: Fence | null = null;
  /** How the last cut block goes on. */
  #after: { readonly kind: string; readonly head?: string } | null = null;

  /** Takes the whole text so far, `done` when no more will come, and reads all of it. */
  update(source: string, done: boolean): void {
    this.take(source, done);
    this.read(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  }

  /**
   * Takes the whole text so far; `done` when no more will come.
   *
   * @returns whether that changes anything.
   */
  take(source: string, done: boolean): boolean {
    const text = source.includes("\r") ? source.replace(/\r\n?/g, "\n") : source;
    if (text === this.#text && done === this.#done) return false;
    if (this.#done || !text.startsWith(this.#text)) this.#restart();
    this.#text = text;
    this.#done = done;
    return true;
  }

  /**
   * Reads on, for as many characters as `allowance` says, or until `deadline`, but never less than a few.
   *
   * @returns whether there is more to read at once.
   */
  read(allowance: number, deadline: number): boolean {
    for (let spent = 0; ; ) {
      const next = this.#found.shift();
      if (next !== undefined) spent += this.#close(next);
      else if (this.#isFull || !this.#find()) break;
      if (spent >= allowance || (spent >= LEAST && performance.now() > deadline)) return true;
    }
    if (!this.#done || this.#offset < this.#text.length) return false;
    return this.#revise(allowance, deadline);
  }

  /** Whether reading stopped at the limit, with text left. */
  get isCut(): boolean {
    return this.#isFull && this.#found.length === 0 && this.#offset < this.#text.length;
  }

  /** The text that was not read. */
  get unread(): string {
    return this.#text.slice(this.#offset);
  }

  get #isFull(): boolean {
    return this.#weight >= this.limit.characters || this.#cost >= this.limit.cost;
  }

  #restart(): void {
    this.closed.length = 0;
    this.open = [];
    this.generation += 1;
    this.revised = [];
    this.#offset = 0;
    this.#weight = 0;
    this.#cost = 0;
    this.#found = [];
    this.#sources = [];
    this.#targets = noTargets();
    this.#revision = 0;
    this.#fence = null;
    this.#after = null;
  }

  #close(found: Found): number {
    const block = this.#block(found, false, this.#targets);
    this.closed.push(block);
    this.#sources.push(found);
    const cost = Math.min(found.raw.length, HEAVIEST) + costOf(block.tokens);
    this.#cost += cost;
    return cost;
  }

  /** Reads again what may use a link that was defined after it. */
  #revise(allowance: number, deadline: number): boolean {
    if (Object.keys(this.#targets).length === 0) return false;
    for (let left = allowance; this.#revision < this.#sources.length; this.#revision += 1) {
      const found = this.#sources[this.#revision];
      if (found === undefined || typeof found.as === "object" || !found.source.includes("]")) continue;
      if (left <= 0 || performance.now() > deadline) return true;
      this.closed[this.#revision] = this.#block(found, false, this.#targets);
      this.revised.push(this.#revision);
      left -= 2 * found.source.length;
    }
    return false;
  }

  /** Finds the next blocks; false when there are none to be closed. */
  #find(): boolean {
    this.open = [];
    if (this.#offset >= this.#text.length) return false;
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
    const found: Found = { raw, source: raw, as: "paragraph", continues: true };
    if (picture === null && lineEnd < 0 && !this.#done) {
      this.open = raw.trim() === "" ? [] : [this.#repaired(found)];
      return false;
    }
    this.#advance(raw.length);
    if (raw.trim() !== "") this.#found.push(found);
    if (picture === null) {
      this.#after = null;
      this.#advance(lineEnd < 0 ? 0 : 1);
    }
    return true;
  }

  #findFence(fence: Fence): boolean {
    const text = this.#text;
    const end = fenceEnd(text, fence);
    const isOpen = !this.#done && (end === null || (end.whole === text.length && !text.endsWith("\n")));
    const body = end?.body ?? text.length;
    const whole = end?.whole ?? text.length;
    const token = fenceToken(text, fence, body, whole, isOpen);
    this.#after = null;
    if (isOpen) {
      // Until its first line has ended, the language may still grow.
      this.#fence = end === null && text.charAt(fence.bodyStart - 1) === "\n" ? fence : null;
      this.open = [{ raw: token.raw, tokens: [token], open: true }];
      return false;
    }
    this.#fence = null;
    this.#found.push({ raw: token.raw, source: token.raw, as: token, continues: false });
    this.#advance(token.raw.length);
    return true;
  }

  #picture(before: number): EmbeddedPicture | null {
    const picture = longPicture(this.#text, this.#offset, before);
    const isText = picture !== null && picture.end === null && (this.#done || !picture.mayGrow);
    return isText ? null : picture;
  }

  #findPicture(picture: EmbeddedPicture): boolean {
    const { end, token } = picture;
    const image = end === null ? { ...token, href: INCOMPLETE_IMAGE } : token;
    const paragraph: Token = { type: "paragraph", raw: token.raw, text: token.raw, tokens: [image] };
    if (end === null) {
      this.open = [{ raw: token.raw, tokens: [paragraph], open: true }];
      return false;
    }
    this.#found.push({ raw: token.raw, source: token.raw, as: paragraph, continues: false });
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
    if (solid.length === 0 && !(isLast && !this.#done)) {
      this.#advance(end - start);
      return true;
    }
    const settled = (isLast && this.#done) || isTextBefore(picture, solid) ? tokens.length : closable(tokens);
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
    this.open = solid.map((token, index) => this.#openBlock(token, index === 0, token === solid.at(-1)));
    return false;
  }

  /** Takes blocks up to the first one that must be cut; false if there were none. */
  #findClosed(tokens: readonly Token[], headLength: number): boolean {
    let without = headLength;
    for (const [index, token] of tokens.entries()) {
      if (firstCut(token) !== null || token.raw.length > windowFor(token.type)) return index > 0;
      const length = Math.max(0, token.raw.length - without);
      if (isSolid(token) && length > 0) this.#found.push(this.#foundOf(token, true, without));
      if (isSolid(token)) this.#after = null;
      this.#advance(length);
      without = 0;
    }
    return tokens.length > 0;
  }

  #foundOf(token: Token, isFirst: boolean, headLength = 0): Found {
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
    this.#found.push({ raw, source: head + raw.replace(/\n$/, ""), as, continues });
    this.#advance(raw.length);
    this.#after = cut.kind === "line" ? { kind: type } : cut;
  }

  #advance(length: number): void {
    this.#offset += length;
    this.#weight += Math.min(length, HEAVIEST);
  }

  #openBlock(token: Token, isFirst: boolean, isLast: boolean): Block {
    const found = this.#foundOf(token, isFirst);
    return isLast
      ? this.#repaired({ ...found, source: token.raw, as: "block" })
      : this.#unsettled(found, false);
  }

  #repaired(found: Found): Block {
    return this.#unsettled({ ...found, source: repair(found.source) }, true);
  }

  /** What may still change keeps the links to itself that it defines: they may not be whole. */
  #unsettled(found: Found, open: boolean): Block {
    return this.#block(found, open, Object.create(this.#targets));
  }

  #block({ raw, source, as, continues }: Found, open: boolean, targets: LinkTargets): Block {
    if (typeof as === "object") return { raw, tokens: [as], open };
    const tokens = as === "paragraph" ? [lexParagraph(source, targets)] : lex(source, targets);
    const first: Tokens.Generic | undefined = tokens[0];
    if (first !== undefined && continues) first.continues = true;
    return { raw, tokens, open };
  }
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

function costOf(tokens: readonly Token[]): number {
  let cost = 0;
  for (const token of tokens) {
    cost += COSTS.get(token.type) ?? TOKEN_COST;
    if ("tokens" in token && token.tokens !== undefined) cost += costOf(token.tokens);
    if (token.type === "list") cost += costOf((token as Tokens.List).items);
    if (token.type === "table") {
      const { header, rows } = token as Tokens.Table;
      for (const row of [header, ...rows]) for (const cell of row) cost += TOKEN_COST + costOf(cell.tokens);
    }
  }
  return cost;
}
