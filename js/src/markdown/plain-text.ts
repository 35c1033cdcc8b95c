/** What somebody would read out of Markdown: the words, without the marks. */
import type { Token, Tokens } from "marked";
import { BlockStream } from "./blocks";
import { decodeEntities } from "./entities";
import { isMath } from "./math-syntax";
import { pieceEnd } from "./pieces";

const TAG = /<\/?[a-z][^<>]*>|<!--[\s\S]*?-->/gi;

/** The words of `source`, `longest` characters of them at most and then an ellipsis. */
export function plainText(source: string, longest: number): string {
  const stream = new BlockStream();
  // Marks and addresses are not read out, so more of the source may be needed.
  stream.limit = { characters: 4 * longest, cost: Number.POSITIVE_INFINITY };
  stream.update(source, true);
  const words = stream.closed
    .map(({ tokens }) => linesOf(tokens))
    .filter((block) => block !== "")
    .join("\n");
  if (words.length <= longest && !stream.isCut) return words;
  return `${words.slice(0, pieceEnd(words, 0, longest))}…`;
}

function linesOf(tokens: readonly Token[] | undefined): string {
  return (tokens ?? [])
    .map((token) => blockText(token as Tokens.Generic).trim())
    .filter((line) => line !== "")
    .join("\n");
}

function blockText(token: Tokens.Generic): string {
  switch (token.type) {
    case "code":
      return token.text;
    case "list":
      return listText(token as Tokens.List);
    case "table": {
      const { header, rows } = token as Tokens.Table;
      return [header, ...rows].map((row) => row.map((cell) => inlineText(cell.tokens)).join(", ")).join("\n");
    }
    case "footnote":
      return `${token.label}: ${linesOf(token.tokens)}`;
    case "blockquote":
      return linesOf(token.tokens);
    case "html":
      return token.raw.replace(TAG, "");
    case "hr":
    case "space":
    case "def":
      return "";
    default:
      return inlineText([token]);
  }
}

function listText({ items, ordered, start }: Tokens.List): string {
  return items
    .map((item, index) => {
      const number = ordered ? `${Number(start || 1) + index}. ` : "";
      return number + linesOf(item.tokens.filter(({ type }) => type !== "checkbox"));
    })
    .join("\n");
}

function inlineText(tokens: readonly Token[] | undefined): string {
  return (tokens ?? []).map((token) => wordsOf(token as Tokens.Generic)).join("");
}

function wordsOf(token: Tokens.Generic): string {
  if (isMath(token)) return token.tex;
  switch (token.type) {
    case "br":
      return "\n";
    case "html":
      return /^<br\b/i.test(token.raw) ? "\n" : "";
    case "image":
      return decodeEntities(token.text);
    case "checkbox":
    case "footnote_mark":
      return "";
    case "codespan":
    case "escape":
      return token.text;
    default:
      if (token.tokens !== undefined) return inlineText(token.tokens);
      return decodeEntities(token.text ?? token.raw);
  }
}
