/** A message looks the same in each view: where it was asked for, beside it, in one that came later, after a reload. */
import { fireEvent } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { memoryKernel } from "../testing/kernel/kernel";
import type { Script } from "../testing/kernel/turn";
import { markup, mixedMarkdown } from "../testing/mixed-markdown";
import { numbersOf } from "../transport/fake-random";
import { clear, show } from "./fixture";

afterEach(clear);

/** Code and formulas are drawn when there is time for them. */
const LIMIT = 10_000;

const TEXTS = [
  ["math", "$S=\\{1,2\\}$ and $50\\%$ at $5, \\(a\\) and\n\n\\begin{align}\na &= b\n\\end{align}\n\nso"],
  ["CJK", "**「重要」**な https://a.example。次\n**注意：**正文\n\n- 第一項"],
  ["right to left", "# כותרת\n\n1. אחת\n2. `rm` שתיים\n\n> ציטוט\n\n| שם | b |\n|---|---|\n| 1 | 2 |"],
  [
    "tables and notes",
    "| `a|b` | $|x|$ |\n|---|---|\n| 1[^1] | 2 |\n\n[^1]: a note with [d]\n\n[d]: https://a.example",
  ],
  ["fences", "```markdown\n# A\n```js\nx\n```\nmore\n```\n\nafter"],
  [
    "links defined later",
    "see [docs][d] and ![p][p]\n\nmore\n\n[d]: https://a.example\n[p]: https://a.example/p.png",
  ],
  ["emoji", "👩‍👩‍👧 😀 🇫🇷\n\n- ✅ **done**"],
] as const;

const mixed = Array.from({ length: 12 }, (_, seed) => {
  const text = mixedMarkdown(numbersOf(seed + 100));
  return [`seed ${seed + 100}`, text.trim() === "" ? "words" : text] as const;
});

it.each([...TEXTS, ...mixed])("%s", async (_, text) => {
  const next = numbersOf(text.length);
  let goOn = () => {};
  const half = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const script: Script = async function* (_request, turn) {
    const size = 1 + next(9);
    let said = 0;
    for await (const event of turn.say(text, { pace: 0, size })) {
      if (event.type === "thread.item.updated") said += size;
      if (said > text.length / 2) await half;
      yield event;
    }
  };
  const kernel = memoryKernel({ script });
  const asked = show(kernel.connect());
  const beside = show(kernel.connect());
  const box = await asked.findByRole("textbox", { name: "Message the AI" });
  fireEvent.input(box, { target: { value: "go" } });
  fireEvent.keyDown(box, { key: "Enter" });
  const drawnIn = ({ root }: { root: HTMLElement }) => {
    const drawn = root.querySelector("[data-role=assistant] .markdown, .message .markdown");
    return drawn === null ? "" : markup(drawn);
  };
  await vi.waitFor(() => expect(drawnIn(asked)).not.toBe(""), LIMIT);
  const late = show(kernel.connect());
  goOn();
  await vi.waitFor(() => expect(asked.queryByRole("button", { name: "Stop" })).toBeNull(), LIMIT);
  const again = show(kernel.connect());
  await vi.waitFor(() => {
    expect(drawnIn(again)).not.toBe("");
    for (const view of [asked, beside, late]) expect(drawnIn(view)).toBe(drawnIn(again));
  }, LIMIT);
  expect(again.root.textContent).not.toContain("\ufffd");
});
