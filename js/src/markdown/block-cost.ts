/** What blocks cost to read and draw, in characters that take the same time. */
import type { Token, Tokens } from "marked";

/** What a block counts at most: longer ones are listings, which fold by themselves. */
const HEAVIEST = 30_000;
const TOKEN_COST = 16;
const COSTS: ReadonlyMap<string, number> = new Map([
  ["code", 400],
  ["math", 400],
  ["inline_math", 150],
  ["image", 150],
  ["table", 200],
  ["link", 50],
]);

/** What a block of so many characters counts. */
export function weightOf(length: number): number {
  return Math.min(length, HEAVIEST);
}

/** What the elements cost that `tokens` are drawn as. */
export function costOf(tokens: readonly Token[]): number {
  let cost = 0;
  for (const token of tokens) {
    cost += COSTS.get(token.type) ?? TOKEN_COST;
    if ("tokens" in token && token.tokens !== undefined) cost += costOf(token.tokens);
    if (token.type === "list") cost += costOf((token as Tokens.List).items);
    if (token.type === "table") {
      const { header, rows } = token as Tokens.Table;
      for (const row of [header, ...rows]) for (const cell of row) cost += TOKEN_COST + costOf(cell.tokens);
    }
  }
  return cost;
}
