/** The colours of series. They differ in lightness, too, so that they stay apart for those who see fewer hues. */
import { color } from "../values";

const NAMES = ["blue", "purple", "orange", "green", "red", "yellow", "pink"] as const;

const TOKENS: ReadonlyMap<string, string> = new Map(NAMES.map((name) => [name, `var(--ck-chart-${name})`]));

/** What series have that name none, in their order; the first is the accent of the chat. */
export const CHART_COLORS: readonly string[] = ["var(--ck-accent)", ...[...TOKENS.values()].slice(1)];

export function chartColor(value: unknown): string | undefined {
  return color(value, TOKENS);
}
