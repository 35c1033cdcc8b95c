/**
 * Makes the last block of a growing text look as it will when it is complete.
 *
 * What is added here is only ever drawn: the text itself is never changed.
 */
import remend, { INCOMPLETE_IMAGE_PLACEHOLDER } from "remend";

/** The address of a picture whose own has not fully arrived: draw nothing. */
export const INCOMPLETE_IMAGE = INCOMPLETE_IMAGE_PLACEHOLDER;

const HEADER_ROW = /^ {0,3}\|[^\n]*$/;
const RULE_ROW = /^ {0,3}\|[\s:|-]*$/;

/** A table whose first row has begun is drawn as a table, not as a line of bars. */
function completeTable(block: string): string | null {
  const [header = "", rule, ...rest] = block.split("\n");
  if (!HEADER_ROW.test(header) || header.trim().length < 3 || rest.length > 0) return null;
  if (rule !== undefined && rule !== "" && !RULE_ROW.test(rule)) return null;
  const cells = header
    .trim()
    .replace(/^\||\|$/g, "")
    .split("|");
  const row = cells.map((cell) => ` ${cell.trim()} `).join("|");
  return `|${row}|\n|${" --- |".repeat(cells.length)}`;
}

/** `block`, the open last block of a message, with whatever it has opened closed. */
export function repair(block: string): string {
  return (
    completeTable(block) ??
    remend(block, {
      linkMode: "text-only",
      katex: false,
      htmlTags: false,
      comparisonOperators: false,
      singleTilde: false,
    })
  );
}
