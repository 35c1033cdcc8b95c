/** What is drawn of a text at each moment while it grows. */
import type { Tokens } from "marked";
import { describe, expect, it } from "vitest";
import { type Block, BlockStream } from "./blocks";

/** What is drawn: a line end after a block is not part of it. */
function drawn(stream: BlockStream) {
  const blocks = [...stream.closed, ...stream.open].map(({ tokens, open }) => ({ tokens, open }));
  return JSON.parse(JSON.stringify(blocks), (key, value) => (key === "raw" ? undefined : value));
}

/** A stream that has seen each of the texts, one after the other. */
function streamOf(...texts: string[]): BlockStream {
  const stream = new BlockStream();
  for (const text of texts) stream.update(text, false);
  return stream;
}

const trimmed = (blocks: readonly Block[]) => blocks.map(({ raw }) => raw.trim());
const wordless = (text: string) => text.replace(/\s/g, "");
const types = (stream: BlockStream) =>
  [...stream.closed, ...stream.open].map(({ tokens }) => tokens.map(({ type }) => type).join());

const TEXTS: readonly (readonly [string, string])[] = [
  ["prose", "# Title\n\nSome **bold** words,\nand `code`.\n\nSetext\n===\n\n---\n\nlast words\n"],
  ["lists", "- one\n- two\n\n  more of two\n\n1. first\n2. second\n   - inner\n\nafter\n"],
  ["tables", "before\n\n| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\nafter\n"],
  [
    "fences",
    "before\n```python\nprint('a')\n\n# no heading\n```\nafter\n~~~\n```\n~~~\n\n1. a\n   ```\n   b\n   ```\n",
  ],
  ["quotes", "> quoted\n> - list\n> \n> more\n\nafter\nlazy\n\n> again\n"],
  ["formulas", "so\n$$\n\\frac{a}{b}\n$$\nholds, $x$ and\n\n\\[\nc\n\\]\n\nafter\n"],
  ["links", "see [docs][d] and ![p][d]\n\n[d]: https://a.example\n\nand [docs][d] again\n"],
];

describe.each(TEXTS)("%s", (_, text) => {
  const ends = Array.from({ length: text.length }, (_, index) => index + 1);

  it("look the same however they came", () => {
    const stream = new BlockStream();
    for (const end of ends) {
      stream.update(text.slice(0, end), false);
      expect(drawn(stream), text.slice(0, end)).toEqual(drawn(streamOf(text.slice(0, end))));
    }
  });

  it("keep what is closed until more links are known", () => {
    const stream = new BlockStream();
    const whole = streamOf(text);
    for (const end of ends) {
      stream.update(text.slice(0, end), false);
      const raws = trimmed(stream.closed);
      expect(trimmed(whole.closed).slice(0, raws.length)).toEqual(raws);
    }
  });

  it("are all there, and only their end is open", () => {
    const stream = new BlockStream();
    for (const end of ends) {
      stream.update(text.slice(0, end), false);
      const blocks = [...stream.closed, ...stream.open];
      expect(wordless(blocks.map(({ raw }) => raw).join(""))).toBe(wordless(text.slice(0, end)));
      expect(blocks.slice(0, -1).some(({ open }) => open)).toBe(false);
    }
  });

  it("have before their end the blocks that they will have", () => {
    for (const end of ends) {
      const done = new BlockStream();
      done.update(text.slice(0, end), true);
      expect(types(streamOf(text.slice(0, end))).slice(0, -1)).toEqual(types(done).slice(0, -1));
    }
  });
});

describe("the end of a growing text", () => {
  const last = (text: string) => streamOf(text).open.at(-1)?.tokens[0] as Tokens.Generic | undefined;

  it.each([
    ["| na", { type: "table" }],
    ["| name | value |\n|-", { type: "table" }],
    ["|", { type: "paragraph" }],
    ["| a |\nmore", { type: "paragraph" }],
    ["| a |\n|---|\n| 1 |\n| 2", { type: "table", rows: [expect.anything(), expect.anything()] }],
    ["- one\n- **tw", { type: "list" }],
    ["1. one\n2", { type: "list" }],
    ["$$\na_1 + [b", { type: "math", tex: "a_1 + [b", open: true }],
    ["\\[\na * [b", { type: "math", tex: "a * [b", open: true }],
    ["\\[\na\n\\]", { type: "math", tex: "a", open: false }],
    ["```python\nx = '**", { type: "code", lang: "python", text: "x = '**" }],
    ["```pyt", { type: "code", lang: "pyt", text: "" }],
    ["see [docs](https://a.ex", { type: "paragraph", text: "see docs" }],
    ["~~~", { type: "code" }],
    ["a < b", { type: "paragraph", text: "a < b" }],
    ["20~25", { type: "paragraph", text: "20~25" }],
    ["say <b", { type: "paragraph", text: "say <b" }],
  ])("is read in %j", (text, token) => {
    expect(last(text)).toMatchObject(token);
  });

  it("loses nothing of a formula that becomes a paragraph", () => {
    const stream = streamOf("so\n$$\n5 a piece", "so\n$$\n5 a piece\n\nafter\n");
    expect(types(stream)).toEqual(["paragraph", "paragraph"]);
  });
});

describe("a closing fence in pieces", () => {
  const states = (...pieces: string[]) => {
    const stream = new BlockStream();
    let text = "";
    return pieces.map((piece) => {
      text += piece;
      stream.update(text, false);
      const block = [...stream.closed, ...stream.open].at(-1);
      const code = block?.tokens[0] as Tokens.Code | undefined;
      return [block?.open, code?.text];
    });
  };

  it("belongs to the code until it is whole, and closes at the end of its line", () => {
    expect(states("```js\n", "x\n", "`", "`", "`", " ", "\n")).toEqual([
      [true, ""],
      [true, "x\n"],
      [true, "x\n`"],
      [true, "x\n``"],
      [true, "x\n"],
      [true, "x\n"],
      [false, "x"],
    ]);
  });

  it("is code after all when its line goes on", () => {
    expect(states("```js\nx\n```", "js", "\n", "```\n")).toEqual([
      [true, "x\n"],
      [true, "x\n```js"],
      [true, "x\n```js\n"],
      [false, "x\n```js"],
    ]);
  });

  it("is as long as the opening one, and may be longer and indented", () => {
    expect(states("````\nx\n```\n", "   `````", "\n")).toEqual([
      [true, "x\n```\n"],
      [true, "x\n```\n"],
      [false, "x\n```"],
    ]);
  });

  it("is found by the same name of the language that the opening line has in the end", () => {
    const stream = streamOf("```py", "```python", "```python\n", "```python\nx\n", "```python\nx\n```\n");
    expect(stream.closed.map(({ tokens }) => tokens[0])).toMatchObject([{ lang: "python", text: "x" }]);
  });
});
