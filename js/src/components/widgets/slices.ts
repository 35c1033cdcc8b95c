/** Draws a long list of nodes a slice a frame, so that no frame of the page waits for all of it. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { later } from "../prose/budget";
import { childrenOf, isNode } from "./props";

/** Nodes, those within others included. */
const PER_FRAME = 120;

/** The beginning of a list that is drawn by now; what follows comes in the next frames. */
export function useSlice(nodes: readonly unknown[]): readonly unknown[] {
  const drawn = useRef(0);
  const [, setFrames] = useState(0);
  // Whatever redraws the list takes it a slice further, and so a list that grows by a little has all of it at once.
  const end = sliceEnd(nodes, Math.min(drawn.current, nodes.length));
  drawn.current = end;
  useLayoutEffect(
    () => (end < nodes.length ? later(() => setFrames((count) => count + 1)) : undefined),
    [end, nodes],
  );
  return end < nodes.length ? nodes.slice(0, end) : nodes;
}

function sliceEnd(nodes: readonly unknown[], start: number): number {
  let end = start;
  for (let left = PER_FRAME; end < nodes.length && left > 0; end += 1) left -= counted(nodes[end], left);
  return end;
}

/** How many nodes there are in one, itself included, as far as they matter. */
function counted(node: unknown, most: number): number {
  let count = 1;
  const children = isNode(node) ? childrenOf(node.children) : [];
  for (let index = 0; index < children.length && count < most; index += 1)
    count += counted(children[index], most - count);
  return count;
}
