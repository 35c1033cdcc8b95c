/** However a text arrives, it ends in the same blocks. */
import { expect, it } from "vitest";
import { numbersOf } from "../transport/fake-random";
import { BlockStream } from "./blocks";

const LINES = [
  "plain words and *emphasis*, `code`, [a link](https://a.example)",
  "**bold** with $x^2$ and a [reference][r]",
  "# Heading",
  "- entry",
  "  - inner entry",
  "1. first",
  "2. second",
  "> quoted",
  "> - list in a quote",
  "```python",
  "print('a')",
  "```",
  "    indented",
  "| a | b |",
  "|---|---|",
  "| 1 | 2 |",
  "$$",
  "\\frac{1}{2}",
  "---",
  "===",
  "<div>",
  "[r]: https://a.example",
  "![alt](https://a.example/b.png)",
  "a very long line ".repeat(300),
  "unbroken".repeat(700),
  `\nbefore ![chart](data:image/png;base64,${"A".repeat(6_000)}) after`,
  "",
  "",
  "",
];

function textOf(next: (limit: number) => number): string {
  const lines = Array.from({ length: 2 + next(40) }, () => {
    const line = LINES[next(LINES.length)] ?? "";
    return next(8) === 0 ? `${line}\n`.repeat(1 + next(120)) : line;
  });
  return lines.join("\n");
}

/** What is drawn: a line end after a block is not part of it. */
function drawnFrom(stream: BlockStream) {
  const text = JSON.stringify(stream.closed.map(({ tokens }) => tokens));
  return JSON.parse(text, (key, value) => (key === "raw" ? undefined : value));
}

it.each(Array.from({ length: 80 }, (_, seed) => seed + 1))(
  "text %i is the same in pieces as whole",
  (seed) => {
    const next = numbersOf(seed);
    const text = textOf(next);
    const whole = new BlockStream();
    whole.update(text, true);
    const pieces = new BlockStream();
    for (let end = 0; end < text.length; end += 1 + next(text.length / 12))
      pieces.update(text.slice(0, end), false);
    pieces.update(text, true);
    expect(drawnFrom(pieces)).toEqual(drawnFrom(whole));
    expect(pieces.open).toEqual([]);
  },
);
