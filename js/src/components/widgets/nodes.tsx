/** The nodes of a widget. One that nobody knows or that can't be drawn says so; its siblings stay. */
import { type ComponentType, createContext, type VNode } from "preact";
import { useContext, useEffect, useMemo, useRef } from "preact/hooks";
import { Boundary, Unshown } from "../boundary";
import type { Part } from "../parts";
import { memo } from "../primitives/memo";
import { useView } from "../view";
import { useBeginning } from "./beginning";
import { Custom } from "./custom/custom";
import { WidgetContext } from "./forms/context";
import { fieldNameOf } from "./forms/keys";
import { childrenOf, isNode, type NodeProps, nameOf } from "./props";
import { useSlice } from "./slices";

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

function kindOf(node: unknown): string {
  return isNode(node) ? `${node.type}:${nameOf(node) ?? fieldNameOf(node) ?? ""}` : "";
}

/**
 * What the nodes of a list are known by from one state of a widget to the next: their type with their name, or with
 * how many of that type came before.
 */
export function identities(nodes: readonly unknown[]): string[] {
  const counts = new Map<string, number>();
  return nodes.map((node) => {
    const kind = kindOf(node);
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
  const inner = useMemo(() => ({ components, depth: depth + 1 }), [components, depth]);
  const Known = isNode(node) && depth < DEEPEST ? components.get(node.type) : undefined;
  const part = useMemo(() => (isNode(node) ? { name: node.type } : "widget"), [node]);
  if (!isNode(node) || Known === undefined) {
    return <Foreign part={part} node={node} isDeep={depth >= DEEPEST} />;
  }
  return (
    <Boundary part={part} from={[node]}>
      {node.children === undefined ? (
        <Known node={node} />
      ) : (
        <NodesContext.Provider value={inner}>
          <Known node={node} />
        </NodesContext.Provider>
      )}
    </Boundary>
  );
}

/** One node by its type, with what it holds: drawn again when it is another node. */
export const Node = memo(AnyNode);

export function Nodes({ of }: { of: unknown }) {
  const nodes = useMemo(() => childrenOf(of), [of]);
  const { shown, more } = useBeginning(nodes);
  return (
    <>
      <NodeList of={shown} />
      {more}
    </>
  );
}

/** All of the nodes, however many they are. */
export function NodeList({ of: nodes }: { of: readonly unknown[] }) {
  return <>{useDrawn(useSlice(nodes))}</>;
}

interface Drawn {
  readonly nodes: readonly unknown[];
  readonly keys: readonly string[];
  readonly vnodes: readonly VNode[];
}

/**
 * What draws the nodes of a list. A node that has not changed keeps what drew it before, and is passed over: text that
 * streams into one of a thousand draws that one.
 */
function useDrawn(nodes: readonly unknown[]): readonly VNode[] {
  const before = useRef<Drawn>({ nodes: [], keys: [], vnodes: [] });
  const old = before.current;
  const keys = haveSameKinds(nodes, old.nodes) ? old.keys : identities(nodes);
  const places = keys === old.keys ? null : new Map(old.keys.map((key, place) => [key, place]));
  const vnodes = nodes.map((node, index) => {
    const key = keys[index] ?? "";
    const place = places === null ? index : (places.get(key) ?? -1);
    const known = old.nodes[place] === node ? old.vnodes[place] : undefined;
    return known ?? <Node key={key} node={node} />;
  });
  before.current = { nodes, keys, vnodes };
  return vnodes;
}

function haveSameKinds(nodes: readonly unknown[], old: readonly unknown[]): boolean {
  return (
    nodes.length === old.length &&
    nodes.every((node, index) => node === old[index] || kindOf(node) === kindOf(old[index]))
  );
}

interface ForeignProps {
  part: Part;
  node: unknown;
  isDeep: boolean;
}

/** What the view does not draw by itself: the kernel's user may have registered what does. */
function Foreign({ part, node, isDeep }: ForeignProps) {
  const { registered } = useView().conversation.components;
  const hash = isNode(node) && !isDeep ? registered.value.get(node.type) : undefined;
  if (!isNode(node) || hash === undefined) return <Undrawn part={part} node={node} isDeep={isDeep} />;
  return (
    <Boundary part={part} from={[node, hash]}>
      <Custom node={node} hash={hash} />
    </Boundary>
  );
}

/** What stands in the place of a node that is none, has no component or lies too deep; the log says which. */
function Undrawn({ part, node, isDeep }: ForeignProps) {
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
