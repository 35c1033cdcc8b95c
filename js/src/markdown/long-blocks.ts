/**
 * Where a block that is too long to be read and drawn at once may be continued as another one.
 *
 * A cut depends on the text before it only, and on one or two entries after it: it is the same
 * however the text arrives.
 */
import type { Token, Tokens } from "marked";
import { besidePictures } from "./embedded-picture";
import { pieceEnd } from "./pieces";

/** A longer list or table is drawn in pieces. */
const LONG_LIST = 2_000;
const LONG_TABLE = 8_000;
/** Entries after a cut: what comes next may still belong to the last of them. */
const OPEN_ENTRIES = 2;

export interface Cut {
  /** Length of the piece before it. */
  readonly length: number;
  readonly kind: "list" | "table" | "line" | "mid-line";
  /** What the next piece of a table must begin with to be one. */
  readonly head?: string;
}

/** Where `token` is cut first, or `null` while it is short enough. */
export function firstCut(token: Token): Cut | null {
  switch (token.type) {
    case "list":
      return token.raw.length > LONG_LIST ? cutList(token as Tokens.List) : null;
    case "table":
      return token.raw.length > LONG_TABLE ? cutTable(token as Tokens.Table) : null;
    default:
      return null;
  }
}

function cutList(list: Tokens.List): Cut | null {
  let length = 0;
  for (const item of list.items.slice(0, -OPEN_ENTRIES)) {
    length += item.raw.length;
    if (length >= LONG_LIST) return { length, kind: "list" };
  }
  return null;
}

function cutTable(table: Tokens.Table): Cut | null {
  const second = table.raw.indexOf("\n") + 1;
  const head = table.raw.slice(0, table.raw.indexOf("\n", second) + 1);
  const line = table.raw.indexOf("\n", LONG_TABLE) + 1;
  return line === 0 || line >= table.raw.length ? null : { length: line, kind: "table", head };
}

/** Cuts a block of any kind that begins at `start` of `text`: at a line end, if there is one near `longest`. */
export function cutAnywhere(text: string, start: number, longest: number): Cut {
  const end = besidePictures(text, start, pieceEnd(text, start, longest));
  return text.charAt(end) === "\n"
    ? { length: end + 1 - start, kind: "line" }
    : { length: end - start, kind: "mid-line" };
}
