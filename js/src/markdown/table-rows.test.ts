/** Which bars part the cells of a row. */
import type { Token, Tokens } from "marked";
import { expect, it } from "vitest";
import { BlockStream } from "./blocks";
import { lex, splitBlocks } from "./lexer";

function cellsOf(text: string): string[][] {
  const table = lex(text)[0] as Tokens.Table;
  expect(table.type).toBe("table");
  expect(text.startsWith(table.raw)).toBe(true);
  return [table.header, ...table.rows].map((row) => row.map((cell) => cell.text));
}

const TWO = "| a | b |\n|---|---|\n";

it.each<[string, string[]]>([
  ["| `x|y` | b |", ["`x|y`", "b"]],
  ["| `a || b` | c |", ["`a || b`", "c"]],
  ["| ``a`|b`` | c |", ["``a`|b``", "c"]],
  ["| a | `x | y` |", ["a", "`x | y`"]],
  ["`x|y` | b", ["`x|y`", "b"]],
  ["| `x\\|y` | b |", ["`x|y`", "b"]],
  ["| $|x|$ | b |", ["$|x|$", "b"]],
  ["| $P(A|B)$ | $P(A | B)$ |", ["$P(A|B)$", "$P(A | B)$"]],
  ["| \\(|x|\\) | b |", ["\\(|x|\\)", "b"]],
  ["| $\\|v\\|$ | b |", ["$\\|v\\|$", "b"]],
  ["| $\\{x \\mid x|2\\}$ | `a|b` |", ["$\\{x \\mid x|2\\}$", "`a|b`"]],
  ["| $\\left|x\\right|$ | b |", ["$\\left|x\\right|$", "b"]],
  ["| `x|y` |", ["`x|y`", ""]],
  ["| $5 | 10$ |", ["$5", "10$"]],
  ["| $a | b$ |", ["$a", "b$"]],
  ["| ` | ` |", ["`", "`"]],
  ["| a\\|b | c |", ["a|b", "c"]],
  ["| \\$a|b\\$ |", ["\\$a", "b\\$"]],
  ["| a`b | c |", ["a`b", "c"]],
  ["| $a\\|b$ | c |", ["$a\\|b$", "c"]],
  ["| ``a|`` | $|$ |", ["``a|``", "$|$"]],
  ["| \\`a|b\\` | c |", ["\\`a", "b\\`"]],
  ["| $x$|$y$ |", ["$x$", "$y$"]],
  ["|`|`|`|`|", ["`|`", "`|`"]],
  ["| [a|b](c) | d |", ["[a", "b](c)"]],
  ["| **a|b** | c |", ["**a", "b**"]],
  ["| $|a|$ and $|b|$ | c |", ["$|a|$ and $|b|$", "c"]],
  ["| \\(a|b\\) | \\(c\\) |", ["\\(a|b\\)", "\\(c\\)"]],
  ["| $5|$6 |", ["$5", "$6"]],
  ["| cost $5 | $|x|$ |", ["cost $5", "$|x|$"]],
  ["a | `b|c`", ["a", "`b|c`"]],
  ["| $\\begin{cases}a|b\\end{cases}$ | c |", ["$\\begin{cases}a|b\\end{cases}$", "c"]],
  ["| `` `|` `` | x |", ["`` `|` ``", "x"]],
  ["| `a | b |", ["`a", "b"]],
  ["| $$|x|$$ | b |", ["$$|x|$$", "b"]],
  ["| <b>|</b> | c |", ["<b>", "</b>"]],
  ["| a | b | c |", ["a", "b"]],
])("cuts the row %s", (row, cells) => {
  expect(cellsOf(`${TWO}| 1 | 2 |\n${row}`)).toEqual([["a", "b"], ["1", "2"], cells]);
});

it.each([
  ["| `a|b` | $|x|$ |", ["`a|b`", "$|x|$"]],
  ["| $\\|v\\|$ | `x|y|z` |", ["$\\|v\\|$", "`x|y|z`"]],
])("cuts the head %s", (head, cells) => {
  expect(cellsOf(`${head}\n|---|---|\n| 1 | 2 |`)).toEqual([cells, ["1", "2"]]);
});

it("reads what is in the cells", () => {
  const table = lex(`${TWO}| \`x|y\` | $\\|v\\|$ |\n\nafter | all`)[0] as Tokens.Table;
  expect(
    table.rows[0]?.map(({ tokens }) => (tokens[0] as Token & Tokens.Generic).tex ?? tokens[0]?.raw),
  ).toEqual(["`x|y`", "\\|v\\|"]);
});

it("cuts rows within lists and quotes alike", () => {
  const found: string[] = [];
  const rows = `${TWO}| \`x|y\` | b |`;
  for (const mark of ["- ", "> "]) {
    const text = rows.split("\n").map((line, index) => (index === 0 || mark === "> " ? mark : "  ") + line);
    JSON.stringify(lex(text.join("\n")), (_, value) => {
      if (value?.type === "codespan") found.push(value.text);
      return value;
    });
  }
  expect(found).toEqual(["x|y", "x|y"]);
});

it("loses nothing of a long table, and keeps its columns in each piece", () => {
  const text = TWO + "| `x|y` | $|x|$ |\n".repeat(2_000);
  const stream = new BlockStream();
  stream.update(text, true);
  const tables = stream.closed.map(({ tokens }) => tokens[0] as Tokens.Table);
  expect(tables.length).toBeGreaterThan(2);
  expect(tables.flatMap(({ rows }) => rows).length).toBe(2_000);
  expect(
    tables.flatMap(({ rows }) => rows).every(([a, b]) => a?.text === "`x|y`" && b?.text === "$|x|$"),
  ).toBe(true);
});

it.each([101, 150, 200, 250, 299])("reads a table of %i columns", (columns) => {
  const row = (cell: string) => `|${cell.repeat(columns)}\n`;
  const stream = new BlockStream();
  stream.update(row("a|") + row("-|") + row("b|").repeat(3), true);
  const table = stream.closed[0]?.tokens[0] as Tokens.Table;
  expect([table.type, table.header.length, table.rows.length]).toEqual(["table", columns, 3]);
});

it.each([
  [299, 42],
  [2, 1_202],
])("reads of a table of %i columns %i lines at a time", (columns, lines) => {
  const text = `${"|a".repeat(columns)}\n${"|-".repeat(columns)}\n${"|\n".repeat(5_000)}`;
  const [table] = splitBlocks(text) as Tokens.Table[];
  expect((table?.rows.length ?? 0) + 2).toBe(lines);
});
