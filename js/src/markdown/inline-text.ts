/**
 * Where plain text ends and something else may begin.
 *
 * It stands in for marked's own rule of text, which searches the rest of the text at each of its steps.
 */

import { addressBeforeWords, mayPrecedeAddress } from "./cjk";

/** Longer runs before an `@` are not addresses; the standard allows 64 characters. */
const LONGEST_LOCAL_PART = 64;
const LONGEST_EMAIL = 320;

const ADDRESS = /^(?:https?:\/\/|ftp:\/\/|www\.|mailto:|xmpp:)/i;
const EMAIL = new RegExp(`^[\\w.+-]{1,${LONGEST_LOCAL_PART}}@`);
const ADDRESS_AHEAD = /(?:https?:\/\/|ftp:\/\/|www\.|mailto:|xmpp:)/iy;
const LOCAL_PART = /[\w.+-]/;
const WORD = /\w/;
const OPENS_ADDRESS = /[hfwmx]/i;
/** What may stand before `www.`; a scheme may follow anything but a letter or a digit. */
const BEFORE_WWW = /[\s*_~(]/;

/** How much of `source` is text for certain: at least one character, or one run of backticks or tildes. */
export function textLength(source: string): number {
  const first = source.charAt(0);
  let at = 1;
  if (first === "`" || first === "~") while (source.charAt(at) === first) at += 1;
  let run = LOCAL_PART.test(first) ? 0 : at;
  let blank = -1;
  for (; at < source.length; at += 1) {
    const char = source.charAt(at);
    switch (char) {
      case "\\":
      case "<":
      case "!":
      case "[":
      case "`":
      case "*":
      case "~":
      case "_":
        return at;
      case "\n":
        // The spaces before it belong to it.
        return blank > 0 ? blank : at;
      case "$":
        if (!WORD.test(source.charAt(at - 1))) return at;
        break;
      case "@":
        if (run > 0 && run < at && at - run <= LONGEST_LOCAL_PART) return run;
        break;
      default:
        if (OPENS_ADDRESS.test(char) && opensAddress(source, at)) return at;
    }
    if (char !== " ") blank = -1;
    else if (blank < 0) blank = at;
    if (!LOCAL_PART.test(char)) run = at + 1;
  }
  return source.length;
}

function opensAddress(source: string, at: number): boolean {
  ADDRESS_AHEAD.lastIndex = at;
  const [found] = ADDRESS_AHEAD.exec(source) ?? [];
  if (found === undefined) return false;
  const before = source.charAt(at - 1);
  if (found.startsWith("w") || found.startsWith("W"))
    return BEFORE_WWW.test(before) || mayPrecedeAddress(before);
  return found.endsWith("//") || !/[a-z\d]/i.test(before);
}

/** As much of `source` as a bare address at its beginning may take; empty if there is none. */
export function addressAhead(source: string): string {
  if (ADDRESS.test(source)) return addressBeforeWords(/^[^\s<]*/.exec(source)?.[0] ?? "");
  return EMAIL.test(source) ? source.slice(0, LONGEST_EMAIL) : "";
}
