/** Code fences, which may be far longer than anything that is read at once. */
import type { Tokens } from "marked";

const ESCAPED = /\\([!-/:-@[-`{-~])/g;
/** Languages whose listings have fences of their own. */
const MARKDOWN = /^(?:markdown|md|mdx|rmarkdown|rmd|qmd|quarto|myst)\b/i;
/** A fence with a language is never a closing one. */
const INNER_OPENING = / {0,3}(`{3,}|~{3,})[ \t]*[\w{.+#-][^`\n]*(?:\n|$)/y;
const OPENING = /( {0,3})(`{3,}|~{3,})([^\n]*)(?:\n|$)/y;

export interface Fence {
  readonly start: number;
  readonly bodyStart: number;
  readonly indent: number;
  readonly language: string;
  readonly closing: RegExp;
  /** It holds Markdown, whose own fences may be as long as this one. */
  readonly nests: boolean;
  /** What closes the fence within it that is open. */
  inner: RegExp | null;
  /** Where the search for the closing line goes on. */
  scanned: number;
}

/** The fence that opens at `start`, the beginning of a line. */
export function fenceAt(text: string, start: number): Fence | null {
  OPENING.lastIndex = start;
  const match = OPENING.exec(text);
  if (match === null) return null;
  const [opening, indent = "", marker = "", info = ""] = match;
  if (marker.startsWith("`") && info.includes("`")) return null;
  const bodyStart = start + opening.length;
  return {
    start,
    bodyStart,
    indent: indent.length,
    language: info.trim().replace(ESCAPED, "$1"),
    closing: closingOf(marker),
    nests: MARKDOWN.test(info.trim()),
    inner: null,
    scanned: bodyStart,
  };
}

function closingOf(marker: string): RegExp {
  return new RegExp(` {0,3}${marker.charAt(0)}{${marker.length},}[ \\t]*(?:\\n|$)`, "y");
}

/**
 * Where the body ends and where its closing line does, or `null` if that line has not come.
 *
 * @param isDone - No more of the text will come.
 */
export function fenceEnd(
  text: string,
  fence: Fence,
  isDone: boolean,
): { body: number; whole: number } | null {
  for (let line = fence.scanned; line < text.length; ) {
    const end = text.indexOf("\n", line) + 1;
    const inner = fence.nests ? innerAfter(text, line, fence.inner) : null;
    fence.closing.lastIndex = line;
    if (fence.inner === null && inner === null && fence.closing.test(text))
      return { body: line, whole: end || text.length };
    // The last line may still grow into the closing one.
    if (end === 0) break;
    line = end;
    fence.scanned = line;
    fence.inner = inner;
  }
  // What looked like a fence within this one has taken its end.
  return isDone && fence.nests
    ? fenceEnd(text, { ...fence, nests: false, inner: null, scanned: fence.bodyStart }, true)
    : null;
}

/** What closes the fence that is open after the line at `line`, if `open` is what closes the one before it. */
function innerAfter(text: string, line: number, open: RegExp | null): RegExp | null {
  if (open !== null) {
    open.lastIndex = line;
    return open.test(text) ? null : open;
  }
  INNER_OPENING.lastIndex = line;
  const [, marker] = INNER_OPENING.exec(text) ?? [];
  return marker === undefined ? null : closingOf(marker);
}

/** What the fence holds, up to `body` and, with the closing line, up to `whole`; `open` keeps the last line end. */
export function fenceToken(
  text: string,
  fence: Fence,
  body: number,
  whole: number,
  open: boolean,
): Tokens.Code {
  const hasLineEnd = !open && body > fence.bodyStart && text.charAt(body - 1) === "\n";
  const code = text.slice(fence.bodyStart, hasLineEnd ? body - 1 : body);
  const dedented = fence.indent === 0 ? code : code.replace(new RegExp(`^ {1,${fence.indent}}`, "gm"), "");
  return { type: "code", raw: text.slice(fence.start, whole), lang: fence.language, text: dedented };
}

/** The fence as it stands in `text`, to its closing line or to the end of the text. */
export function wholeFence(text: string, fence: Fence): Tokens.Code {
  const end = fenceEnd(text, fence, true);
  if (end === null) return fenceToken(text, fence, text.length, text.length, false);
  const hasLineEnd = text.charAt(end.whole - 1) === "\n";
  return fenceToken(text, fence, end.body, hasLineEnd ? end.whole - 1 : end.whole, false);
}
