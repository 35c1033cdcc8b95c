import type { Tokens } from "marked";
import { describe, expect, it } from "vitest";
import { BlockStream } from "./blocks";
import { lex } from "./lexer";

const LESSON = [
  "# Title",
  "Some **bold** and `code`.",
  "- one\n- two\n\n  more of two\n\n1. first\n2. second",
  "```python\nprint('a')\n\n# not a heading\n```",
  "| a | b |\n|---|---|\n| 1 | 2 |",
  "> quoted\n> lines",
  "$$\n\\frac{a}{b}\n$$",
  "Setext\n======",
  "last words",
].join("\n\n");

function types(stream: BlockStream): string[] {
  return [...stream.closed, ...stream.open].flatMap((block) => block.tokens.map((token) => token.type));
}

function whole(text: string): string[] {
  return lex(text)
    .filter((token) => token.type !== "space")
    .map((token) => token.raw.trim());
}

function raws(stream: BlockStream): string[] {
  return [...stream.closed, ...stream.open].map((block) => block.raw.trim());
}

describe("BlockStream", () => {
  it.each([1, 2, 3, 7, 50])("ends like one reading when text comes %i characters at a time", (step) => {
    const stream = new BlockStream();
    for (let end = 0; end < LESSON.length; end += step) stream.update(LESSON.slice(0, end), false);
    stream.update(LESSON, true);
    expect(raws(stream)).toEqual(whole(LESSON));
  });

  it("keeps closed blocks as they are while the text grows", () => {
    const stream = new BlockStream();
    stream.update("# One\n\nTwo is here\n\nThree\n", false);
    const before = [...stream.closed];
    stream.update("# One\n\nTwo is here\n\nThree\n\nFour\n", false);
    expect(before.length).toBe(2);
    expect(stream.closed.slice(0, 2)).toEqual(before);
    expect(stream.closed[0]).toBe(before[0]);
  });

  it.each([
    ["paragraph", "Two words"],
    ["heading", "# Title"],
    ["hr", "---"],
    ["table", "| a |\n|---|\n| 1 |"],
    ["blockquote", "> quoted"],
  ])("closes a %s at the blank line, before anything follows", (type, text) => {
    const stream = new BlockStream();
    stream.update(`${text}\n`, false);
    expect(stream.closed).toEqual([]);
    stream.update(`${text}\n\n`, false);
    expect(stream.closed.flatMap(({ tokens }) => tokens.map((token) => token.type))).toEqual([type]);
  });

  it("does not close a list that the next line may continue", () => {
    const stream = new BlockStream();
    stream.update("1. one\n\n2", false);
    expect(stream.closed).toEqual([]);
    stream.update("1. one\n\n2. two", true);
    expect(types(stream)).toEqual(["list"]);
  });

  it("grows an open fence and closes it at its own marker only", () => {
    const stream = new BlockStream();
    stream.update("````md\n```\n", false);
    stream.update("````md\n```\ninner\n```\n", false);
    expect(stream.open[0]?.tokens[0]).toMatchObject({ type: "code", lang: "md", text: "```\ninner\n```\n" });
    stream.update("````md\n```\ninner\n```\n````\nafter", true);
    expect(types(stream)).toEqual(["code", "paragraph"]);
    expect(stream.closed[0]?.tokens[0]).toMatchObject({ text: "```\ninner\n```" });
  });

  it("draws what is open as if it were closed, and leaves the raw text alone", () => {
    const stream = new BlockStream();
    stream.update("see **bo", false);
    const block = stream.open[0];
    expect(block?.raw).toBe("see **bo");
    expect(JSON.stringify(block?.tokens)).toContain('"strong"');
  });

  it("continues a table of many short cells as tables with the same head", () => {
    const stream = new BlockStream();
    const rows = Array.from({ length: 2_000 }, (_, index) => `|${index}|x|`);
    stream.update(["|a|b|", "|-|-|", ...rows].join("\n"), true);
    const tables = [...stream.closed, ...stream.open].flatMap(({ tokens }) => tokens) as Tokens.Table[];
    expect(tables.map(({ type, rows }) => [type, rows.length])).toEqual([
      ["table", 600],
      ["table", 600],
      ["table", 600],
      ["table", 200],
    ]);
    expect(tables.flatMap((table) => table.rows.map(([first]) => `|${first?.text}|x|`))).toEqual(rows);
    expect(new Set(tables.map(({ header }) => header.map(({ text }) => text).join()))).toEqual(
      new Set(["a,b"]),
    );
  });

  it("shows a table from its first row on", () => {
    const stream = new BlockStream();
    stream.update("| name | va", false);
    expect(types(stream)).toEqual(["table"]);
    stream.update("| name | value |\n|--", false);
    expect(types(stream)).toEqual(["table"]);
  });

  it("closes a long list in pieces that join to it", () => {
    const entries = Array.from(
      { length: 300 },
      (_, index) => `${index + 1}. entry *${index}*\n     - inner\n`,
    );
    const text = entries.join("");
    const stream = new BlockStream();
    for (let end = 0; end < text.length; end += 37) stream.update(text.slice(0, end), false);
    expect(stream.closed.length).toBeGreaterThan(2);
    const first = [...stream.closed];
    stream.update(`${text}\nafter`, true);
    const lists = stream.closed.slice(0, -1).map(({ tokens }) => tokens[0] as Tokens.List);
    expect(stream.closed.slice(0, first.length)).toEqual(first);
    expect(lists.flatMap((list) => list.items).length).toBe(300);
    expect(lists.every((list, index) => index === 0 || "continues" in list)).toBe(true);
    let next = 1;
    for (const list of lists) {
      expect(list.start).toBe(next);
      next += list.items.length;
    }
  });

  it("resolves a link whose target is named later", () => {
    const stream = new BlockStream();
    stream.update("see [docs][d]\n\nmore text\n", false);
    stream.update("see [docs][d]\n\nmore text\n\n[d]: https://example.com\n", false);
    stream.update("see [docs][d]\n\nmore text\n\n[d]: https://example.com\n", true);
    expect(JSON.stringify(stream.closed[0]?.tokens)).toContain("https://example.com");
  });

  it("starts over when the text is another one", () => {
    const stream = new BlockStream();
    stream.update("first\n\nanswer\n", false);
    stream.update("second", false);
    expect(raws(stream)).toEqual(["second"]);
    expect(stream.generation).toBe(1);
  });

  it("survives nesting that no reader would survive", () => {
    const stream = new BlockStream();
    const text = `${">".repeat(20_000)} deep`;
    stream.update(text, true);
    expect(stream.closed.map(({ raw }) => raw).join("")).toBe(text);
  });

  it("normalises line ends", () => {
    const stream = new BlockStream();
    stream.update("a\r\n\r\nb\r", false);
    stream.update("a\r\n\r\nb\r\n\r\nc", true);
    expect(raws(stream)).toEqual(["a", "b", "c"]);
  });
});
