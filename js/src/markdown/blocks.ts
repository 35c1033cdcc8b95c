/**
 * A growing Markdown text as blocks, of which only the last few are ever read again.
 *
 * A block is closed once the line that follows it shows that it cannot grow. Closed blocks keep
 * their identity, so whoever draws them draws them once; each delta costs as much as the open
 * block is long, however long the text has become.
 */
import type { Token, Tokens } from "marked";
import { lex, noTargets, splitBlocks } from "./lexer";
import { repair } from "./repair";

/** A stretch of Markdown and its tokens; `open` when more of it may come. */
export interface Block {
  readonly raw: string;
  readonly tokens: readonly Token[];
  readonly open: boolean;
}

/** A list longer than this is closed entry by entry while it grows. */
const LONG_LIST = 2_000;
/** Entries at its end that stay open: what comes next may still belong to them. */
const OPEN_ENTRIES = 2;

const FENCE = /^( {0,3})(`{3,}|~{3,})([^\n]*)\n/;

interface OpenFence {
  readonly headerLength: number;
  readonly language: string;
  readonly end: RegExp;
  /** Where the search for the closing line goes on. */
  scanned: number;
}

function openFence(source: string): OpenFence | null {
  const match = FENCE.exec(source);
  const marker = match?.[2];
  if (match === null || marker === undefined || match[1] !== "") return null;
  const info = match[3] ?? "";
  if (marker.startsWith("`") && info.includes("`")) return null;
  return {
    headerLength: match[0].length,
    language: info.trim(),
    end: new RegExp(`^ {0,3}${marker.charAt(0)}{${marker.length},}[ \\t]*$`, "m"),
    scanned: match[0].length,
  };
}

function isBlank(token: Token): boolean {
  return token.type === "space";
}

export class BlockStream {
  /** Blocks that will not change, in order. Grows; never replaced while the text only grows. */
  closed: Block[] = [];
  /** What follows them. */
  open: Block[] = [];
  /** Counts the times that everything was read anew. */
  generation = 0;

  #text = "";
  #offset = 0;
  #done = false;
  #targets = noTargets();
  #fence: OpenFence | null = null;
  /** Where the next piece of a long list begins. */
  #pieceAt: number | null = null;

  /** Takes the whole text so far; `done` when no more will come. */
  update(source: string, done: boolean): void {
    const text = source.includes("\r") ? source.replace(/\r\n?/g, "\n") : source;
    if (text === this.#text && done === this.#done) return;
    const grows = !this.#done && text.startsWith(this.#text);
    const namesLinks = done && Object.keys(this.#targets).length > 0;
    if (!grows || namesLinks) this.#restart(namesLinks ? text : "");
    this.#text = text;
    this.#done = done;
    if (!this.#growFence(done)) this.#read(done);
  }

  #restart(known: string): void {
    this.closed = [];
    this.open = [];
    this.generation += 1;
    this.#offset = 0;
    this.#fence = null;
    this.#pieceAt = null;
    this.#targets = noTargets();
    // A link may be used before the line that says where it goes.
    if (known !== "") lex(known, this.#targets);
  }

  /** Extends an unclosed code fence without reading it again. */
  #growFence(done: boolean): boolean {
    const fence = this.#fence;
    if (fence === null) return false;
    const tail = this.#text.slice(this.#offset);
    const rest = tail.slice(fence.scanned);
    if (done || fence.end.test(rest)) {
      this.#fence = null;
      return false;
    }
    fence.scanned += rest.lastIndexOf("\n") + 1;
    const token: Tokens.Code = {
      type: "code",
      raw: tail,
      lang: fence.language,
      text: tail.slice(fence.headerLength),
    };
    this.open = [{ raw: tail, tokens: [token], open: true }];
    return true;
  }

  #read(done: boolean): void {
    const tail = this.#text.slice(this.#offset);
    const tokens = splitBlocks(tail);
    const closable = done ? tokens.length : this.#closable(tokens);
    for (const token of tokens.slice(0, closable)) {
      if (!isBlank(token)) this.closed.push(this.#block(token.raw, this.#offset, false));
      this.#offset += token.raw.length;
    }
    const rest = tokens.slice(closable).filter((token) => !isBlank(token));
    const last = rest.at(-1);
    const isLongList = !done && rest.length === 1 && last?.type === "list";
    if (isLongList && this.#closeEntries(last as Tokens.List)) {
      this.#read(done);
      return;
    }
    this.open = rest.map((token, index) =>
      this.#block(token.raw, index === 0 ? this.#offset : null, token === last),
    );
    this.#fence = last === undefined ? null : this.#fenceAt(last);
  }

  /** Closes what is settled of a long list, so that its length stops to matter. */
  #closeEntries(list: Tokens.List): boolean {
    const settled = list.items
      .slice(0, -OPEN_ENTRIES)
      .map((item) => item.raw)
      .join("");
    if (settled.length < LONG_LIST || !this.#text.startsWith(settled, this.#offset)) return false;
    this.closed.push(this.#block(settled, this.#offset, false));
    this.#offset += settled.length;
    this.#pieceAt = this.#offset;
    return true;
  }

  /** How many blocks the text after them has settled. */
  #closable(tokens: readonly Token[]): number {
    const solid = tokens.flatMap((token, index) => (isBlank(token) ? [] : [index]));
    const last = solid.at(-1);
    if (last === undefined) return 0;
    const firstLineIsWhole = tokens[last]?.raw.includes("\n") ?? false;
    return firstLineIsWhole ? last : (solid.at(-2) ?? 0);
  }

  #fenceAt(last: Token): OpenFence | null {
    const fence = last.type === "code" && this.#text.endsWith(last.raw) ? openFence(last.raw) : null;
    return fence?.end.test(last.raw.slice(fence.headerLength)) ? null : fence;
  }

  #block(raw: string, start: number | null, open: boolean): Block {
    const source = open && !FENCE.test(raw) ? repair(raw) : raw;
    const tokens = lex(source, this.#targets);
    const list: Tokens.Generic | undefined = tokens[0];
    if (list?.type === "list" && start !== null) list.continues = start === this.#pieceAt;
    return { raw, tokens, open };
  }
}
