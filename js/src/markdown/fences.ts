/** Code fences, which may be far longer than anything that is read at once. */
import type { Tokens } from "marked";

const ESCAPED = /\\([!-/:-@[-`{-~])/g;
const OPENING = /( {0,3})(`{3,}|~{3,})([^\n]*)(?:\n|$)/y;

export interface Fence {
  readonly start: number;
  readonly bodyStart: number;
  readonly indent: number;
  readonly language: string;
  readonly closing: RegExp;
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
    closing: new RegExp(` {0,3}${marker.charAt(0)}{${marker.length},}[ \\t]*(?:\\n|$)`, "y"),
    scanned: bodyStart,
  };
}

/** Where the body ends and where its closing line does, or `null` if that line has not come. */
export function fenceEnd(text: string, fence: Fence): { body: number; whole: number } | null {
  for (let line = fence.scanned; line < text.length; ) {
    fence.closing.lastIndex = line;
    const end = text.indexOf("\n", line) + 1;
    if (fence.closing.test(text)) return { body: line, whole: end || text.length };
    // The last line may still grow into the closing one.
    if (end === 0) break;
    line = end;
    fence.scanned = line;
  }
  return null;
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
  const end = fenceEnd(text, fence);
  if (end === null) return fenceToken(text, fence, text.length, text.length, false);
  const hasLineEnd = text.charAt(end.whole - 1) === "\n";
  return fenceToken(text, fence, end.body, hasLineEnd ? end.whole - 1 : end.whole, false);
}
