/** The children of a node. A type that nobody knows is left out; its siblings stay. */
import { type ComponentType, createContext } from "preact";
import { useContext } from "preact/hooks";
import type { WidgetNode } from "../../protocol/wire.gen";
import { childNodes, type NodeProps } from "./props";

type Components = Readonly<Record<string, ComponentType<NodeProps>>>;

/** The components by type: handed down, since those that hold children are among them. */
export const NodesContext = createContext<Components>({});

/** What a node is known by from one state of a widget to the next. */
function identity(node: WidgetNode, index: number): string {
  return `${node.type}:${node.key ?? node.id ?? index}`;
}

export function Nodes({ of }: { of: unknown }) {
  const components = useContext(NodesContext);
  return (
    <>
      {childNodes(of).map((node, index) => {
        const Known = Object.hasOwn(components, node.type) ? components[node.type] : undefined;
        return Known === undefined ? null : <Known key={identity(node, index)} node={node} />;
      })}
    </>
  );
}
