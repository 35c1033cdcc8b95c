/**
 * Which way the text of a block runs.
 *
 * `dir="auto"` looks past every element that has a direction of its own, so what holds such elements is told
 * its direction by the first letter in it that has one.
 */
import type { Token, Tokens } from "marked";

const STRONG =
  /([\u0590-\u05ff\u0600-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}\u200f\u061c])|[\p{L}\u200e]/u;
/** Code and formulas run their own way, whatever is around them. */
const ISOLATED: ReadonlySet<string> = new Set([
  "code",
  "codespan",
  "math",
  "inline_math",
  "html",
  "image",
  "def",
]);

type Direction = "ltr" | "rtl";

/** The direction of the first letter in `tokens`; `undefined` if there is none that has one. */
export function directionOf(tokens: readonly Token[] | undefined): Direction | undefined {
  for (const token of tokens ?? []) {
    const direction = directionIn(token as Tokens.Generic);
    if (direction !== undefined) return direction;
  }
  return undefined;
}

function directionIn(token: Tokens.Generic): Direction | undefined {
  if (ISOLATED.has(token.type)) return undefined;
  if (token.type === "list") return directionOf((token as Tokens.List).items);
  if (token.type === "table") return tableDirection(token as Tokens.Table);
  if (token.tokens !== undefined) return directionOf(token.tokens);
  const match = STRONG.exec(token.text ?? "");
  if (match === null) return undefined;
  return match[1] === undefined ? "ltr" : "rtl";
}

/** The direction in which the columns of a table follow one another. */
export function tableDirection({ header, rows }: Tokens.Table): Direction | undefined {
  for (const { tokens } of [header, ...rows].flat()) {
    const direction = directionOf(tokens);
    if (direction !== undefined) return direction;
  }
  return undefined;
}
