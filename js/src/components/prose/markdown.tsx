/**
 * Markdown that may still be growing.
 *
 * Closed blocks are drawn once, in groups that keep their vnodes, so that a delta costs the open
 * block and one look at each group.
 */
import type { VNode } from "preact";

import { useRef } from "preact/hooks";
import { type Block, BlockStream } from "../../markdown/blocks";
import { type MarkdownParts, renderBlock } from "../../markdown/render";
import { memo } from "../primitives/memo";
import { Anchor } from "./anchor";
import { CodeBlock } from "./code-block";
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
};

const GROUP = 24;

function Drawn({ block }: { block: Block }) {
  return <>{block.tokens.map((token) => renderBlock(token, parts, block.open))}</>;
}

const BlockView = memo(Drawn);

/** The vnodes of the blocks that are settled, full groups first. */
class Groups {
  #full: VNode[] = [];
  #generation = 0;

  update(stream: BlockStream): VNode[] {
    if (stream.generation !== this.#generation) {
      this.#full = [];
      this.#generation = stream.generation;
    }
    while ((this.#full.length + 1) * GROUP <= stream.closed.length) this.#full.push(this.#group(stream));
    return this.#full;
  }

  #group(stream: BlockStream): VNode {
    const start = this.#full.length * GROUP;
    const blocks = stream.closed.slice(start, start + GROUP);
    return (
      <div class="blocks" key={`${this.#generation}:${start}`}>
        {blocks.map((block, index) => (
          <BlockView key={index} block={block} />
        ))}
      </div>
    );
  }
}

interface MarkdownProps {
  text: string;
  /** More of the text may come. */
  open?: boolean;
}

export function Markdown({ text, open = false }: MarkdownProps) {
  const state = useRef<{ stream: BlockStream; groups: Groups } | null>(null);
  state.current ??= { stream: new BlockStream(), groups: new Groups() };
  const { stream, groups } = state.current;
  stream.update(text, !open);
  const full = groups.update(stream);
  const rest = [...stream.closed.slice(full.length * GROUP), ...stream.open];
  return (
    <div class="markdown">
      {full}
      <div class="blocks" key={`${stream.generation}:${full.length * GROUP}`}>
        {rest.map((block, index) => (
          <BlockView key={index} block={block} />
        ))}
      </div>
    </div>
  );
}
