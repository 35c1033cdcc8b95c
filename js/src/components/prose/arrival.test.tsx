/** However a message arrives, it ends in the same elements. */
import { afterEach, expect, it, vi } from "vitest";
import { Session } from "../../state/session";
import { memoryKernel } from "../../testing/kernel/kernel";
import { numbersOf } from "../../transport/fake-random";
import { clear, draw } from "../fixture";
import { Markdown } from "./markdown";

afterEach(clear);

const session = () => new Session(memoryKernel({ script: async function* () {} }).connect());

const LINES = [
  "see [docs][d] and [d], ![picture][p] and [Other][]",
  "- entry with [docs][d]",
  "> quoted [docs][D]",
  "| [d] | `a|b` |",
  "|---|---|",
  "| $|x|$ | ![p] |",
  "# About [d]",
  "[d]: https://a.example/d",
  "[p]: https://a.example/p.png 'title'",
  "[other]: <https://a.example/o>",
  "> [d]: https://a.example/quoted",
  "- [p]: https://a.example/entry",
  "**「重要」**な https://a.example。次",
  "שלום `code`",
  "```markdown",
  "```js",
  "```",
  "so \\[",
  "\\]",
  "$$",
  "\\begin{align}",
  "a &= b \\\\",
  "\\end{align}",
  "$\\{1,2\\}$ costs $5",
  "so[^1] and[^note]",
  "[^1]: a note",
  "[^note]: with *more*",
  "    indented",
  "1. one",
  "   two",
  "---",
  "**open",
  "<div>",
  "",
  "",
  "",
  "",
];

function textOf(next: (limit: number) => number): string {
  return Array.from({ length: 2 + next(16) }, () => LINES[next(LINES.length)]).join("\n");
}

/** What is drawn, whatever order its attributes were set in. */
function markup(root: HTMLElement): string {
  const copy = root.querySelector(".markdown")?.cloneNode(true) as HTMLElement;
  for (const element of copy.querySelectorAll("*")) {
    const attributes = [...element.attributes].map(({ name, value }) => [name, value] as const);
    for (const [name] of attributes) element.removeAttribute(name);
    for (const [name, value] of attributes.sort(([a], [b]) => (a < b ? -1 : 1)))
      element.setAttribute(name, value);
  }
  return copy.outerHTML;
}

/** What a text is drawn as that comes in pieces of any length, down to one character. */
function inPieces(text: string, next: (limit: number) => number): HTMLElement {
  const longest = 1 + next(30);
  const { root, update } = draw(<Markdown text="" open />, session());
  for (let end = 1; end < text.length; end += 1 + next(longest))
    update(<Markdown text={text.slice(0, end)} open />);
  update(<Markdown text={text} open />);
  update(<Markdown text={text} />);
  return root;
}

it.each(Array.from({ length: 60 }, (_, seed) => seed + 1))(
  "text %i looks alike in pieces and whole",
  async (seed) => {
    const next = numbersOf(seed);
    const text = textOf(next);
    const { root: whole } = draw(<Markdown text={text} />, session());
    const streamed = inPieces(text, next);
    // Formulas are drawn when there is time for them.
    await vi.waitFor(() => expect(markup(streamed), text).toBe(markup(whole)));
  },
);

it.each([
  "$$\na\n\nb\n$$\n\nafter",
  "so \\[\na\n\nb\n\\]\nafter",
  "\\begin{align}\na\n\nb\n\\end{align}\n\n# after",
  "\\[\na\n\n- b\n\n\\]\n\nafter",
  "$$\n# a\n\n```js\nx\n```\n\n$$ and more",
])("draws alike the formula of several paragraphs in %j", async (text) => {
  const { root } = draw(<Markdown text={text} />, session());
  for (const seed of [1, 2, 3]) {
    const streamed = inPieces(text, numbersOf(seed));
    await vi.waitFor(() => expect(markup(streamed)).toBe(markup(root)));
  }
});

it.each([
  ["see [docs][d]\n\n[d]: https://a.example", 1, 0],
  ["[d] and ![p]\n\nmore\n\n[d]: https://a.example\n[p]: https://a.example/p.png", 1, 1],
  ["- see [docs][d]\n\n> [d]\n\n| [d] |\n|---|\n| a |\n\n# [d]\n\n[d]: https://a.example", 4, 0],
  ["see [docs][d]\n\n> [d]: https://a.example", 1, 0],
  ["see [docs][d]\n\n- [d]: https://a.example", 1, 0],
  ["[Ünï Cödé]\n\n[ÜNÏ cödé]: https://a.example", 1, 0],
  ["![p][q]\n\n[q]: data:image/png;base64,AA==", 0, 1],
  [`${"[docs][d]\n\n".repeat(60)}[d]: https://a.example`, 60, 0],
  [`[d]\n\n${"word ".repeat(3_000)}\n\n[d]: https://a.example`, 1, 0],
])("draws the links and pictures that are defined later in %j", async (text, links, pictures) => {
  for (const root of [draw(<Markdown text={text} />, session()).root, inPieces(text, numbersOf(7))]) {
    const count = (selector: string) => root.querySelectorAll(selector).length;
    await vi.waitFor(() => expect([count("a"), count(".picture, .picture-note")]).toEqual([links, pictures]));
  }
});
