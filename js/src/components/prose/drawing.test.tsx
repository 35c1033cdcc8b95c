/** What each piece of Markdown is drawn as. */
import { afterEach, expect, it, vi } from "vitest";
import { Session } from "../../state/session";
import { memoryKernel } from "../../testing/kernel/kernel";
import { clear, draw } from "../fixture";
import { CodeBlock } from "./code-block";
import { Formula } from "./formula";
import { Markdown } from "./markdown";

afterEach(clear);

const LIMIT = 10_000;

const session = () => new Session(memoryKernel({ script: async function* () {} }).connect());
const drawn = (text: string, open = false) => draw(<Markdown text={text} open={open} />, session());

/** The elements of a text, without what they look like. */
function markup(text: string): string {
  const { root } = drawn(text);
  for (const element of root.querySelectorAll("[dir]")) element.removeAttribute("dir");
  return [...root.querySelectorAll(".blocks")].map(({ innerHTML }) => innerHTML).join("");
}

it.each([
  [
    "*a* **b** ~~c~~ `d &amp; e` ~f~",
    '<p><em>a</em> <strong>b</strong> <del>c</del> <code class="inline">d &amp;amp; e</code> ~f~</p>',
  ],
  ["a\nb<br>c<BR />d<brx>", "<p>a<br>b<br>c<br>d&lt;brx&gt;</p>"],
  ["a &amp; b &copy; \\* \\&amp;", "<p>a &amp; b © * &amp;amp;</p>"],
  [
    "# a\n## b\n### c\n#### d\n###### e",
    '<h4 data-depth="1">a</h4><h5 data-depth="2">b</h5><h6 data-depth="3">c</h6><h6 data-depth="4">d</h6><h6 data-depth="6">e</h6>',
  ],
  [
    "a\n\n---\n\n> b\n> > c",
    "<p>a</p><hr><blockquote><p>b</p><blockquote><p>c</p></blockquote></blockquote>",
  ],
  ["- *a*\n- b &amp; c", "<ul><li><em>a</em></li><li>b &amp; c</li></ul>"],
  ["3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'],
  ["9. a\n10. b", '<ol start="9" style="--digits: 2;"><li>a</li><li>b</li></ol>'],
  ["8. a\n9. b", '<ol start="8"><li>a</li><li>b</li></ol>'],
  ["0. a", '<ol start="0"><li>a</li></ol>'],
  ["<div>\n a <b>\n</div>", '<p class="raw">&lt;div&gt;\n a &lt;b&gt;\n&lt;/div&gt;</p>'],
  ["[a]: https://x.org\n\nb", "<p>b</p>"],
])("draws %j", (text, elements) => {
  expect(markup(text)).toBe(elements);
});

it.each([
  ['[a](https://x.org/?a=1&amp;b=2 "why")', "https://x.org/?a=1&b=2", "why"],
  ["<https://x.org/?a=1&amp;b=2>", "https://x.org/?a=1&amp;b=2", null],
  ["[a](#part 'why')", "#part", "why"],
  ["[a](chatkit-link://b 'why')", "chatkit-link://b", "why"],
])("links in %s where it says", (text, href, title) => {
  const link = drawn(text).root.querySelector("a");
  expect([link?.getAttribute("href"), link?.getAttribute("title")]).toEqual([href, title]);
});

it("opens a new page for a link to elsewhere only", () => {
  const { root } = drawn("[a](#part) [b](https://x.org)");
  expect([...root.querySelectorAll("a")].map(({ target }) => target)).toEqual(["", "_blank"]);
});

it("tells what a picture is by its words as they are read", () => {
  const picture = drawn('![a &amp; b](data:image/png;base64,AA&#61;&#61; "why")').root.querySelector("img");
  expect([picture?.alt, picture?.getAttribute("src"), picture?.title]).toEqual([
    "a & b",
    "data:image/png;base64,AA==",
    "why",
  ]);
});

it.each([
  ["2026-01-05 09:00", true],
  ["-1,204.5", true],
  ["12 %", true],
  ["Oslo", false],
  ["5 km", false],
  ["1 ".repeat(40).trim(), false],
])("keeps the figures of a cell in one line: %s", (text, isKept) => {
  const { root } = drawn(`| a |\n|---|\n| ${text} |`);
  expect(root.querySelector("td")?.classList.contains("is-figures")).toBe(isKept);
});

it("draws a table with its heads and the side that each column keeps to", () => {
  const { root } = drawn("| a | b | c |\n|:--|:-:|---|\n| *1* | 2 | 3 |");
  const cells = [...root.querySelectorAll("tr > *")].map((cell) => [
    cell.localName,
    cell.innerHTML,
    (cell as HTMLElement).style.textAlign,
  ]);
  expect(cells).toEqual([
    ["th", "a", "left"],
    ["th", "b", "center"],
    ["th", "c", ""],
    ["td", "<em>1</em>", "left"],
    ["td", "2", "center"],
    ["td", "3", ""],
  ]);
});

it("marks the entries that are tasks", () => {
  const { root } = drawn("- [x] done\n- [ ] to do\n- plain");
  expect([...root.querySelectorAll("li")].map(({ className }) => className)).toEqual(["task", "task", ""]);
  expect(root.querySelectorAll(".task-box.is-checked").length).toBe(1);
});

it.each([
  ["list", "ol", "1. entry\n".repeat(600), ["", "continues", "continues"]],
  ["line", "p", "word ".repeat(1_500), ["", "continues"]],
  ["quote", "blockquote", "> word\n".repeat(1_000), ["", "continues"]],
])("tells the pieces of a long %s from new ones", async (_, name, text, pieces) => {
  const { root } = drawn(text);
  const names = () => [...root.querySelectorAll(name)].map(({ className }) => className);
  await vi.waitFor(() => expect(names()).toEqual(pieces), LIMIT);
});

it("draws a formula in its line or by itself, and its source while it grows", async () => {
  const { root, update } = drawn("so $x^2$ is\n\n$$\na+b", true);
  await vi.waitFor(() => expect(root.querySelector("p .formula msup")).not.toBeNull(), LIMIT);
  expect(root.querySelector("p math")?.getAttribute("display")).not.toBe("block");
  expect(root.querySelector(".formula-frame .formula-source")?.textContent).toBe("$$\na+b");
  update(<Markdown text={"so $x^2$ is\n\n$$\n\\frac{a}{b}\n$$\n"} open />);
  await vi.waitFor(() => expect(root.querySelector(".formula-frame .formula mfrac")).not.toBeNull(), LIMIT);
  expect(root.querySelector(".formula-frame math")?.getAttribute("display")).toBe("block");
  expect(root.querySelectorAll(".formula math").length).toBe(2);
});

it.each([
  "```math\n\\frac{a}{b}\n```",
  "~~~Math\n\\frac{a}{b}\n~~~",
  "- so\n  ```math\n  \\frac{a}{b}\n  ```",
])("draws the formula in the fence %j once it is whole", async (text) => {
  const { root, update } = drawn(text.slice(0, text.indexOf("{b}")), true);
  expect(root.querySelector(".formula-frame")).toBeNull();
  update(<Markdown text={text} />);
  await vi.waitFor(() => expect(root.querySelector(".formula-frame mfrac")).not.toBeNull(), LIMIT);
});

it.each(["```latex\n\\frac{a}{b}\n```", "```tex\nx\n```", "```mathematica\nx\n```", "```\n$x$\n```"])(
  "leaves the code of %j as code",
  (text) => {
    expect(drawn(text).root.querySelector(".formula-frame")).toBeNull();
  },
);

it("draws a formula anew when it becomes another one, or its source when it opens again", async () => {
  const formula = (tex: string, display = false, open = false) => (
    <Formula tex={tex} source={` $${tex}$ `} display={display} open={open} />
  );
  const { root, update } = draw(formula("x"), session());
  const shown = () => {
    const { className, innerHTML } = root.querySelector(".formula, .formula-source") as HTMLElement;
    return [className, innerHTML.match(/<mi>\w|display="block"|\$.*\$/g)];
  };
  await vi.waitFor(() => expect(shown()).toEqual(["formula", ["<mi>x"]]), LIMIT);
  update(formula("y"));
  await vi.waitFor(() => expect(shown()).toEqual(["formula", ["<mi>y"]]), LIMIT);
  update(formula("y", false, true));
  expect(shown()).toEqual(["formula-source", ["$y$"]]);
  update(formula("", false));
  expect(shown()).toEqual(["formula-source", ["$$"]]);
});

it("copies all but the last line end of code, and names code of no language", () => {
  const writeText = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  const { root } = draw(<CodeBlock code={"a\n\n"} info="" open />, session());
  root.querySelector("button")?.click();
  expect(writeText).toHaveBeenCalledWith("a\n");
  expect(root.querySelector(".language")?.textContent).toBe("Code");
});

it("draws code that grows without its marks, in the language it turns out to be", async () => {
  const { root, update } = drawn("```py", true);
  update(<Markdown text={"```python\nprint(1)\n"} open />);
  update(<Markdown text={"```python\nprint(1)\nprint(2)\n```\n\nafter"} open />);
  expect(root.querySelector(".language")?.textContent).toBe("Python");
  await vi.waitFor(() => expect(root.querySelectorAll(".hljs-built_in").length).toBe(2), LIMIT);
  expect(root.querySelector("pre")?.textContent).toBe("print(1)\nprint(2)");
});
