/** What a chart node asks for, read from props that may hold anything. */
import { isObject } from "../../../protocol/guards";
import { asList } from "../../../protocol/shape";
import type { WidgetNode } from "../../../protocol/wire.gen";
import { oneOf, optionalText } from "../props";
import { CHART_COLORS, chartColor } from "./colors";
import { CURVES, type CurveName } from "./curves";

export const KINDS = ["bar", "area", "line"] as const;

export interface Series {
  readonly kind: (typeof KINDS)[number];
  readonly name: string;
  /** Series of one kind with the same stack pile up. */
  readonly stack: string | undefined;
  readonly curve: CurveName;
  /** CSS. */
  readonly color: string;
  /** One a row; NaN where there is none. */
  readonly values: Float64Array;
}

export interface ChartSpec {
  /** What stands at the x axis, one a row. */
  readonly ticks: readonly string[];
  /** What is written there instead. */
  readonly labels: ReadonlyMap<string, string>;
  readonly xName: string;
  readonly showsX: boolean;
  readonly showsY: boolean;
  readonly showsLegend: boolean;
  readonly showsTooltip: boolean;
  readonly series: readonly Series[];
  /** What the series are called that can't be drawn. */
  readonly refused: readonly string[];
  /** Pixels between the bars of one row. */
  readonly barGap: number;
  /** Pixels between the bars of two rows; `null` for a share of the room. */
  readonly categoryGap: number | null;
}

/** A chart with more lines is a pattern. */
const MOST_SERIES = 24;
/** Rows beyond it would not be told apart, and the page would stand still. */
const MOST_ROWS = 50_000;
/** Larger numbers would leave the range of numbers once they are added. */
const LARGEST = 1e300;
const WIDEST_GAP = 200;

/** @throws {TypeError} when nothing can be drawn. */
export function readChart(node: WidgetNode): ChartSpec {
  const rows = asList(node.data as readonly unknown[], "data").slice(0, MOST_ROWS);
  const { xAxis } = node;
  const axis = isObject(xAxis) ? xAxis : { dataKey: xAxis };
  const xName = optionalText(axis.dataKey);
  if (xName === undefined) throw new TypeError('"xAxis" must name a column of the data.');
  const given = asList(node.series as readonly unknown[], "series");
  const series: Series[] = [];
  const refused: string[] = [];
  for (const entry of given.slice(0, MOST_SERIES)) {
    const read = readSeries(entry, series.length, rows);
    if (typeof read === "string") refused.push(read);
    else series.push(read);
  }
  const [unknown] = refused;
  if (series.length === 0 && unknown !== undefined)
    throw new TypeError(`There is no series of type "${unknown}".`);
  const shown = isObject(axis.labels) ? Object.entries(axis.labels) : [];
  return {
    ticks: rows.map((row) => tickOf(cellOf(row, xName))),
    labels: new Map(shown.flatMap(([tick, label]) => (typeof label === "string" ? [[tick, label]] : []))),
    xName,
    showsX: axis.hide !== true,
    showsY: node.showYAxis === true,
    showsLegend: node.showLegend !== false,
    showsTooltip: node.showTooltip !== false,
    series,
    refused,
    barGap: gap(node.barGap) ?? 4,
    categoryGap: gap(node.barCategoryGap) ?? null,
  };
}

/** What a row has in a column by itself: nothing that all objects have. */
function cellOf(row: unknown, column: string): unknown {
  return isObject(row) ? Object.getOwnPropertyDescriptor(row, column)?.value : undefined;
}

/** One series, or what can't be drawn. */
function readSeries(entry: unknown, index: number, rows: readonly unknown[]): Series | string {
  if (!isObject(entry)) return String(entry);
  const kind = KINDS.find((known) => known === entry.type);
  const key = optionalText(entry.dataKey);
  if (kind === undefined || key === undefined) return optionalText(entry.type) ?? "series";
  return {
    kind,
    name: optionalText(entry.label) ?? key,
    stack: kind === "line" ? undefined : optionalText(entry.stack),
    curve: oneOf(entry.curveType, CURVES, "monotone"),
    color: chartColor(entry.color) ?? CHART_COLORS[index % CHART_COLORS.length] ?? "currentColor",
    values: Float64Array.from(rows, (row) => numberOf(cellOf(row, key))),
  };
}

/** NaN for what is no number. */
function numberOf(value: unknown): number {
  const isWritten = typeof value === "string" && value.trim() !== "";
  const number = typeof value === "number" || isWritten ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? Math.min(Math.max(number, -LARGEST), LARGEST) : Number.NaN;
}

function tickOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function gap(value: unknown): number | undefined {
  return typeof value === "number" && value >= 0 ? Math.min(value, WIDEST_GAP) : undefined;
}
