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
/** A table of short cells is dear by their number. */
const MOST_CELLS = 1_200;
const LEAST_ROWS = 20;
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
      return cutTable(token as Tokens.Table);
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

function cutTable({ raw, header }: Tokens.Table): Cut | null {
  const second = raw.indexOf("\n") + 1;
  const head = raw.slice(0, raw.indexOf("\n", second) + 1);
  const rows = Math.max(LEAST_ROWS, Math.floor(MOST_CELLS / header.length));
  let length = head.length;
  for (let row = 0; row < rows && length <= LONG_TABLE; row += 1) {
    const line = raw.indexOf("\n", length) + 1;
    if (line === 0) return null;
    length = line;
  }
  return length >= raw.length ? null : { length, kind: "table", head };
}

/** Cuts a block of any kind that begins at `start` of `text`: at a line end, if there is one near `longest`. */
export function cutAnywhere(text: string, start: number, longest: number): Cut {
  const end = besidePictures(text, start, pieceEnd(text, start, longest));
  return text.charAt(end) === "\n"
    ? { length: end + 1 - start, kind: "line" }
    : { length: end - start, kind: "mid-line" };
}
