/** What a hostile text may cost: not seconds, but the size of what is read at a time, how deep and how much of it. */
import type { Token, Tokens } from "marked";
import { describe, expect, it } from "vitest";
import { type Block, BlockStream } from "./blocks";
import { decodeEntities } from "./entities";
import { highlight } from "./highlight";
import { textLength } from "./inline-text";
import { drawMath } from "./math";
import { pieceEnd, pieces } from "./pieces";

const LENGTH = 20_000;
const LONGEST_BLOCK = 12_000;
const MOST_TOKENS = 6_000;
const DEEPEST = 120;

const fill = (part: string, before = "", after = "") => before + part.repeat(LENGTH / part.length) + after;
const grow = (line: (number: number) => string) => {
  let text = "";
  for (let number = 1; text.length < LENGTH; number += 1) text += line(number);
  return text;
};

const TEXTS: readonly (readonly [string, string])[] = [
  ["dollars", fill("$")],
  ["open formulas", fill("$a ")],
  ["open display formulas", fill("\\[\n\n")],
  ["open inline formulas", fill("\\(")],
  ["open environments", fill("\\begin{align}")],
  ["open environments in lines", fill("a \\begin{align}\n")],
  ["brackets at the ends of lines", fill("a \\[\n")],
  ["lines of one letter", fill("a\n")],
  ["an address that never ends", fill("a.", "", "@")],
  ["underscored words before an @", fill("a_", "", "@")],
  ["one run of spaces", fill(" ", "a", "b")],
  ["exclamation marks", fill("!")],
  ["open emphasis", fill("a**b")],
  ["emphasis in emphasis", fill("*a **b ")],
  ["emphasis that closes", `${"*a_b".repeat(5_000)}c${"_d*".repeat(5_000)}`],
  ["brackets", fill("[")],
  ["links that never close", fill("[a](b")],
  ["pictures in pictures", fill("![[![[")],
  ["open comments", fill("<!--")],
  ["open tags", fill("<a ")],
  ["backslashes", fill("\\")],
  ["backticks of rising length", grow((number) => `${"`".repeat(number)}a`)],
  ["quotes in quotes", fill("> ")],
  ["quotes and lists", fill("> - a\nb\n")],
  ["lists in lists", fill("- ")],
  ["a list that gets deeper", grow((number) => `${"  ".repeat(number)}- a\n`)],
  ["numbers in numbers", fill("1. ")],
  ["a list", fill("- a\n")],
  ["an entry that never ends", fill("  more\n\n", "- a\n\n")],
  ["a table", fill("| a | b |\n", "| a | b |\n|---|---|\n")],
  ["a table of thousands of columns", `${fill("|a")}\n${fill("|-")}\n${fill("|b")}`],
  ["bars in open code in a table", fill("`|", "| a | b |\n|---|---|\n")],
  ["heads of tables", fill("a\n|-|x\n")],
  ["rules", fill("- - -\n")],
  ["headings", fill("# a\n")],
  ["underlines", fill("a\n=\n")],
  ["definitions", grow((number) => `[r${number}]: b\n`)],
  ["fences", fill("```\na\n```\n")],
  ["tabs", fill("\t", "", "a")],
  ["newlines", fill("\n")],
  ["combining marks", fill("\u0301", "a")],
  ["joined emoji", fill("\u{1f468}\u200d")],
  ["one word", fill("x")],
  ["an indented block", fill("    x\n")],
  ["raw HTML", fill("<div>\n")],
  ["notes", grow((number) => `[^${number}]: a\n`)],
  ["a note that never ends", fill("  a\n\n", "[^1]: a\n\n")],
  ["a note and blank lines", fill(" \n", "[^1]: a\n", "  b")],
  ["marks of notes", fill("[^1]")],
  ["entities", fill("&abcd;")],
];

interface Size {
  count: number;
  depth: number;
}

function sizeOf(tokens: readonly Token[], depth = 1): Size {
  const size = { count: tokens.length, depth };
  for (const token of tokens) {
    const rows =
      token.type === "table" ? [(token as Tokens.Table).header, ...(token as Tokens.Table).rows] : [];
    const inner = [
      "tokens" in token ? token.tokens : undefined,
      token.type === "list" ? (token as Tokens.List).items : undefined,
      ...rows.flat().map((cell) => cell.tokens),
    ];
    for (const part of inner) {
      if (part === undefined) continue;
      const { count, depth: below } = sizeOf(part, depth + 1);
      size.count += count;
      size.depth = Math.max(size.depth, below);
    }
  }
  return size;
}

function wordless(text: string): string {
  return text.replace(/\s+/g, "");
}

describe.each(TEXTS)("%s", (_, text) => {
  let known: BlockStream | undefined;
  const read = () => {
    if (known === undefined) {
      known = new BlockStream();
      known.update(text, true);
    }
    return known;
  };

  it("is read in pieces of a bounded size", () => {
    const isShort = ({ raw, tokens }: Block) => raw.length <= LONGEST_BLOCK || tokens[0]?.type === "code";
    const { closed } = read();
    expect(closed.every(isShort)).toBe(true);
    for (const { tokens } of closed) {
      const { count, depth } = sizeOf(tokens);
      expect(count).toBeLessThan(MOST_TOKENS);
      expect(depth).toBeLessThan(DEEPEST);
    }
  });

  it("loses nothing", () => {
    expect(
      wordless(
        read()
          .closed.map(({ raw }) => raw)
          .join(""),
      ),
    ).toBe(wordless(text));
  });

  it("is read no further than asked", () => {
    const slow = new BlockStream();
    slow.take(text, true);
    slow.read(1, Number.POSITIVE_INFINITY);
    expect(slow.closed.reduce((length, { raw }) => length + raw.length, 0)).toBeLessThanOrEqual(
      LONGEST_BLOCK,
    );
    while (slow.read(1, Number.POSITIVE_INFINITY));
    expect(slow.closed).toEqual(read().closed);
  });
});

it("stops where the elements become too many, and tells what is left", () => {
  const stream = new BlockStream();
  stream.limit = { characters: 100_000, cost: 30_000 };
  stream.update("*a*\n\n".repeat(5_000), true);
  expect(stream.closed.length).toBeLessThan(1_000);
  expect(stream.isCut).toBe(true);
  expect(stream.closed.length + (stream.unread.match(/a/g)?.length ?? 0)).toBe(5_000);
});

it("leaves all that follows unread once blank lines have reached the limit", () => {
  const stream = new BlockStream();
  stream.limit = { characters: 10, cost: Number.POSITIVE_INFINITY };
  stream.update("before\n\n", false);
  stream.update("before\n\n\n\n\n\nafter", false);
  stream.update("before\n\n\n\n\n\nafter all", true);
  expect(stream.closed.map(({ raw }) => raw)).toEqual(["before"]);
  expect([stream.open, stream.unread]).toEqual([[], "after all"]);
});

describe("formulas", () => {
  const macros = [
    "\\newcommand{\\a}{xx}",
    ..."bcdefghijklmnopqrs".split("").map((name, index) => {
      const before = "abcdefghijklmnopqr".charAt(index);
      return `\\newcommand{\\${name}}{\\${before}\\${before}}`;
    }),
    "\\s",
  ].join("");

  it.each([
    ["macros that double", macros],
    ["definitions that double", macros.replaceAll(/\\newcommand\{(\\\w)\}/g, "\\def$1")],
    ["endless recursion", "\\def\\a{\\a\\a}\\a"],
    ["braces in braces", "{".repeat(1_000) + "}".repeat(1_000)],
    ["fractions in fractions", `${"\\frac{1}{".repeat(300)}x${"}".repeat(300)}`],
    ["roots without braces", `${"\\sqrt".repeat(500)}x`],
    ["exponents in exponents", `${"x^{".repeat(300)}x${"}".repeat(300)}`],
    ["fences in fences", `${"\\left(".repeat(200)}x${"\\right)".repeat(200)}`],
    ["matrices in matrices", `${"\\begin{matrix}".repeat(100)}x${"\\end{matrix}".repeat(100)}`],
    ["a novel", "x+".repeat(5_000)],
  ])("leaves %s as they were written", (_, tex) => {
    expect(drawMath(tex, true, document.createElement("span"))).toBe(false);
  });

  it.each([
    "\\newcommand{\\avg}{\\mathbb{R}} f: \\avg \\to \\avg",
    "\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}",
    "\\left( \\frac{1}{1 + \\frac{1}{1 + \\frac{1}{x}}} \\right)",
    `\\begin{aligned}${"a &= b + c \\\\ ".repeat(40)}\\end{aligned}`,
  ])("draws %s", (tex) => {
    expect(drawMath(tex, true, document.createElement("span"))).toBe(true);
  });
});

it("does not colour code that takes too long to read", () => {
  expect(highlight("[a](".repeat(2_000), "markdown")).toBeNull();
  expect(highlight("x = 1\n".repeat(5_000), "python")).toBeNull();
  expect(highlight("x = 1\n".repeat(1_000), "python")).not.toBeNull();
});

it("resolves thousands of references, known and unknown", () => {
  const unknown = Array.from({ length: 5_000 }, (_, index) => `&q${index};`).join("");
  expect(decodeEntities(unknown)).toBe(unknown);
  expect(decodeEntities("&Tab;&copy;&#xfdd0;&NewLine;")).toBe("\t©\ufdd0\n");
});

it.each([
  ["see me@x.org", "see "],
  ["a http://x.org", "a "],
  ["a www.x.org", "a "],
  ["awww.x.org", "awww.x.org"],
  ["costs $5", "costs "],
  ["US$5", "US$5"],
  ["end  \nnext", "end"],
  ["a_b", "a"],
  ["```x", "```x"],
])("finds the plain text at the beginning of %j", (text, plain) => {
  expect(text.slice(0, textLength(text))).toBe(plain);
});

it("cuts at line ends, else at spaces, and never within a character", () => {
  expect(pieceEnd("one two\nthree four", 0, 12)).toBe(7);
  expect(pieceEnd("one two three four", 0, 12)).toBe(8);
  expect(pieceEnd("\u{1f600}".repeat(20), 0, 11)).toBe(10);
  const text = "word ".repeat(500) + "\u{1f600}".repeat(500);
  expect([...pieces(text, 100)].join("")).toBe(text);
});
