import { expect, it } from "vitest";
import { plainText } from "./plain-text";

it.each([
  ["You said **loud**.", "You said loud."],
  ["# Title\n\nand *text*, ~~no~~, `code`", "Title\nand text, no, code"],
  ["see [docs](https://x.org/very/long) and <https://y.org>", "see docs and https://y.org"],
  ["see [docs][d]\n\n[d]: https://x.org", "see docs"],
  ["![a chart](https://x.org/a.png) above", "a chart above"],
  ["- [x] one\n- two\n  1. *three*", "one\ntwo\n1. three"],
  ["4. a\n5. b", "4. a\n5. b"],
  ["> quoted **words**\n> > deeper", "quoted words\ndeeper"],
  ["| a | b |\n|---|---|\n| `1|2` | **x** |", "a, b\n1|2, x"],
  ["```js\nlet x = `*`;\n```", "let x = `*`;"],
  ["so $x^2$ and\n\n$$\ny\n$$", "so x^2 and\ny"],
  ["a &amp; b &copy; \\*c\\*", "a & b © *c*"],
  ["a<br>b <b>c</b> <!-- d -->e", "a\nb c e"],
  ["<div>\nwords\n</div>", "words"],
  ["one\ntwo\n\n---\n\nthree", "one\ntwo\nthree"],
  ["**「重要」**な", "「重要」な"],
  ["***very* loud**", "very loud"],
  ["so[^1]\n\n[^1]: *why*", "so\n1: why"],
  ['[a](b "title")', "a"],
  ["![a][r]\n\n[r]: x", "a"],
  ["<details><summary>S</summary>b</details>", "Sb"],
  ["1) a\n2) b", "1. a\n2. b"],
  ["\\(x\\)", "x"],
  ["\\[x\\]", "x"],
  ["a\\\nb", "a\nb"],
  ["H\n===", "H"],
  ["***", ""],
  ["&lt;b&gt;", "<b>"],
  ["| a |\n|:-:|\n| **b** |", "a\nb"],
  ["~~~py\nx\n~~~", "x"],
  ["    indented", "indented"],
  ["a **b", "a **b"],
  ['**"q"**', '"q"'],
  ["a<sub>2</sub>", "a2"],
  ["snake_case_name", "snake_case_name"],
  ["* a\n* b\n\n  c", "a\nb\nc"],
  ["#tag", "#tag"],
  ["x[^1]", "x"],
  ["[x]", "[x]"],
  ["&nbsp;a", "a"],
  ["🎉 **p**", "🎉 p"],
  ["10. a", "10. a"],
  ["[**a** b](c)", "a b"],
  ["`` ` ``", "`"],
  ["$5 and $6", "$5 and $6"],
  ["**注意：**正文", "注意：正文"],
  ["- **שלום** `x`", "שלום x"],
  ["> # T\n> - *a*", "T\na"],
  ["", ""],
])("of %j is what somebody would read out", (source, words) => {
  expect(plainText(source, 1_000)).toBe(words);
});

it("ends where nobody listens longer", () => {
  expect(plainText("**word** ".repeat(500), 20)).toBe("word word word word …");
  expect(plainText(`![chart](data:image/png;base64,${"A".repeat(9_000)}) and more`, 5_000)).toBe(
    "chart\nand more",
  );
  expect(plainText("a\n\n".repeat(90_000), 1_000).length).toBe(1_000);
});
