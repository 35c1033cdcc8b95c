/** What a DataFrame node says: which frame it is, its columns, and its first page. */
import type { FramePage } from "../../../protocol/envelope";
import { isIndex, isObject, readCells } from "../../../protocol/guards";
import { asList } from "../../../protocol/shape";
import type { WidgetNode } from "../../../protocol/wire.gen";
import { oneOf, optionalText, text } from "../props";

export type Cell = FramePage["rows"][number][number];

export interface Column {
  readonly name: string;
  readonly kind: "number" | "text" | "date" | "boolean" | "other";
  /** As its library calls it. */
  readonly type: string;
}

export interface FrameSpec {
  readonly frame: string;
  readonly title: string | undefined;
  readonly columns: readonly Column[];
  /** How many columns the frame has, shown or not. */
  readonly columnCount: number;
  readonly first: FramePage;
  /** Rows of a page. */
  readonly size: number;
}

const MOST_COLUMNS = 100;
const MOST_ROWS = 100;

/** @throws {TypeError} when it has no columns or no rows to show. */
export function readFrame(node: WidgetNode): FrameSpec {
  const columns = asList(node.columns as readonly unknown[], "columns")
    .slice(0, MOST_COLUMNS)
    .map(columnOf);
  const rows = readCells(asList(node.rows as readonly unknown[], "rows").slice(0, MOST_ROWS));
  const total = isIndex(node.count, Number.MAX_SAFE_INTEGER) ? node.count : rows.length;
  const columnCount = isIndex(node.columnCount, Number.MAX_SAFE_INTEGER) ? node.columnCount : columns.length;
  return {
    frame: text(node.frame),
    title: optionalText(node.title),
    columns,
    columnCount: Math.max(columnCount, columns.length),
    first: { rows, count: total, total },
    size: Math.max(rows.length, 1),
  };
}

const KINDS = ["number", "text", "date", "boolean", "other"] as const;

function columnOf(value: unknown): Column {
  const { name, kind, type } = isObject(value) ? value : {};
  return { name: text(name), kind: oneOf(kind, KINDS, "other"), type: text(type) };
}
