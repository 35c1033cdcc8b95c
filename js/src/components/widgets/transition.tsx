/** Moves softly from one child to another. The child's `key`, or `id`, tells whether it is another one. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { Nodes } from "./nodes";
import { childrenOf, isNode, type NodeProps, nameOf } from "./props";

/** As `--ck-ease` says. */
const MOTION = { duration: 150, easing: "cubic-bezier(0.2, 0, 0, 1)" };

function identityOf(child: unknown): string {
  return isNode(child) ? `${child.type}:${nameOf(child) ?? ""}` : "";
}

export function Transition({ node }: NodeProps) {
  // There should be one, but no other is lost.
  const identity = childrenOf(node.children).map(identityOf).join();
  const box = useRef<HTMLDivElement>(null);
  const before = useRef({ identity, height: 0 });
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const { identity: old, height: from } = before.current;
    const height = element.offsetHeight;
    before.current = { identity, height };
    // Where nothing is painted nothing can move.
    const isStill = element.animate === undefined || matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (old === identity || isStill) return;
    element.animate([{ height: `${from}px` }, { height: `${height}px` }], MOTION);
    element.firstElementChild?.animate([{ opacity: 0 }, { opacity: 1 }], MOTION);
  });
  return (
    <div class="w-transition" ref={box}>
      <Nodes of={node.children} />
    </div>
  );
}
