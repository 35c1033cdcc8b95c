/** A chart at one size: where everything lies. */
import { datesOf, fullNumber } from "../../../locales/figures";
import { type Tick, widthOf, type XScale, xScale, xTicks, type YScale, yScale, yTicks } from "./scales";
import { barPlaces, barShape, lineShape, type Shape } from "./shapes";
import type { ChartSpec, Series } from "./spec";
import { pileOf, type Span, spansOf } from "./stack";

export interface Drawn {
  readonly series: Series;
  readonly span: Span;
  readonly shape: Shape;
}

export interface Drawing {
  readonly left: number;
  readonly top: number;
  /** Of what lies within the axes. */
  readonly width: number;
  readonly height: number;
  readonly x: XScale;
  readonly y: YScale;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly drawn: readonly Drawn[];
  /** The names of lines where they end, if they have room there: then no legend is needed. */
  readonly ends: readonly (Tick & { readonly color: string })[];
}

const TOP = 8;
const X_LABELS = 22;
/** Pixels. Below, a chart is a spark: only its shape shows. */
const SPARK = 80;
const MOST_Y_WIDTH = 80;
/** Room beside the plot, so that lines and points at its edges are whole. */
const EDGE = 5;

export function labelsOf({ ticks, labels }: ChartSpec): { short: string[]; full: string[] } {
  const dates = datesOf(ticks);
  const written = (write: (tick: string) => string) => ticks.map((tick) => labels.get(tick) ?? write(tick));
  if (dates !== null) return { short: written(dates.short), full: written(dates.full) };
  const plain = written(tickText);
  return { short: plain, full: plain };
}

/** A year stays as it is; longer numbers are written as numbers are. */
function tickText(tick: string): string {
  const number = tick.length > 4 ? Number(tick) : Number.NaN;
  return Number.isFinite(number) ? fullNumber(number) : tick;
}

export function isSpark(height: number): boolean {
  return height < SPARK;
}

export function drawingOf(
  spec: ChartSpec,
  labels: readonly string[],
  width: number,
  height: number,
): Drawing {
  const spans = spansOf(spec.series);
  const ends = endLabels(spec, spans, width, height);
  const isBare = isSpark(height);
  const top = isBare ? 2 : TOP;
  const inner = Math.max(height - top - (isBare || !spec.showsX ? EDGE : X_LABELS), 1);
  const y = yScale(spec, spans, inner);
  const lines = isBare ? [] : yTicks(y, inner, spec);
  const hasY = spec.showsY && !isBare;
  const axis = hasY
    ? Math.min(Math.max(0, ...lines.map(({ label }) => widthOf(label))) + 10, MOST_Y_WIDTH)
    : 0;
  const left = axis + EDGE;
  const right = ends.length === 0 ? EDGE : Math.max(...ends.map(({ label }) => widthOf(label))) + 12;
  const across = Math.max(width - left - right, 1);
  const x = xScale(
    labels.length,
    across,
    spec.series.some(({ kind }) => kind === "bar"),
  );
  return {
    left,
    top,
    width: across,
    height: inner,
    x,
    y,
    xTicks: spec.showsX && !isBare ? xTicks(labels, x, across) : [],
    yTicks: lines,
    drawn: shapesOf(spec, spans, x, y, across),
    ends: ends.map((end) => ({ ...end, at: y(end.at) })),
  };
}

function shapesOf(spec: ChartSpec, spans: readonly Span[], x: XScale, y: YScale, width: number): Drawn[] {
  const piles = [
    ...new Set(spec.series.flatMap((one, index) => (one.kind === "bar" ? [pileOf(one, index)] : []))),
  ];
  const places = barPlaces(piles.length, x.step, spec.barGap, spec.categoryGap);
  const drawn = spec.series.map((series, index): Drawn => {
    const span = spans[index] ?? { low: series.values, high: series.values };
    if (series.kind !== "bar") {
      const shape = lineShape(span, series.curve, x, y, width, series.kind === "area");
      return { series, span, shape };
    }
    const pile = pileOf(series, index);
    const place = places[piles.indexOf(pile)] ?? { offset: 0, width: 1 };
    const above = spec.series.flatMap((other, at) =>
      at > index && other.kind === "bar" && pileOf(other, at) === pile ? [other.values] : [],
    );
    const isOuter = (row: number) => {
      const sign = Math.sign(series.values[row] ?? 0);
      return above.every((values) => Math.sign(values[row] ?? 0) !== sign);
    };
    return { series, span, shape: barShape(span, place, x, y, isOuter) };
  });
  // Lines lie on bars, and bars on areas, or they would be hidden.
  const order = ["area", "bar", "line"];
  return drawn.sort((a, b) => order.indexOf(a.series.kind) - order.indexOf(b.series.kind));
}

/** What a direct label needs. */
const [LEAST_WIDTH, LINE_HEIGHT, WIDEST_END] = [440, 15, 130];

/** The names of the lines at the values where they end; none if they would lie on each other. */
function endLabels(spec: ChartSpec, spans: readonly Span[], width: number, height: number) {
  const { series, showsLegend } = spec;
  const fits = series.length > 1 && series.length <= 5 && width >= LEAST_WIDTH && height > 2 * SPARK;
  if (!showsLegend || !fits || series.some(({ kind, name }) => kind !== "line" || widthOf(name) > WIDEST_END))
    return [];
  // As if there were a legend, so that its going does not bring it back.
  const y = yScale(spec, spans, height - TOP - X_LABELS - 2 * LINE_HEIGHT);
  const ends = series.map(({ name, color, values }) => ({
    label: name,
    color,
    at: values.at(-1) ?? Number.NaN,
  }));
  const places = ends.map(({ at }) => y(at)).sort((a, b) => a - b);
  const areApart = places.every(
    (place, index) => index === 0 || place - (places[index - 1] ?? 0) >= LINE_HEIGHT,
  );
  return areApart && places.every(Number.isFinite) ? ends : [];
}
