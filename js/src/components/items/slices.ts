const LONGEST = 4_000;

/** A long text in pieces that can be laid out one by one: they end at the ends of lines where lines are not too long. */
export function slices(text: string): string[] {
  const pieces: string[] = [];
  for (let start = 0; start < text.length; ) {
    const most = text.slice(start, start + LONGEST);
    const isLast = start + most.length === text.length;
    const lines = isLast ? most : most.slice(0, most.lastIndexOf("\n") + 1);
    pieces.push(lines === "" ? most : lines);
    start += lines === "" ? most.length : lines.length;
  }
  return pieces;
}
