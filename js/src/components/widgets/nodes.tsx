/** The nodes of a widget. One that nobody knows or that can't be drawn says so; its siblings stay. */
import { type ComponentType, createContext } from "preact";
import { useContext, useEffect, useMemo } from "preact/hooks";
import { Boundary, Unshown } from "../boundary";
import type { Part } from "../parts";
import { memo } from "../primitives/memo";
import { useView } from "../view";
import { Custom } from "./custom/custom";
import { WidgetContext } from "./forms/context";
import { fieldNameOf } from "./forms/keys";
import { childrenOf, isNode, type NodeProps, nameOf } from "./props";

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

/**
 * What the nodes of a list are known by from one state of a widget to the next: their type with their name, or with
 * how many of that type came before.
 */
export function identities(nodes: readonly unknown[]): string[] {
  const counts = new Map<string, number>();
  return nodes.map((node) => {
    const kind = isNode(node) ? `${node.type}:${nameOf(node) ?? fieldNameOf(node) ?? ""}` : "";
    const count = counts.get(kind) ?? 0;
    counts.set(kind, count + 1);
    return `${kind}#${count}`;
  });
}

interface AnyNodeProps {
  node: unknown;
}

function AnyNode({ node }: AnyNodeProps) {
  const { components, depth } = useContext(NodesContext);
  const { registered } = useView().conversation.components;
  const inner = useMemo(() => ({ components, depth: depth + 1 }), [components, depth]);
  const part = useMemo(() => (isNode(node) ? { name: node.type } : "widget"), [node]);
  const isDeep = depth >= DEEPEST;
  const Known = isNode(node) && !isDeep ? components.get(node.type) : undefined;
  if (isNode(node) && Known !== undefined) {
    return (
      <Boundary part={part} from={[node]}>
        <NodesContext.Provider value={inner}>
          <Known node={node} />
        </NodesContext.Provider>
      </Boundary>
    );
  }
  const hash = isNode(node) && !isDeep ? registered.value.get(node.type) : undefined;
  if (!isNode(node) || hash === undefined) return <Undrawn part={part} node={node} isDeep={isDeep} />;
  return (
    <Boundary part={part} from={[node, hash]}>
      <Custom node={node} hash={hash} />
    </Boundary>
  );
}

/** One node by its type, with what it holds: drawn again when it is another node. */
export const Node = memo(AnyNode);

export function Nodes({ of }: { of: unknown }) {
  const nodes = childrenOf(of);
  const keys = identities(nodes);
  return (
    <>
      {nodes.map((node, index) => (
        <Node key={keys[index]} node={node} />
      ))}
    </>
  );
}

/** What stands in the place of a node that is none, has no component or lies too deep; the log says which. */
function Undrawn({ part, node, isDeep }: { part: Part; node: unknown; isDeep: boolean }) {
  const { reports } = useView();
  const { itemId } = useContext(WidgetContext);
  useEffect(() => {
    reports.tell(part, itemId, reasonOf(node, isDeep));
  }, [reports, part, itemId, node, isDeep]);
  return <Unshown part={part} data={node} />;
}

function reasonOf(node: unknown, isDeep: boolean): Error {
  if (isDeep)
    return new RangeError(`Widgets are drawn to a depth of ${DEEPEST} nodes; this one lies deeper.`);
  return isNode(node)
    ? new TypeError(`There is no component for widget nodes of type ${JSON.stringify(node.type)}.`)
    : new TypeError("A node of a widget must be an object with a type.");
}
