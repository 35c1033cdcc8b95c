/** The nodes of a widget. One that nobody knows or that can't be drawn says so; its siblings stay. */
import { type ComponentType, createContext } from "preact";
import { useContext, useMemo } from "preact/hooks";
import type { WidgetNode } from "../../protocol/wire.gen";
import { Boundary, Unshown } from "../boundary";
import { childrenOf, isNode, type NodeProps } from "./props";

/** Deeper than any widget that a person would look at: every level costs the browser's layout more. */
const DEEPEST = 60;

/** The components by type: handed down, since those that hold children are among them. */
export type Components = ReadonlyMap<string, ComponentType<NodeProps>>;

interface Place {
  readonly components: Components;
  /** How many nodes it is in. */
  readonly depth: number;
}

export const NodesContext = createContext<Place>({ components: new Map(), depth: 0 });

/** What a node is known by from one state of a widget to the next. */
function identity(node: WidgetNode, index: number): string {
  return `${node.type}:${nameOf(node) ?? index}`;
}

/** The name that a node has in its widget, if it has one. */
export function nameOf({ key, id }: WidgetNode): string | number | undefined {
  return [key, id].find((name) => typeof name === "string" || typeof name === "number");
}

/** One node by its type, with what it holds. */
export function Node({ node }: { node: unknown }) {
  const { components, depth } = useContext(NodesContext);
  const inner = useMemo(() => ({ components, depth: depth + 1 }), [components, depth]);
  const Known = isNode(node) && depth < DEEPEST ? components.get(node.type) : undefined;
  const part = isNode(node) ? { name: node.type } : "widget";
  if (!isNode(node) || Known === undefined) return <Unshown part={part} data={node} />;
  return (
    <Boundary part={part} from={[node]}>
      <NodesContext.Provider value={inner}>
        <Known node={node} />
      </NodesContext.Provider>
    </Boundary>
  );
}

export function Nodes({ of }: { of: unknown }) {
  return (
    <>
      {childrenOf(of).map((node, index) => (
        <Node key={isNode(node) ? identity(node, index) : index} node={node} />
      ))}
    </>
  );
}
