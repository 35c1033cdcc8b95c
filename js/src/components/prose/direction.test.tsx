/** Which way each part of a text runs. */
import { afterEach, expect, it } from "vitest";
import { Session } from "../../state/session";
import { memoryKernel } from "../../testing/kernel/kernel";
import { clear, draw } from "../fixture";
import { Markdown } from "./markdown";

afterEach(clear);

const session = () => new Session(memoryKernel({ script: async function* () {} }).connect());

/** The elements of `text` that `selector` finds, with the direction that they were given. */
function directions(text: string, selector: string): (string | null)[] {
  const { root } = draw(<Markdown text={text} />, session());
  return [...root.querySelectorAll(`.markdown ${selector}`)].map((element) => element.getAttribute("dir"));
}

it.each<[string, string, (string | null)[]]>([
  ["- שלום\n- hello\n- مرحبا", "li", ["rtl", "ltr", "rtl"]],
  ["- שלום\n- hello", "ul", ["rtl"]],
  ["- 1\n- `npm`\n- שלום", "ul, li", ["rtl", "rtl", "rtl", "rtl"]],
  ["1. אחת\n2. שתיים", "ol, li", ["rtl", "rtl", "rtl"]],
  ["- אב\n\n  עוד\n- b", "li", ["rtl", "ltr"]],
  ["- a\n  - ב\n  - c", "ul", ["ltr", "rtl"]],
  ["- `npm install` מתקין", "li", ["rtl"]],
  ["- [x] נעשה\n- [ ] open", "li", ["rtl", "ltr"]],
  ["- **מודגש** text", "li", ["rtl"]],
  ["- [קישור](https://x.org) text", "li", ["rtl"]],
  ["- ![alt](https://x.org/a.png) סוף", "li", ["rtl"]],
  ["> ציטוט", "blockquote", ["rtl"]],
  ["> - פריט", "blockquote", ["rtl"]],
  ["> quote\n> > ציטוט", "blockquote", ["ltr", "rtl"]],
  ["> ```\n> code\n> ```\n> סוף", "blockquote", ["rtl"]],
  ["| שם | b |\n|---|---|\n| 1 | ב |", "table", ["rtl"]],
  ["| שם | b |\n|---|---|\n| 1 | ב |", "th, .markdown td", ["rtl", "ltr", "rtl", "rtl"]],
  ["| a | שם |\n|---|---|\n| 1 | 2 |", "table", ["ltr"]],
  ["| 1 | 2 |\n|---|---|\n| גיל | b |", "table", ["rtl"]],
  ["# כותרת\n## title", "h4, .markdown h5", ["auto", "auto"]],
  ["השתמש ב-`rm -rf` כאן", "code", ["ltr"]],
  ["הנוסחה $x+1$ כאן", "[class^=formula]", ["ltr"]],
  ["- $x$ שלום", "li", ["rtl"]],
  ["- ܫܠܡܐ\n- 𞤀𞤣\n- ދިވެހި", "li", ["rtl", "rtl", "rtl"]],
  ["- 1\n- 2", "ul, .markdown li", ["auto", "auto", "auto"]],
  ["- `a` אב", "ul, .markdown li", ["rtl", "rtl"]],
  ["1. `x`\n2. אב", "ol, .markdown li", ["rtl", "rtl", "rtl"]],
  ["> `x` שלום", "blockquote", ["rtl"]],
  ["| 1 | 2 |\n|--|--|\n| א | b |", "table, .markdown th, .markdown td", ["rtl", "rtl", "rtl", "rtl", "ltr"]],
  ["# `code` שם", "h4, .markdown code", ["auto", "ltr"]],
  ["השעה $x$ هنا", "[class^=formula]", ["ltr"]],
  ["- [ ] משימה", "li", ["rtl"]],
  ["- ١\n- ٢", "ul, .markdown li", ["rtl", "rtl", "rtl"]],
  ["- a\n- ב\n  1. ג\n  2. d", "ul, .markdown ol, .markdown li", ["ltr", "ltr", "rtl", "rtl", "rtl", "ltr"]],
  ["- 😀 שלום", "li", ["rtl"]],
  ["- (שלום) hello", "li", ["rtl"]],
  ['- "hello" שלום', "li", ["ltr"]],
  ["- 12% מהכל", "li", ["rtl"]],
  ["- ~~נמחק~~ x", "li", ["rtl"]],
  ["> 1. א\n> 2. b", "blockquote, .markdown ol, .markdown li", ["rtl", "rtl", "rtl", "ltr"]],
  ["- ‏abc", "li", ["rtl"]],
  ["a[^1]\n\n[^1]: הערה", ".footnote p", ["auto"]],
  ["- [`x`](https://x.org) קישור", "li", ["rtl"]],
  ["> 1", "blockquote", ["auto"]],
  ["| 1 |\n|---|\n| 2 |", "table, .markdown td", ["auto", "auto"]],
  ["- 中文\n- Ελλ", "li", ["ltr", "ltr"]],
])("of %j", (text, selector, expected) => {
  expect(directions(text, selector)).toEqual(expected);
});
