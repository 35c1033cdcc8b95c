/** The shapes of series as paths. However many rows there are, no more is drawn than the pixels can show. */
import { area, curveLinear, line } from "d3-shape";
import { type CurveName, curveOf } from "./curves";
import type { XScale, YScale } from "./scales";
import type { Span } from "./stack";

export interface Shape {
  /** The edge that a line or an area has at its values; for bars what is filled. */
  readonly edge: string;
  /** What is filled below the edge. */
  readonly fill: string;
  /** Points without neighbours, which no line would show. */
  readonly lone: readonly (readonly [number, number])[];
}

/** More rows than this for each pixel of width, and some are left out. */
const ROWS_A_PIXEL = 2;

/** The rows to draw: of those in one pixel column the first, the lowest, the highest and the last. */
export function rowsToDraw(values: Float64Array, scale: XScale, width: number): number[] {
  if (values.length <= width * ROWS_A_PIXEL) return [...values.keys()];
  const rows: number[] = [];
  let start = 0;
  while (start < values.length) {
    const column = Math.floor(scale.at(start));
    let end = start + 1;
    while (end < values.length && Math.floor(scale.at(end)) === column) end += 1;
    addExtremes(rows, values, start, end);
    start = end;
  }
  return rows;
}

function addExtremes(rows: number[], values: Float64Array, start: number, end: number): void {
  let [first, last, least, most] = [-1, -1, -1, -1];
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = start; row < end; row += 1) {
    const value = values[row] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    if (first < 0) first = row;
    last = row;
    if (value < lowest) [lowest, least] = [value, row];
    if (value > highest) [highest, most] = [value, row];
  }
  if (first < 0) rows.push(start);
  else
    for (const row of [first, Math.min(least, most), Math.max(least, most), last])
      if (row !== rows.at(-1)) rows.push(row);
}

export function lineShape(
  span: Span,
  name: CurveName,
  x: XScale,
  y: YScale,
  width: number,
  filled: boolean,
): Shape {
  const { low, high } = span;
  const rows = rowsToDraw(high, x, width);
  const isThinned = rows.length < high.length;
  const isKnown = (row: number | undefined) => row !== undefined && Number.isFinite(high[row]);
  const top = (row: number) => y(high[row] ?? 0);
  const draw = (curve: ReturnType<typeof curveOf>) => ({
    edge: line<number>().defined(isKnown).x(x.at).y(top).curve(curve).digits(2)(rows) ?? "",
    fill: filled
      ? (area<number>()
          .defined(isKnown)
          .x(x.at)
          .y0((row) => y(low[row] ?? 0))
          .y1(top)
          .curve(curve)
          .digits(2)(rows) ?? "")
      : "",
  });
  // Between points closer than pixels no curve can be seen.
  let paths = draw(isThinned ? curveLinear : curveOf(name));
  // Some curves divide by the distance of points, which may be none.
  if (`${paths.edge}${paths.fill}`.includes("NaN")) paths = draw(curveLinear);
  const lone = rows.filter(
    (row, index) => isKnown(row) && !isKnown(rows[index - 1]) && !isKnown(rows[index + 1]),
  );
  return { ...paths, lone: lone.map((row) => [x.at(row), top(row)] as const) };
}

export interface BarPlace {
  /** Pixels from the middle of the row to the left edge. */
  readonly offset: number;
  readonly width: number;
}

const WIDEST_BAR = 48;
const CATEGORY_SHARE = 0.24;

/** Where the bars of each pile lie within a row. */
export function barPlaces(
  piles: number,
  step: number,
  barGap: number,
  categoryGap: number | null,
): BarPlace[] {
  const inner = Math.max(step - (categoryGap ?? step * CATEGORY_SHARE), Math.min(step, 1));
  const gap = inner - barGap * (piles - 1) >= piles ? barGap : 0;
  const width = Math.min((inner - gap * (piles - 1)) / piles, WIDEST_BAR);
  const whole = width * piles + gap * (piles - 1);
  return Array.from({ length: piles }, (_, index) => ({ offset: index * (width + gap) - whole / 2, width }));
}

/** `isOuter`: whether a bar ends its pile in a row, so that its corners are round. */
export function barShape(
  { low, high }: Span,
  place: BarPlace,
  x: XScale,
  y: YScale,
  isOuter: (row: number) => boolean,
): Shape {
  const parts: string[] = [];
  if (place.width < 1) parts.push(...columns({ low, high }, place, x, y));
  else {
    high.forEach((value, row) => {
      if (Number.isNaN(value)) return;
      parts.push(bar(x.at(row) + place.offset, place.width, y(low[row] ?? 0), y(value), isOuter(row)));
    });
  }
  return { edge: "", fill: parts.join(""), lone: [] };
}

const ROUND = 3;

function bar(left: number, width: number, from: number, to: number, isRound: boolean): string {
  const radius = isRound ? Math.min(ROUND, width / 2, Math.abs(to - from)) : 0;
  const inward = to < from ? radius : -radius;
  const [x, w, f, t, r, i] = [left, width, from, to, radius, inward].map((value) => +value.toFixed(2));
  if (r === 0) return `M${x},${f}V${t}h${w}V${f}Z`;
  return `M${x},${f}V${to + inward}q0,${-(i ?? 0)} ${r},${-(i ?? 0)}h${(w ?? 0) - 2 * (r ?? 0)}q${r},0 ${r},${i}V${f}Z`;
}

/** Bars thinner than a pixel: what those of one pixel column cover together. */
function columns({ low, high }: Span, { offset, width }: BarPlace, x: XScale, y: YScale): string[] {
  const covered = new Map<number, [number, number]>();
  high.forEach((value, row) => {
    if (Number.isNaN(value)) return;
    const column = Math.floor(x.at(row) + offset + width / 2);
    const [a, b] = [y(low[row] ?? 0), y(value)];
    const [top, bottom] = covered.get(column) ?? [a, a];
    covered.set(column, [Math.min(top, a, b), Math.max(bottom, a, b)]);
  });
  return [...covered].map(([left, [top, bottom]]) => bar(left, 1, bottom, top, false));
}
