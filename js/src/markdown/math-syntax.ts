/**
 * Formulas in Markdown: `$$ ... $$`, `\[ ... \]`, `\( ... \)` and `$ ... $`.
 *
 * A single dollar is a price far more often than a formula, so `$` opens one only before a
 * non-space and closes it only after a non-space and not before a digit.
 */
import type { TokenizerAndRendererExtension, Tokens } from "marked";

/** A formula; `open` while its end has not arrived. */
export interface MathToken extends Tokens.Generic {
  type: "math" | "inline_math";
  tex: string;
  display: boolean;
  open: boolean;
}

const BLOCK =
  /^ {0,3}(?:\$\$((?:(?!\$\$)[\s\S])*)(?:\$\$[ \t]*(?=\n|$)|$)|\\\[((?:(?!\\\])[\s\S])*)(?:\\\][ \t]*(?=\n|$)|$))/;
/** Where a formula begins within a paragraph, that is before its first blank line. */
const BLOCK_START = /\n {0,3}(?:\$\$|\\\[)|\n[ \t]*(?=\n)/;
const CLOSED = /(?:\$\$|\\\])[ \t]*$/;
const INLINE =
  /^(?:\\\(([\s\S]+?)\\\)|\\\[([\s\S]+?)\\\]|\$\$([^$]+?)\$\$|\$(?![\s$])((?:\\[\s\S]|[^$`\\\n])*?[^\s\\$`])\$(?![\d$]))/;

export function isMath(token: { type: string }): token is MathToken {
  return token.type === "math" || token.type === "inline_math";
}

const block: TokenizerAndRendererExtension = {
  name: "math",
  level: "block",
  start(source) {
    const match = BLOCK_START.exec(source);
    return match === null || match[0].trim() === "" ? undefined : match.index;
  },
  tokenizer(source): MathToken | undefined {
    const match = BLOCK.exec(source);
    if (match === null) return undefined;
    const raw = match[0];
    const tex = (match[1] ?? match[2] ?? "").trim();
    const open = raw.trim().length < 4 || !CLOSED.test(raw);
    // An unclosed opener followed by prose is not a formula that lost its end.
    if (open && /\n[ \t]*\n/.test(raw)) return undefined;
    return { type: "math", raw, tex, display: true, open };
  },
};

const inline: TokenizerAndRendererExtension = {
  name: "inline_math",
  level: "inline",
  tokenizer(source): MathToken | undefined {
    const match = INLINE.exec(source);
    if (match === null) return undefined;
    const display = match[2] !== undefined || match[3] !== undefined;
    const tex = match[1] ?? match[2] ?? match[3] ?? match[4] ?? "";
    return { type: "inline_math", raw: match[0], tex: tex.trim(), display, open: false };
  },
};

export const mathExtensions = [block, inline];
