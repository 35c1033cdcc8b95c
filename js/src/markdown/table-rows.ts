/**
 * Bars in the rows of tables that part no cells.
 *
 * GitHub's rule cuts a row at every bar that has no backslash. Models forget the backslash in code and in
 * formulas, and a formula needs those that it has.
 */
import { formulaAt } from "./math-syntax";

/** Stands for a bar that is part of its cell; no text holds it. */
const BAR = "\ufdd1";
const RULE = /^ {0,3}[|:-][ \t|:-]*$/;
const MARKS = /(?<!\w)\$|\\[([|\\$`]|`+/g;

/** As many rows as are drawn in one piece, and more of them so that the cut is found. */
const MOST_CELLS = 2_400;
const LEAST_ROWS = 40;

/** `source` without the rows that are too many to be read at once. */
export function withoutLaterRows(source: string): string {
  const head = source.slice(0, source.indexOf("\n") + 1);
  const rows = Math.max(LEAST_ROWS, MOST_CELLS / count(head));
  let end = 0;
  for (let row = 0; row < rows + 2; row += 1) {
    end = source.indexOf("\n", end) + 1;
    if (end === 0) return source;
  }
  return source.slice(0, end);
}

/** `source` up to its first blank line, with the bars replaced that belong to code and formulas. */
export function withCells(source: string): string | null {
  const [, rule = ""] = source.split("\n", 2);
  if (!RULE.test(rule)) return null;
  const columns = count(rule);
  const end = source.search(/\n[ \t]*(?:\n|$)/);
  const lines = (end < 0 ? source : source.slice(0, end)).split("\n");
  const rows = lines.map((line, index) => (index === 1 ? line : row(line, columns)));
  return rows.join("\n") + (end < 0 ? "" : source.slice(end));
}

export function restoreBars(text: string): string {
  return text.replaceAll(BAR, "|");
}

/** How many cells GitHub's rule finds. */
function count(line: string): number {
  const bars = line
    .trim()
    .replace(/^\||(?<!\\)\|$/g, "")
    .match(/(?<!\\)(?:\\\\)*\|/g);
  return (bars?.length ?? 0) + 1;
}

function row(line: string, columns: number): string {
  if (!/[`$\\]/.test(line)) return line;
  const whole = kept(line, true);
  // Two dollars or backticks in different cells are no formula and no code.
  return count(line) === columns && count(whole) !== columns ? kept(line, false) : whole;
}

/**
 * `line` with the bars replaced that belong to code and formulas.
 *
 * @param all - Also those that may part cells: any in a formula, and one between spaces in code.
 */
function kept(line: string, all: boolean): string {
  let result = "";
  let last = 0;
  for (const { 0: mark, index } of line.matchAll(MARKS)) {
    if (index < last) continue;
    const length = mark.startsWith("`") ? codeLength(line, index, mark) : formulaAt(line, index)?.raw.length;
    if (length === undefined) continue;
    const piece = line.slice(index, index + length);
    const isCode = mark.startsWith("`");
    // In code the backslash is there for the table, in a formula for the formula.
    const isKept = (at: number) => {
      if (piece.charAt(at - 1) === "\\") return !isCode;
      return all || (isCode && (piece.charAt(at - 1) !== " " || piece.charAt(at + 1) !== " "));
    };
    result += line.slice(last, index) + piece.replace(/\|/g, (bar, at) => (isKept(at) ? BAR : bar));
    last = index + length;
  }
  return result + line.slice(last);
}

function codeLength(line: string, start: number, mark: string): number | undefined {
  for (let at = start + mark.length; ; ) {
    const end = line.indexOf(mark, at);
    if (end < 0) return undefined;
    at = end + mark.length;
    while (line.charAt(at) === "`") at += 1;
    if (at === end + mark.length) return at - start;
  }
}
