const LONGEST = 4_000;

/** A long text in pieces that can be laid out one by one: they end at the ends of lines where lines are not too long. */
export function slices(text: string): string[] {
  const pieces: string[] = [];
  for (let start = 0; start < text.length; ) {
    const most = start + LONGEST;
    const line = most < text.length ? text.lastIndexOf("\n", most) + 1 : text.length;
    const end = line > start ? line : most;
    pieces.push(text.slice(start, end));
    start = end;
  }
  return pieces;
}
