/** Where a text may be cut when it is too long to be read or drawn in one go. */

/**
 * The end of a piece of `text` from `start` on, `longest` at most: before the last line end in its second
 * half, else after the last space there, else anywhere but within a character.
 */
export function pieceEnd(text: string, start: number, longest: number): number {
  const limit = start + longest;
  if (text.length <= limit) return text.length;
  const least = start + Math.ceil(longest / 2);
  const line = text.lastIndexOf("\n", limit);
  if (line >= least) return line;
  const space = text.lastIndexOf(" ", limit - 1);
  if (space >= least) return space + 1;
  return isWithinCharacter(text, limit) ? limit - 1 : limit;
}

function isWithinCharacter(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff;
}

/** The pieces of `text`, which join to it. A line end stays with the line before it. */
export function* pieces(text: string, longest: number): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const end = pieceEnd(text, start, longest);
    const next = text.charAt(end) === "\n" ? end + 1 : end;
    yield text.slice(start, next);
    start = next;
  }
}
