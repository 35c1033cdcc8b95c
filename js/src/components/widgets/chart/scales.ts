/** From rows and values to pixels, and what is written along the axes. */
import { type ScaleLinear, scaleLinear } from "d3-scale";
import { shortNumber } from "../../../locales/figures";
import type { ChartSpec } from "./spec";
import type { Span } from "./stack";

export type YScale = ScaleLinear<number, number>;

export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** Pixels between two grid lines, and the most of them. */
const [GRID_STEP, MOST_LINES] = [34, 5];
/** A line that moves by less of its height than this would be flat if the axis began at zero. */
const FLAT = 0.25;

export function yScale({ series }: ChartSpec, spans: readonly Span[], height: number): YScale {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const grow = (value: number) => {
    if (value < least) least = value;
    if (value > most) most = value;
  };
  for (const { high } of spans) for (const value of high) grow(value);
  const hasGround = series.some(({ kind }) => kind !== "line");
  const isFlat = most - least < FLAT * Math.max(Math.abs(least), Math.abs(most));
  if (hasGround || !isFlat || least === most) grow(0);
  if (least >= most) [least, most] = [0, 1];
  return scaleLinear().domain([least, most]).nice(linesIn(height)).range([height, 0]);
}

function linesIn(height: number): number {
  return Math.min(Math.max(Math.floor(height / GRID_STEP), 1), MOST_LINES);
}

/** The grid lines; counts are never given in fractions. */
export function yTicks(scale: YScale, height: number, { series }: ChartSpec): Tick[] {
  const areWhole = series.every(({ values }) =>
    values.every((value) => Number.isNaN(value) || value % 1 === 0),
  );
  return scale
    .ticks(linesIn(height))
    .filter((value) => !areWhole || value % 1 === 0)
    .map((value) => ({ at: scale(value), label: shortNumber(value) }));
}

export interface XScale {
  /** Pixels from one row to the next. */
  readonly step: number;
  readonly at: (row: number) => number;
  /** The row that is nearest to a place. */
  readonly rowAt: (pixels: number) => number;
}

/** Bars need room at the ends; lines begin and end at the edges. */
export function xScale(rows: number, width: number, hasBars: boolean): XScale {
  const isBand = hasBars || rows < 2;
  const step = width / Math.max(isBand ? rows : rows - 1, 1);
  const start = isBand ? step / 2 : 0;
  return {
    step,
    at: (row) => start + row * step,
    rowAt: (pixels) => Math.min(Math.max(Math.round((pixels - start) / step), 0), Math.max(rows - 1, 0)),
  };
}

const WIDE = /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]/u;

/** About how many pixels a label takes. */
export function widthOf(label: string): number {
  let width = 0;
  for (const character of label) width += WIDE.test(character) ? 12 : 7.2;
  return width;
}

const LONGEST_LABEL = 18;
/** Pixels between two labels. */
const APART = 12;

function cut(label: string): string {
  const characters = [...label];
  return characters.length <= LONGEST_LABEL ? label : `${characters.slice(0, LONGEST_LABEL - 1).join("")}…`;
}

/** Steps from label to label that readers can count in. */
const STRIDES = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 25, 30, 50];

function strideFrom(least: number): number {
  const stride = STRIDES.find((each) => each >= least);
  if (stride !== undefined) return stride;
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((digit) => digit * power).find((each) => each >= least) ?? least;
}

/** The labels of the x axis that have room beside each other: each, or every so many. */
export function xTicks(labels: readonly string[], scale: XScale, width: number): Tick[] {
  const written = labels.length > width ? labels.slice(0, 200).concat(labels.slice(-1)) : labels;
  const widest = Math.max(0, ...written.map((label) => widthOf(cut(label))));
  let stride = strideFrom(Math.max((widest + APART) / Math.max(scale.step, 1e-9), 1));
  for (;;) {
    const ticks = everyTick(labels, stride, scale, width);
    const areApart = ticks.every(
      ({ from }, index) => from >= (ticks[index - 1]?.to ?? Number.NEGATIVE_INFINITY),
    );
    if (areApart || stride >= labels.length) return ticks.slice(0, areApart ? ticks.length : 1);
    stride = strideFrom(stride + 1);
  }
}

/** With the room that each takes; those at the ends move inwards. */
function everyTick(labels: readonly string[], stride: number, scale: XScale, width: number) {
  const rows = Array.from({ length: Math.ceil(labels.length / stride) }, (_, index) => index * stride);
  return rows.flatMap((row) => {
    const label = cut(labels[row] ?? "");
    if (label === "") return [];
    const half = widthOf(label) / 2;
    const at = Math.max(half, Math.min(scale.at(row), width - half));
    return [{ at, label, from: at - half - APART / 4, to: at + half + APART / 4 }];
  });
}
