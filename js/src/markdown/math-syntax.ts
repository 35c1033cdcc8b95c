/**
 * Formulas in Markdown: `$$ ... $$`, `\[ ... \]`, `\( ... \)`, `$ ... $`, and the environments of TeX that
 * are formulas by themselves.
 *
 * A single dollar is a price far more often than a formula, so `$` opens one only before a
 * non-space and closes it only after a non-space and where no price begins.
 */
import type { TokenizerAndRendererExtension, Tokens } from "marked";

/** A formula; `open` while its end has not arrived. */
export interface MathToken extends Tokens.Generic {
  type: "math" | "inline_math";
  tex: string;
  display: boolean;
  open: boolean;
}

const LINE_END = /[ \t]*(?=\n|$)/y;
const DOLLARS = /^ {0,3}\$\$((?:\\(?:[\s\S]|$)|(?!\$\$)[^\\])*)(?:(\$\$)[ \t]*(?=\n|$)|$)/;
const BRACKETS = /^ {0,3}\\\[((?:\\(?:[^\]]|$)|[^\\])*)(?:(\\\])[ \t]*(?=\n|$)|$)/;

/** Environments that are drawn by themselves, and those that stand in a line. */
const DISPLAYED = "(?:align(?:ed)?at|align|flalign|gather|multline|equation|eqnarray|displaymath|split|CD)";
const WITHIN = "(?:aligned|gathered|[dr]{0,2}cases|[pbBvV]?matrix|smallmatrix|[ds]?array|subarray|math)";
const BEGIN = new RegExp(`( {0,3})\\\\begin\\{((${DISPLAYED}|${WITHIN})\\*?)\\}`, "y");
const IS_DISPLAYED = new RegExp(`^${DISPLAYED}$`);

/** Where a formula begins within a paragraph, that is before its first blank line. */
const BLOCK_START = new RegExp(
  `\\n {0,3}(?:\\$\\$|\\\\\\[|\\\\begin\\{(?:${DISPLAYED}|${WITHIN})\\*?\\})|\\n[ \\t]*(?=\\n)`,
);
/** It may also begin at the end of a line. */
const START_AT_LINE_END = new RegExp(
  `(?<!\\\\)\\\\(?:\\[|begin\\{${DISPLAYED}\\*?\\}(?:\\{\\w+\\})?)[ \\t]*\\n(?![ \\t]*\\n)|\\n[ \\t]*\\n`,
);

const INLINE =
  /\\\(((?:\\[^)]|[^\\])+?)\\\)|\\\[((?:\\[^\]]|[^\\])+?)\\\]|\$\$((?:\\[\s\S]|[^$\\])+)\$\$|\$(?![\s$])((?:\\[\s\S]|[^$`\\\n])*(?:\\[^\n]|[^\s$`\\]))\$(?![$\d{]|\.\d)/y;

/** What stands between two amounts that each have a dollar before or after them. */
const PRICES =
  /^\d[\d.,]*(?:[kKmMbB]|bn|mn)?[\s(–—-][^\\^_={}<>+*|]*\b(?:[A-Za-z]{3,}|or|to|in|is|at|of|US|CA)\b/;
/** Ends what goes on: no formula ends so, and variables of a shell and signs of shares do. */
const GOES_ON = /[-+*/=,:;<>|&([~]$/;
const AFTER_DOLLAR = /[\w({]/;

export function isMath(token: { type: string }): token is MathToken {
  return token.type === "math" || token.type === "inline_math";
}

/** The environment at `start`; its end is `null` while it has not come. */
function environmentAt(source: string, start: number) {
  BEGIN.lastIndex = start;
  const match = BEGIN.exec(source);
  if (match === null) return null;
  const [, indent = "", name = "", kind = ""] = match;
  const ends = new RegExp(`\\\\(begin|end)\\{${name.replace("*", "\\*")}\\}`, "g");
  ends.lastIndex = start;
  let depth = 0;
  let end: number | null = null;
  while (end === null) {
    const found = ends.exec(source);
    if (found === null) break;
    depth += found[1] === "begin" ? 1 : -1;
    if (depth === 0) end = ends.lastIndex;
  }
  return { indent, end, display: IS_DISPLAYED.test(kind) };
}

function blockToken(raw: string, tex: string, open: boolean): MathToken | undefined {
  // An unclosed opener followed by prose is not a formula that lost its end.
  if (open && /\n[ \t]*\n/.test(raw)) return undefined;
  return { type: "math", raw, tex: tex.trim(), display: true, open };
}

function blockAt(source: string): MathToken | undefined {
  const match = DOLLARS.exec(source) ?? BRACKETS.exec(source);
  if (match !== null) {
    const [raw, tex = "", closing] = match;
    return blockToken(raw, tex, closing === undefined);
  }
  const environment = environmentAt(source, 0);
  if (environment === null) return undefined;
  if (environment.end === null) return blockToken(source, source, true);
  LINE_END.lastIndex = environment.end;
  if (!LINE_END.test(source)) return undefined;
  const raw = source.slice(0, LINE_END.lastIndex);
  return blockToken(raw, raw, false);
}

const block: TokenizerAndRendererExtension = {
  name: "math",
  level: "block",
  start(source) {
    const line = BLOCK_START.exec(source);
    const start = line === null || line[0].trim() === "" ? undefined : line.index;
    const end = START_AT_LINE_END.exec(source);
    if (end === null || end[0].trim() === "" || end.index > (start ?? source.length)) return start;
    // Where no formula is, a cut within the line would break it.
    return blockAt(source.slice(end.index)) === undefined ? start : end.index;
  },
  tokenizer: blockAt,
};

/** The formula that begins at `start` within a line. */
export function formulaAt(source: string, start: number): MathToken | undefined {
  INLINE.lastIndex = start;
  const match = INLINE.exec(source);
  if (match === null) {
    const environment = environmentAt(source, start);
    if (environment === null || environment.end === null || environment.indent !== "") return undefined;
    const raw = source.slice(start, environment.end);
    return { type: "inline_math", raw, tex: raw, display: environment.display, open: false };
  }
  const [raw, parenthesised, bracketed, doubled, single] = match;
  if (single !== undefined && isPrice(single, source.charAt(start + raw.length))) return undefined;
  const display = bracketed !== undefined || doubled !== undefined;
  const tex = parenthesised ?? bracketed ?? doubled ?? single ?? "";
  // A space after a backslash belongs to it.
  return { type: "inline_math", raw, tex: tex.replace(/(?<!\\)\s+$/, "").trimStart(), display, open: false };
}

function isPrice(between: string, next: string): boolean {
  return PRICES.test(between) || (AFTER_DOLLAR.test(next) && GOES_ON.test(between) && !/\\.$/.test(between));
}

const inline: TokenizerAndRendererExtension = {
  name: "inline_math",
  level: "inline",
  tokenizer(source): MathToken | undefined {
    return formulaAt(source, 0);
  },
};

/**
 * `masked` with what is in the formulas of `source` masked too, so that no emphasis begins or ends there.
 *
 * @param masked - Is as long as `source`, code and links in it have been replaced.
 */
export function maskFormulas(source: string, masked: string): string {
  let result = "";
  let last = 0;
  for (const { index } of source.matchAll(/(?<!\w)\$|\\[([b]/g)) {
    // An escape is masked by signs of the same length, code by letters.
    const isCode = !["$", "+", "\\"].includes(masked.charAt(index));
    const length = index < last || isCode ? undefined : formulaAt(source, index)?.raw.length;
    if (length === undefined) continue;
    result += `${masked.slice(last, index)}[${"a".repeat(length - 2)}]`;
    last = index + length;
  }
  return result + masked.slice(last);
}

export const mathExtensions = [block, inline];
