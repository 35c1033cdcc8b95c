/** Where a text may be cut when it is too long to be read or drawn in one go. */

/**
 * The end of a piece of `text` from `start` on, `longest` at most: before the last line end in its second
 * half, else after the last space there, else anywhere but within a character.
 */
export function pieceEnd(text: string, start: number, longest: number): number {
  const limit = start + longest;
  if (text.length <= limit) return text.length;
  const least = start + Math.ceil(longest / 2);
  // A slice, because a search backwards in the whole text would go on to its beginning.
  const half = text.slice(least, limit + 1);
  const line = half.lastIndexOf("\n");
  if (line >= 0) return least + line;
  const space = half.lastIndexOf(" ", half.length - 2);
  if (space >= 0) return least + space + 1;
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
