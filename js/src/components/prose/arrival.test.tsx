/** However a message arrives, it ends in the same elements. */
import { afterEach, expect, it, vi } from "vitest";
import { Session } from "../../state/session";
import { memoryKernel } from "../../testing/kernel/kernel";
import { markup as markupOf, mixedMarkdown } from "../../testing/mixed-markdown";
import { numbersOf } from "../../transport/fake-random";
import { clear, draw } from "../fixture";
import { Markdown } from "./markdown";

afterEach(clear);

const session = () => new Session(memoryKernel({ script: async function* () {} }).connect());

const markup = (root: HTMLElement) => markupOf(root.querySelector(".markdown") as Element);

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
    const text = mixedMarkdown(next);
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
