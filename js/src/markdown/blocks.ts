/**
 * A text of any length as Markdown blocks, read a little at a time.
 *
 * Closed blocks keep their identity, so whoever draws them draws them once; each delta costs as much as the
 * open block is long, however long the text has become.
 */
import type { Token, Tokens } from "marked";
import { costOf, weightOf } from "./block-cost";
import { BlockFinder, type FoundBlock } from "./block-finder";
import { type LinkTargets, lex, lexParagraph, noTargets } from "./lexer";

/** A stretch of Markdown and its tokens; `open` when more of it may come. */
export interface Block {
  readonly raw: string;
  readonly tokens: readonly Token[];
  readonly open: boolean;
}

/** What is always read: short texts are whole at once. */
const LEAST = 2_000;

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

  #finder = new BlockFinder();
  #cost = 0;
  #sources: FoundBlock[] = [];
  #targets = noTargets();
  /** Finds the blocks of a text that grew once more, now that all of it is known. */
  #check: BlockFinder | null = null;
  #checked = 0;
  /** The next closed block to look at again, once all links are known. */
  #revision = 0;

  /** Takes the whole text so far, `done` when no more will come, and reads all of it. */
  update(source: string, done: boolean): void {
    this.take(source, done);
    while (this.read(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY));
  }

  /**
   * Takes the whole text so far; `done` when no more will come.
   *
   * @returns whether that changes anything.
   */
  take(source: string, done: boolean): boolean {
    const text = source.includes("\r") ? source.replace(/\r\n?/g, "\n") : source;
    const { text: before, isDone } = this.#finder;
    if (text === before && done === isDone) return false;
    if (isDone || !text.startsWith(before)) this.#restart();
    this.#finder.grow(text, done);
    if (done && this.#sources.length > 0) {
      this.#check = new BlockFinder();
      this.#check.grow(text, true);
    }
    return true;
  }

  /**
   * Reads on, for as many characters as `allowance` says, or until `deadline`, but never less than a few.
   *
   * @returns whether there is more to read at once.
   */
  read(allowance: number, deadline: number): boolean {
    for (let spent = 0; ; ) {
      const next = this.#finder.found.shift();
      if (next !== undefined) spent += this.#close(next);
      else if (this.#isFull) {
        this.open = [];
        break;
      } else if (!this.#find()) break;
      if (spent >= allowance || (spent >= LEAST && performance.now() > deadline)) return true;
    }
    if (this.#isBeingChecked(allowance, deadline)) return true;
    if (!this.#finder.isDone || this.#finder.hasRest) return false;
    return this.#revise(allowance, deadline);
  }

  /** Whether reading stopped at the limit, with text left. */
  get isCut(): boolean {
    return this.#isFull && this.#finder.found.length === 0 && this.#finder.hasRest;
  }

  /** The text that was not read. */
  get unread(): string {
    return this.#finder.rest;
  }

  get #isFull(): boolean {
    return this.#finder.weight >= this.limit.characters || this.#cost >= this.limit.cost;
  }

  #restart(): void {
    this.closed.length = 0;
    this.open = [];
    this.generation += 1;
    this.revised = [];
    this.#finder = new BlockFinder();
    this.#cost = 0;
    this.#sources = [];
    this.#targets = noTargets();
    this.#check = null;
    this.#checked = 0;
    this.#revision = 0;
  }

  /** Finds the next blocks; false when there are none to be closed. */
  #find(): boolean {
    const isAny = this.#finder.find();
    // What may still change keeps the links to itself that it defines: they may not be whole.
    this.open = this.#finder.unsettled.map((found) =>
      this.#block(found, found.open, Object.create(this.#targets)),
    );
    return isAny;
  }

  #close(found: FoundBlock): number {
    const block = this.#block(found, false, this.#targets);
    this.closed.push(block);
    this.#sources.push(found);
    const cost = weightOf(found.raw.length) + costOf(block.tokens);
    this.#cost += cost;
    return cost;
  }

  /**
   * Compares the blocks of a text that grew with those of the whole text, and starts over if they differ: what was
   * a block before its end came may be part of another one.
   */
  #isBeingChecked(allowance: number, deadline: number): boolean {
    for (let left = allowance; this.#check !== null; ) {
      const before = this.#sources[this.#checked];
      if (before === undefined) this.#check = null;
      else if (left <= 0 || performance.now() > deadline) return true;
      else if (this.#check.found.length === 0 && this.#check.find()) continue;
      else if (isSame(this.#check.found.shift(), before)) {
        this.#checked += 1;
        left -= before.raw.length;
      } else {
        const { text } = this.#finder;
        this.#restart();
        this.#finder.grow(text, true);
        return this.read(allowance, deadline);
      }
    }
    return false;
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

  #block({ raw, source, as, continues }: FoundBlock, open: boolean, targets: LinkTargets): Block {
    if (typeof as === "object") return { raw, tokens: [as], open };
    const tokens = as === "paragraph" ? [lexParagraph(source, targets)] : lex(source, targets);
    const first: Tokens.Generic | undefined = tokens[0];
    if (first !== undefined && continues) first.continues = true;
    return { raw, tokens, open };
  }
}

function isSame(found: FoundBlock | undefined, before: FoundBlock): boolean {
  if (found?.raw !== before.raw || found.source !== before.source || found.continues !== before.continues)
    return false;
  if (typeof found.as !== "object" || typeof before.as !== "object") return found.as === before.as;
  return "text" in found.as && "text" in before.as && found.as.text === before.as.text;
}
