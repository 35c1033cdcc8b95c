/** Markdown of all kinds on lines in any order, and what is drawn of it. */

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

/** A text of such lines. `next` gives whole numbers below a limit. */
export function mixedMarkdown(next: (limit: number) => number): string {
  return Array.from({ length: 2 + next(16) }, () => LINES[next(LINES.length)]).join("\n");
}

/** What is drawn, whatever order its attributes were set in. */
export function markup(drawn: Element): string {
  const copy = drawn.cloneNode(true) as Element;
  for (const element of copy.querySelectorAll("*")) {
    const attributes = [...element.attributes].map(({ name, value }) => [name, value] as const);
    for (const [name] of attributes) element.removeAttribute(name);
    for (const [name, value] of attributes.sort(([a], [b]) => (a < b ? -1 : 1)))
      element.setAttribute(name, value);
  }
  return copy.outerHTML;
}
