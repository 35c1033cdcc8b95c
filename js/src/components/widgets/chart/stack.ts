/** Where each series begins and ends along the y axis, row by row. */
import type { Series } from "./spec";

export interface Span {
  /** Where it begins: the ground, or what it lies on. */
  readonly low: Float64Array;
  /** Where its value is. NaN: there is none. */
  readonly high: Float64Array;
}

/** What piles up with `series`: bars and areas never do with each other. */
export function pileOf(series: Series, index: number): string {
  return series.stack === undefined ? `alone:${index}` : `${series.kind}:${series.stack}`;
}

export function spansOf(all: readonly Series[]): Span[] {
  const piles = new Map<string, { up: Float64Array; down: Float64Array }>();
  return all.map((series, index) => {
    const { kind, values, stack } = series;
    if (stack === undefined) return { low: new Float64Array(values.length), high: values };
    const key = pileOf(series, index);
    const empty = () => new Float64Array(values.length);
    const pile = piles.get(key) ?? { up: empty(), down: empty() };
    piles.set(key, pile);
    const [low, high] = [empty(), empty()];
    values.forEach((value, row) => {
      // An area has to lie on something; a bar that is not there leaves no trace.
      const height = Number.isNaN(value) ? 0 : value;
      const base = kind === "bar" && height < 0 ? pile.down : pile.up;
      low[row] = base[row] ?? 0;
      base[row] = (base[row] ?? 0) + height;
      high[row] = kind === "bar" && Number.isNaN(value) ? Number.NaN : (base[row] ?? 0);
    });
    return { low, high };
  });
}
