/**
 * Footnotes: `[^1]` in a text, and `[^1]: words` on a line of its own.
 *
 * A note is drawn where it stands, and under its own name: neither depends on what comes later.
 */
import type { TokenizerAndRendererExtension, Tokens } from "marked";

export interface FootnoteMark extends Tokens.Generic {
  type: "footnote_mark";
  label: string;
}

export interface Footnote extends Tokens.Generic {
  type: "footnote";
  label: string;
}

/** Names of notes; a range of letters is a pattern that somebody writes about. */
const LABEL = "(?!\\w-\\w\\])[\\p{L}\\p{N}_][\\p{L}\\p{N}_.:-]{0,60}";
const MARK = new RegExp(`^\\[\\^(${LABEL})\\](?![:(])`, "u");
const NOTE = new RegExp(
  // Its further lines, and its further paragraphs if they are indented.
  `^ {0,3}\\[\\^(${LABEL})\\]:[ \\t]*([^\\n]*(?:\\n(?:[ \\t]*\\n)*(?: {2}|\\t)[ \\t]*\\S[^\\n]*|\\n(?![ \\t]*(?:\\n|\\[|[#>|*+~\`$-]|\\d+[.)]|\\\\))[^\\n]+)*)`,
  "u",
);
const START = new RegExp(`\\n {0,3}\\[\\^${LABEL}\\]:|\\n[ \\t]*(?=\\n)`, "u");

const note: TokenizerAndRendererExtension = {
  name: "footnote",
  level: "block",
  childTokens: ["tokens"],
  start(source) {
    const match = START.exec(source);
    return match === null || match[0].trim() === "" ? undefined : match.index;
  },
  tokenizer(source): Footnote | undefined {
    const [raw, label, text] = NOTE.exec(source) ?? [];
    if (raw === undefined || label === undefined || text === undefined) return undefined;
    const tokens = this.lexer.blockTokens(text.replace(/\n(?: {1,4}|\t)/g, "\n"), []);
    return { type: "footnote", raw, label, tokens };
  },
};

const mark: TokenizerAndRendererExtension = {
  name: "footnote_mark",
  level: "inline",
  tokenizer(source): FootnoteMark | undefined {
    const [raw, label] = MARK.exec(source) ?? [];
    return raw === undefined || label === undefined ? undefined : { type: "footnote_mark", raw, label };
  },
};

export const footnoteExtensions = [note, mark];
