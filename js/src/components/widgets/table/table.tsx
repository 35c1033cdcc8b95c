/** Tables of nodes. A wide one scrolls by itself with its first column kept, a tall one with its head kept. */
import { type ComponentChildren, createContext } from "preact";
import { useContext } from "preact/hooks";
import { words } from "../../../locales";
import type { WidgetNode } from "../../../protocol/wire.gen";
import { ScrollArea } from "../../primitives/scroll-area";
import { useBeginning } from "../beginning";
import { identities, Node, Nodes } from "../nodes";
import { childrenOf, count, flag, isNode, type NodeProps, oneOf } from "../props";
import { size, spacing, styleOf } from "../values";

/** What a row or a cell is in: outside of a table neither has a meaning. */
type Place = "nowhere" | "table" | "head" | "body";

const PlaceContext = createContext<Place>("nowhere");

/** More columns or rows than any table has that people look at. */
const MOST_SPANNED = 100;
const COLUMN_SIZES = new Map(
  Object.entries({ xs: "56px", sm: "96px", md: "160px", lg: "240px", xl: "360px" }),
);

function isOf(type: string, child: unknown): child is WidgetNode {
  return isNode(child) && child.type === type;
}

export function Table({ node }: NodeProps) {
  const { shown: rows, more } = useBeginning(childrenOf(node.children));
  const bodyAt = rows.findIndex((row) => !(isOf("Table.Row", row) && flag(row.header)));
  const heads = rows.slice(0, bodyAt === -1 ? rows.length : bodyAt);
  // Where a cell reaches into rows below, the first cell of those is not in the first column.
  const reachesDown = rows.some(
    (row) =>
      isNode(row) &&
      childrenOf(row.children).some((cell) => isNode(cell) && count(cell.rowSpan) !== undefined),
  );
  return (
    <>
      <TableFrame keepsColumn={!reachesDown}>
        {heads.length > 0 && (
          <thead>
            <Rows of={heads} />
          </thead>
        )}
        <tbody>
          <Rows of={rows.slice(heads.length)} />
        </tbody>
      </TableFrame>
      {more}
    </>
  );
}

function TableFrame({ keepsColumn, children }: { keepsColumn: boolean; children: ComponentChildren }) {
  return (
    <ScrollArea class="w-table-frame" label={words.table}>
      <table class={keepsColumn ? "w-table keeps-column" : "w-table"}>
        <PlaceContext.Provider value="table">{children}</PlaceContext.Provider>
      </table>
    </ScrollArea>
  );
}

/** What is no row has a row of its own. */
function Rows({ of }: { of: readonly unknown[] }) {
  const keys = identities(of);
  return (
    <>
      {of.map((row, index) =>
        isOf("Table.Row", row) ? (
          <Node key={keys[index]} node={row} />
        ) : (
          <tr key={keys[index]}>
            <td colSpan={MOST_SPANNED}>
              <Node node={row} />
            </td>
          </tr>
        ),
      )}
    </>
  );
}

export function TableRow({ node }: NodeProps) {
  const place = useContext(PlaceContext);
  const { shown: cells, more } = useBeginning(childrenOf(node.children));
  if (place !== "table") return <Table node={{ type: "Table", children: [node] }} />;
  const keys = identities(cells);
  return (
    <tr>
      <PlaceContext.Provider value={flag(node.header) ? "head" : "body"}>
        {cells.map((cell, index) =>
          isOf("Table.Cell", cell) ? (
            <Node key={keys[index]} node={cell} />
          ) : (
            <td key={keys[index]}>
              <Node node={cell} />
            </td>
          ),
        )}
        {more !== null && <td>{more}</td>}
      </PlaceContext.Provider>
    </tr>
  );
}

export function TableCell({ node }: NodeProps) {
  const place = useContext(PlaceContext);
  const align = node.align === undefined ? undefined : oneOf(node.align, ["start", "center", "end"], "start");
  const inner = (
    <PlaceContext.Provider value="nowhere">
      <div class="w-cell" data-align={align}>
        <Nodes of={node.children} />
      </div>
    </PlaceContext.Provider>
  );
  if (place !== "head" && place !== "body") return inner;
  const Tag = place === "head" ? "th" : "td";
  const width = size(node.width);
  // A token is a wish: where there is less room, the text decides.
  const wish = width ?? columnSize(node.colSize);
  return (
    <Tag
      {...(place === "head" ? { scope: "col" } : {})}
      colSpan={spanned(node.colSpan)}
      rowSpan={spanned(node.rowSpan)}
      data-valign={oneOf(node.vAlign, ["start", "center", "end"], "center")}
      style={styleOf({ width: wish, "min-width": width, ...spacing("padding", node.padding) })}
    >
      {inner}
    </Tag>
  );
}

function columnSize(value: unknown): string | undefined {
  return typeof value === "string" ? COLUMN_SIZES.get(value) : undefined;
}

function spanned(value: unknown): number | undefined {
  const cells = count(value);
  return cells === undefined || cells === 1 ? undefined : Math.min(cells, MOST_SPANNED);
}
