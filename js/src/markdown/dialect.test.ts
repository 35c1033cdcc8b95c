/** What the dialect of messages adds to Markdown or leaves out, and where it stops. */
import type { Tokens } from "marked";
import { describe, expect, it } from "vitest";
import { find } from "../testing/tokens";
import { costOf, weightOf } from "./block-cost";
import { decodeEntities } from "./entities";
import { addressAhead, textLength } from "./inline-text";
import { lex, lexParagraph, noTargets, splitBlocks } from "./lexer";
import { drawMath } from "./math";
import type { MathToken } from "./math-syntax";
import { pieceEnd, pieces } from "./pieces";
import { repair } from "./repair";

describe("formulas", () => {
  const blocks = (text: string) =>
    find<MathToken>(text, "math").map(({ tex, open, display }) => [tex, open, display]);
  const inlines = (text: string) =>
    find<MathToken>(text, "inline_math").map(({ tex, display }) => [tex, display]);

  it.each<[string, unknown[]]>([
    ["$$\na\n$$", [["a", false, true]]],
    ["  $$ a $$  \nb", [["a", false, true]]],
    ["\\[\na\n\\]\t\nb", [["a", false, true]]],
    ["b\n$$\na\n$$\nc", [["a", false, true]]],
    ["b\n\\[\na\n\\]", [["a", false, true]]],
    ["$$\na", [["a", true, true]]],
    ["$$", [["", true, true]]],
    ["$$$$", [["", false, true]]],
    ["$$$", [["$", true, true]]],
    ["\\[", [["", true, true]]],
    ["$$\na\n\nb", []],
    ["$$\na\n\nb\n$$", [["a\n\nb", false, true]]],
    ["    $$\n    a\n    $$", []],
    ["b\n\nc\n$$\na\n$$", [["a", false, true]]],
    ["$$a$$ holds", []],
    ["$$\na\\$$", [["a\\$$", true, true]]],
    ["$$\na\\", [["a\\", true, true]]],
    ["$$5\\$$$", [["5\\$", false, true]]],
    ["\\[\na \\\\]", [["a \\\\]", true, true]]],
    ["\\[\na \\\\[2pt] b \\\\\n\\]", [["a \\\\[2pt] b \\\\", false, true]]],
    ["so: \\[\n- a\n= b\n\\]\nc", [["- a\n= b", false, true]]],
    ["so: \\[\na", [["a", true, true]]],
    ["so: \\[\n\na\n\\]", []],
    ["so \\\\[\na\n\\]", []],
    ["so: \\[\na\n\\] holds", []],
  ])("are read from the lines %j", (text, found) => {
    expect(blocks(text)).toEqual(found);
  });

  it.each<[string, unknown[]]>([
    ["so $a$ is", [["a", false]]],
    ["so \\( a \\) is", [["a", false]]],
    ["so \\[a b\\] is", [["a b", true]]],
    ["so $$a b$$ is", [["a b", true]]],
    ["so $a\\ b$ is", [["a\\ b", false]]],
    ["so $a\\$b$ is", [["a\\$b", false]]],
    [
      "$a$, $b$.",
      [
        ["a", false],
        ["b", false],
      ],
    ],
    ["$a $ b", []],
    ["$ a$ b", []],
    ["$a$5", []],
    ["$a`b$", []],
    ["$a\nb$", []],
    ["$$$a$", []],
    ["a$b$", []],
    ["\\$a$", []],
    ["\\(a", []],
  ])("are read within the line %j", (text, found) => {
    expect(inlines(text)).toEqual(found);
  });

  it("are drawn within a line or by themselves, in place of what was there", () => {
    const target = document.createElement("span");
    target.textContent = "before";
    expect(drawMath("x", false, target)).toBe(true);
    expect([target.childNodes.length, target.querySelector("math")?.getAttribute("display")]).toEqual([
      1,
      null,
    ]);
    drawMath("x", true, target);
    expect([target.childNodes.length, target.querySelector("math")?.getAttribute("display")]).toEqual([
      1,
      "block",
    ]);
  });

  it("leave what was there when they can't be drawn", () => {
    const target = document.createElement("span");
    target.textContent = "before";
    for (const tex of ["\\frac{", "\\unknown", "x".repeat(4_001)])
      expect(drawMath(tex, true, target)).toBe(false);
    expect(target.textContent).toBe("before");
    expect(drawMath("x".repeat(4_000), true, target)).toBe(true);
  });

  it("may be so large", () => {
    const target = document.createElement("span");
    const sizes = (tex: string) => {
      drawMath(tex, true, target);
      const space = target.querySelector("mspace");
      return [space?.getAttribute("width"), space?.getAttribute("height")];
    };
    expect(sizes("\\rule{39em}{39em}")).toEqual(["39em", "39em"]);
    expect(sizes("\\rule{9999em}{9999pt}")).toEqual(["40em", "400pt"]);
  });

  it("may be so deep", () => {
    const deep = (depth: number) => `${"{".repeat(depth)}x${"}".repeat(depth)}`;
    const draws = (tex: string) => drawMath(tex, true, document.createElement("span"));
    expect([draws(deep(30)), draws(deep(61))]).toEqual([true, false]);
    expect(draws("\\leftarrow\\endash".slice(0, 10).repeat(100))).toBe(true);
    expect(draws("{x}".repeat(200))).toBe(true);
  });
});

it.each([
  ["~~a~~", 1],
  ["~a~", 0],
  ["20~25 and 30~35", 0],
])("strikes out %s with two tildes only", (text, count) => {
  expect(find(text, "del").length).toBe(count);
});

it.each([
  ["see https://x.org/a.", ["https://x.org/a"]],
  ["see www.x.org, (www.y.org)", ["http://www.x.org", "http://www.y.org"]],
  ["mail me@x.org or a.b+c@x.org", ["mailto:me@x.org", "mailto:a.b+c@x.org"]],
  [`${"a".repeat(65)}@x.org`, []],
  ["<https://x.org> [a](https://y.org)", ["https://x.org", "https://y.org"]],
  ["awww.x.org and xhttps", []],
])("links the addresses in %j", (text, addresses) => {
  expect(find<Tokens.Link>(text, "link").map(({ href }) => href)).toEqual(addresses);
});

it.each([
  ["a mailto:b@c.org", "a "],
  ["amailto:b@c.org", "amailto:"],
  ["a\\b", "a"],
  ["a!b", "a"],
  ["a<b", "a"],
  ["a[b", "a"],
  ["a~b", "a"],
  ["a*b", "a"],
  ["a`b", "a"],
  ["~~~a", "~~~a"],
  ["a\nb", "a"],
  ["a b  c  \nd", "a b  c"],
  ["(www.x.org", "("],
  [" WWW.x.org", " "],
  ["x ftp://a", "x "],
  ["xftp://a", "x"],
  ["a@b", "a@b"],
  ["to a@b", "to "],
  ["to a-b.c@d", "to "],
  [`to ${"a".repeat(64)}@b`, "to "],
  [`to ${"a".repeat(65)}@b`, `to ${"a".repeat(65)}@b`],
])("takes of %j what is text for certain", (text, plain) => {
  expect(text.slice(0, textLength(text))).toBe(plain);
});

it("looks for an address no further than one is long", () => {
  expect(addressAhead("https://a b")).toBe("https://a");
  expect(addressAhead("HTTP://a")).toBe("HTTP://a");
  expect(addressAhead(`a@${"b".repeat(500)}`).length).toBe(320);
  expect([addressAhead("ab"), addressAhead("@b"), addressAhead("see www.a")]).toEqual(["", "", ""]);
});

describe("bounds", () => {
  const quotes = (depth: number) => `${"> ".repeat(depth)}**a**`;
  const emphasis = (depth: number) => `${"[".repeat(depth)}a${"](b)".repeat(depth)}`;

  it("reads so many quotes within one another, and what is deeper as text", () => {
    expect(find(quotes(23), "strong").length).toBe(1);
    expect(find(quotes(24), "strong").length).toBe(0);
    expect(find(quotes(24), "blockquote").length).toBe(24);
    expect(JSON.stringify(lex(`${quotes(30)}\n\n**b**`).at(-1))).toContain('"strong"');
  });

  it("reads so much emphasis within one another", () => {
    const deep = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? "*" : "_"));
    const text = `${deep.join("a ")}b${deep.toReversed().join(" a")}`;
    expect(() => find(text, "em")).not.toThrow();
    expect(find(emphasis(1), "link").length).toBe(1);
  });

  it("reads a paragraph piece by piece, and joins the pieces to it", () => {
    const text = `${"word ".repeat(1_000)}**bold**`;
    const paragraph = lexParagraph(text, noTargets()) as Tokens.Paragraph;
    expect(paragraph.tokens.map(({ raw }) => raw).join("")).toBe(text);
    expect(paragraph.tokens.at(-1)?.type).toBe("strong");
  });

  it("reads a table of three hundred columns, and a wider one as text", () => {
    const table = (columns: number) =>
      `|${"a|".repeat(columns)}\n|${"-|".repeat(columns)}\n|${"b|".repeat(columns)}\n`;
    expect(splitBlocks(table(299)).map(({ type }) => type)).toEqual(["table"]);
    expect(splitBlocks(table(300)).map(({ type }) => type)).toEqual(["paragraph"]);
    expect(splitBlocks(`a | b\n-|-\n${"|".repeat(400)}`).map(({ type }) => type)).toEqual(["table"]);
  });
});

describe("pieces", () => {
  it.each<[string, number, number, number]>([
    ["short", 0, 5, 5],
    ["one two", 0, 6, 4],
    ["one\ntwo three", 0, 6, 3],
    ["one\ntwo three", 4, 6, 8],
    ["one two three", 0, 7, 7],
    ["a b\nc defgh", 0, 8, 6],
    ["abcdefgh", 0, 4, 4],
    ["abcd\nefgh", 0, 4, 4],
    ["abc\u{1f600}d", 0, 4, 3],
    ["abc\u{1f600}d", 0, 5, 5],
  ])("of %j from %i on, of %i at most, end at %i", (text, start, longest, end) => {
    expect(pieceEnd(text, start, longest)).toBe(end);
  });

  it("keep line ends with the line before, and none is empty", () => {
    expect([...pieces("abcd\nefgh\n\nij", 5)]).toEqual(["abcd\n", "efgh\n\n", "ij"]);
    expect([...pieces("", 5)]).toEqual([]);
  });
});

describe("what has begun is closed", () => {
  it.each([
    ["**a", "**a**"],
    ["`a", "`a`"],
    ["[a](b", "a"],
    ["a ~ b ~", "a ~ b ~"],
    ["$a", "$a"],
    ["a <b", "a <b"],
    ["| a | b", "| a | b |\n| --- | --- |"],
    ["  | a |", "| a |\n| --- |"],
    ["| a | b |\n", "| a | b |\n| --- | --- |"],
    ["| a | b |\n|:-", "| a | b |\n| --- | --- |"],
    ["| a |\nb", "| a |\nb"],
    ["| a |\n|-|\n", "| a |\n|-|\n"],
    ["| a |\n|-x", "| a |\n|-x"],
    ["| a |\n|x |", "| a |\n|x |"],
    ["|a|", "| a |\n| --- |"],
    [" |a", " |a"],
    ["$$a", "$$a"],
    ["20~25", "20~25"],
    ["- > 25", "- > 25"],
    ["|", "|"],
    ["||", "||"],
    ["|a", "|a"],
    ["a | b", "a | b"],
  ])("in %j", (text, closed) => {
    expect(repair(text)).toBe(closed);
  });
});

it("resolves character references that are known and unknown, in any order and again", () => {
  const text = "&nbsp;&#39;&#x27;&hellip;&#8230;&#xfdd0;&amp;amp;&nosuch;&#0;&;&#;&amp";
  const resolved = "\u00a0''……\ufdd0&amp;&nosuch;\ufffd&;&#;&amp";
  expect(decodeEntities(text)).toBe(resolved);
  expect(decodeEntities(text)).toBe(resolved);
  decodeEntities(Array.from({ length: 3_000 }, (_, index) => `&#${index + 300};`).join(""));
  expect(decodeEntities(text)).toBe(resolved);
});

it("counts what blocks cost to draw", () => {
  expect([weightOf(10), weightOf(30_000), weightOf(40_000)]).toEqual([10, 30_000, 30_000]);
  const cost = (text: string) => costOf(lex(text));
  expect(cost("a")).toBe(32);
  expect(cost("a *b*")).toBe(64);
  expect(cost("- a")).toBe(64);
  expect(cost("- a\n- b")).toBe(112);
  expect(cost("```\na\n```")).toBe(400);
  expect(cost("$$\na\n$$")).toBe(400);
  expect(cost("|a|\n|-|\n|b|")).toBe(264);
  expect(cost("[a](https://x.org)")).toBe(82);
  expect(cost("![a](https://x.org)")).toBe(182);
  expect(cost("$a$")).toBe(166);
});
