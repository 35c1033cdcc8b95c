/** Where long blocks go on as other ones, and what is read of each piece. */
import type { Tokens } from "marked";
import { describe, expect, it } from "vitest";
import { BlockStream } from "./blocks";
import { INCOMPLETE_IMAGE } from "./repair";

function read(text: string, done = true): BlockStream {
  const stream = new BlockStream();
  stream.update(text, done);
  return stream;
}

const first = (stream: BlockStream) => stream.closed.map(({ tokens }) => tokens[0] as Tokens.Generic);
const lengths = (stream: BlockStream) => stream.closed.map(({ raw }) => raw.length);

it("cuts a long paragraph at a line, and goes on without that line's end", () => {
  const stream = read("a line of 20 letters\n".repeat(300));
  expect(lengths(stream)).toEqual([3_990, 2_310]);
  expect(first(stream).map(({ type, continues }) => [type, continues])).toEqual([
    ["paragraph", undefined],
    ["paragraph", true],
  ]);
  expect(first(stream)[0]?.text.endsWith("letters")).toBe(true);
});

it("reads the rest of a long line as text, whatever it begins with, and the next line as it is", () => {
  const stream = read(`${"a".repeat(3_999)} # ${"b".repeat(3_000)} [c](https://x.org)\n# heading\n\nafter`);
  expect(first(stream).map(({ type }) => type)).toEqual(["paragraph", "paragraph", "heading", "paragraph"]);
  expect(first(stream)[1]).toMatchObject({ continues: true });
  expect(first(stream)[1]?.text.startsWith("# b")).toBe(true);
  expect(JSON.stringify(first(stream)[1])).toContain('"link"');
});

it("shows the rest of a long line while it grows", () => {
  const start = "a".repeat(4_500);
  const stream = read(start, false);
  stream.update(`${start} **bo`, false);
  expect(stream.closed.length).toBe(1);
  expect(stream.open).toMatchObject([{ open: true, tokens: [{ type: "paragraph", continues: true }] }]);
  expect(JSON.stringify(stream.open[0]?.tokens)).toContain('"strong"');
  stream.update(`${start} **bold**\n\nnext`, false);
  expect(first(stream).map(({ type }) => type)).toEqual(["paragraph", "paragraph"]);
  expect(stream.open).toMatchObject([{ tokens: [{ text: "next" }] }]);
});

it("goes on with a list that is interrupted by nothing, and begins another one after a paragraph", () => {
  const entries = "- an entry of some length\n".repeat(100);
  const stream = read(`${entries}\nbetween\n\n${entries}`);
  expect(first(stream).map(({ type, continues }) => [type, continues === true])).toEqual([
    ["list", false],
    ["list", true],
    ["paragraph", false],
    ["list", false],
    ["list", true],
  ]);
});

it("cuts a list behind its first entry that makes it long, and not within the last two", () => {
  const entry = (length: number) => `- ${"x".repeat(length - 3)}\n`;
  expect(lengths(read(entry(1_000) + entry(1_000) + entry(1_000) + entry(10)))).toEqual([2_000, 1_010]);
  expect(lengths(read(entry(1_000) + entry(1_500) + entry(10)))).toEqual([2_510]);
  expect(lengths(read(entry(500) + entry(500) + entry(500)))).toEqual([1_500]);
});

describe("a long table", () => {
  const head = "| a | b |\n|---|---|\n";
  const tables = (stream: BlockStream) => first(stream) as Tokens.Table[];

  it("goes on below the same heads, with each row once", () => {
    const rows = Array.from({ length: 500 }, (_, index) => `| ${index} | ${"x".repeat(30)} |`);
    const stream = read(`${head}${rows.join("\n")}\n\nafter`);
    const pieces = tables(stream).slice(0, -1);
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces.every(({ type, header }) => type === "table" && header[0]?.text === "a")).toBe(true);
    expect(pieces.flatMap((table) => table.rows.map(([cell]) => Number(cell?.text)))).toEqual([
      ...rows.keys(),
    ]);
    expect(stream.closed[1]?.raw.startsWith("| a")).toBe(false);
    expect(stream.closed.at(-1)?.tokens[0]).toMatchObject({ type: "paragraph", text: "after" });
  });

  it("goes on so while it grows", () => {
    const rows = Array.from({ length: 400 }, (_, index) => `| ${index} | ${"x".repeat(30)} |`);
    const text = `${head}${rows.join("\n")}\n`;
    const stream = new BlockStream();
    for (let end = 0; end < text.length; end += 997) stream.update(text.slice(0, end), false);
    const closed = stream.closed.length;
    expect(closed).toBeGreaterThan(0);
    expect(stream.open).toMatchObject([{ tokens: [{ type: "table", continues: true }] }]);
    stream.update(text, true);
    expect(tables(stream).flatMap((table) => table.rows.map(([cell]) => Number(cell?.text)))).toEqual([
      ...rows.keys(),
    ]);
  });

  it("has at least so many rows in each piece, and so many cells", () => {
    const wide = (count: number) => "| x ".repeat(count);
    const rule = (count: number) => "|---".repeat(count);
    const rowsOf = (columns: number, rows: number) =>
      tables(read(`${wide(columns)}|\n${rule(columns)}|\n${`${wide(columns)}|\n`.repeat(rows)}`)).map(
        ({ rows }) => rows.length,
      );
    expect(rowsOf(80, 30)).toEqual([20, 10]);
    expect(rowsOf(30, 50)).toEqual([40, 10]);
    expect(rowsOf(30, 40)).toEqual([40]);
  });
});

describe("a picture with its bytes in the text", () => {
  const picture = (length: number) => `![chart](data:image/png;base64,${"A".repeat(length)}`;
  const image = ({ closed }: BlockStream) => {
    const paragraph = closed[1]?.tokens[0] as Tokens.Paragraph | undefined;
    return paragraph?.tokens[0] as Tokens.Image | undefined;
  };
  const addresses = ({ open }: BlockStream) => JSON.stringify(open).match(/(?<="href":")[^"]{0,40}/g);

  it("is read whole, with the words around it", () => {
    const stream = read(`before ${picture(20_000)} "why") after\n\nlast`);
    expect(first(stream).map(({ type, text }) => [type, text.slice(0, 8)])).toEqual([
      ["paragraph", "before "],
      ["paragraph", "![chart]"],
      ["paragraph", " after"],
      ["paragraph", "last"],
    ]);
    expect(image(stream)).toMatchObject({ type: "image", text: "chart", title: "why" });
    expect(image(stream)?.href).toBe(`data:image/png;base64,${"A".repeat(20_000)}`);
  });

  it("is not drawn before it is whole, and then at once", () => {
    const stream = new BlockStream();
    for (const length of [10, 5_000, 9_000]) {
      stream.update(`before ${picture(length)}`, false);
      expect(addresses(stream)).toEqual([INCOMPLETE_IMAGE]);
    }
    expect(stream.closed.map(({ raw }) => raw)).toEqual(["before "]);
    expect(stream.open).toMatchObject([{ open: true }]);
    stream.update(`before ${picture(9_000)})`, false);
    expect(image(stream)).toMatchObject({ type: "image", title: null });
    stream.update(`before ${picture(9_000)}) and **mo`, false);
    expect(JSON.stringify(stream.open[0]?.tokens)).toContain('"strong"');
  });

  it("is text when it never ends, or goes on with something else", () => {
    for (const text of [picture(9_000), `${picture(9_000)} and more)`]) {
      const stream = read(text);
      expect(JSON.stringify(stream.closed.map(({ tokens }) => tokens))).not.toContain('"image"');
      expect(stream.closed.map(({ raw }) => raw).join("")).toBe(text);
    }
  });

  it("follows another one, and a fence is not cut by it", () => {
    const text = `${picture(5_000)}) ${picture(6_000)})\n`;
    const images = JSON.stringify(read(text).closed.map(({ tokens }) => tokens)).match(/"type":"image"/g);
    expect(images?.length).toBe(2);
    const code = read(`\`\`\`\n${picture(5_000)})\n\`\`\`\n\nafter`);
    expect(first(code).map(({ type }) => type)).toEqual(["code", "paragraph"]);
  });
});
