/** The drawn blocks of a growing text, in groups that keep their vnodes: what is settled is not compared again. */
import type { VNode } from "preact";
import type { Block, BlockStream } from "../../markdown/blocks";
import { type MarkdownParts, renderBlock } from "../../markdown/render";
import { memo } from "../primitives/memo";
import { Anchor } from "./anchor";
import { CodeBlock } from "./code-block";
import { Footnote, FootnoteMark } from "./footnote";
import { Formula } from "./formula";
import { Picture } from "./picture";
import { TableFrame } from "./table-frame";
import { TaskBox } from "./task-box";

const parts: MarkdownParts = {
  Code: CodeBlock,
  Formula,
  Picture,
  Anchor,
  TableFrame,
  TaskBox,
  FootnoteMark,
  Footnote,
};

/** A group is full with so many blocks, or with blocks of so many characters. */
const GROUP = 24;
const GROUP_LENGTH = 16_000;
/** Groups in a section. */
const SECTION = 24;

function Drawn({ block }: { block: Block }) {
  return <>{block.tokens.map((token) => renderBlock(token, parts, block.open))}</>;
}

const BlockView = memo(Drawn);

export class BlockGroups {
  /** The index of the first block of each full group, and of the one after them. */
  #starts = [0];
  #groups: VNode[] = [];
  #sections: VNode[] = [];
  #generation = 0;

  /** The whole of `stream` as it is now. */
  draw(stream: BlockStream): VNode[] {
    if (stream.generation !== this.#generation) this.#restart(stream.generation);
    this.#redraw(stream);
    this.#fill(stream);
    const start = this.#starts.at(-1) ?? 0;
    const rest = [...stream.closed.slice(start), ...stream.open];
    const first = this.#sections.length * SECTION;
    const last = this.#section(first, [...this.#groups.slice(first), this.#group(start, rest, "blocks")]);
    return [...this.#sections, last];
  }

  /** Whether there is so much that what is out of sight should not be laid out. */
  get isLong(): boolean {
    return this.#groups.length > 4;
  }

  #restart(generation: number): void {
    this.#starts = [0];
    this.#groups = [];
    this.#sections = [];
    this.#generation = generation;
  }

  #fill(stream: BlockStream): void {
    for (;;) {
      const start = this.#starts.at(-1) ?? 0;
      const end = groupEnd(stream.closed, start);
      if (end === null) return;
      this.#groups.push(this.#fullGroup(stream, start, end));
      this.#starts.push(end);
      if (this.#groups.length % SECTION === 0) {
        const first = this.#groups.length - SECTION;
        this.#sections.push(this.#section(first, this.#groups.slice(first)));
      }
    }
  }

  /** Draws the groups again in which a block was replaced. */
  #redraw(stream: BlockStream): void {
    const { revised } = stream;
    stream.revised = [];
    let group = 0;
    for (const index of revised) {
      while ((this.#starts[group + 1] ?? Number.POSITIVE_INFINITY) <= index) group += 1;
      const [start = 0, end] = this.#starts.slice(group, group + 2);
      if (end === undefined) return;
      this.#groups[group] = this.#fullGroup(stream, start, end);
      const section = Math.floor(group / SECTION);
      const first = section * SECTION;
      if (section < this.#sections.length)
        this.#sections[section] = this.#section(first, this.#groups.slice(first, first + SECTION));
    }
  }

  #fullGroup(stream: BlockStream, start: number, end: number): VNode {
    return this.#group(start, stream.closed.slice(start, end), "blocks is-full");
  }

  #group(start: number, blocks: readonly Block[], className: string): VNode {
    return (
      <div class={className} key={`${this.#generation}:${start}`}>
        {blocks.map((block, index) => (
          <BlockView key={index} block={block} />
        ))}
      </div>
    );
  }

  #section(first: number, groups: VNode[]): VNode {
    return (
      <div class="section" key={`${this.#generation}:${first}`}>
        {groups}
      </div>
    );
  }
}

/** Where the group ends that begins with block `start`, or `null` while it is not full. */
function groupEnd(blocks: readonly Block[], start: number): number | null {
  let length = 0;
  for (let index = start; index < blocks.length; index += 1) {
    length += blocks[index]?.raw.length ?? 0;
    if (length >= GROUP_LENGTH || index + 1 - start === GROUP) return index + 1;
  }
  return null;
}
