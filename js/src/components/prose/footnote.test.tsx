/** Footnotes, and what looks like them. */
import { fireEvent } from "@testing-library/preact";
import { afterEach, expect, it } from "vitest";
import { Session } from "../../state/session";
import { memoryKernel } from "../../testing/kernel/kernel";
import { clear, draw, faults } from "../fixture";
import { Markdown } from "./markdown";

afterEach(clear);

const session = () => new Session(memoryKernel({ script: async function* () {} }).connect());

function notesOf(text: string) {
  const { root } = draw(<Markdown text={text} />, session());
  const marks = [...root.querySelectorAll("sup a")].map(({ textContent }) => textContent);
  const notes = [...root.querySelectorAll(".footnote > div")].map((note) => note.textContent);
  return [marks, notes];
}

it.each<[string, string[], string[]]>([
  ["so[^1]\n\n[^1]: why", ["1"], ["why"]],
  ["so[^1] and[^2]\n\n[^1]: one\n[^2]: two", ["1", "2"], ["one", "two"]],
  ["so[^1]\n[^1]: why", ["1"], ["why"]],
  ["a[^note]\n\n[^note]: **bold** words\ngo on", ["note"], ["bold wordsgo on"]],
  ["a[^1]\n\n[^1]: one\n\n    more\n\nafter", ["1"], ["onemore"]],
  ["[^1]: first\n\nthen[^1]", ["1"], ["first"]],
  ["- entry[^a]\n- two\n\n[^a]: why", ["a"], ["why"]],
  ["| a[^1] |\n|---|\n| b |\n\n[^1]: https://x.org", ["1"], ["https://x.org"]],
  ["**注意[^注]。**な\n\n[^注]: 理由", ["注"], ["理由"]],
  ["`[^1]` and \\[^1] and [^a-z] and [^1](b)", [], []],
  ["[^1]:\n    indented", [], ["indented"]],
  ["A[^1] and again[^1]\n\n[^1]: n", ["1", "1"], ["n"]],
  ["> q[^1]\n\n[^1]: n", ["1"], ["n"]],
  ["A[^1][^2]\n\n[^1]: a\n[^2]: b", ["1", "2"], ["a", "b"]],
  ["**b[^x.1]**\n\n[^x.1]: n", ["x.1"], ["n"]],
  ["\\[^1] and [^1]\n\n[^1]: n", ["1"], ["n"]],
  ["A[^1]\n\n[^1]: - l1\n    - l2", ["1"], ["l1l2"]],
  ["A[^1 2]\n\n[^1 2]: n", [], []],
  ["| `[^1]` | b[^1] |\n|---|---|\n| 1 | 2 |\n\n[^1]: n", ["1"], ["n"]],
  ["# T[^1]\n\n[^1]: *n*", ["1"], ["n"]],
  ["a[^1].\n\n```\n[^1]: code\n```\n\n[^1]: n", ["1"], ["n"]],
])("are read in %j", (text, marks, notes) => {
  expect(notesOf(text)).toEqual([marks, notes]);
});

it("lead to the note and back", async () => {
  const { root, getByRole } = draw(<Markdown text={"so[^1]\n\n[^1]: why"} />, session());
  const note = root.querySelector<HTMLElement>(".footnote");
  for (const element of root.querySelectorAll<HTMLElement>("a, .footnote")) element.scrollIntoView = () => {};
  fireEvent.click(getByRole("doc-noteref", { name: "Footnote 1" }));
  expect(document.activeElement).toBe(note);
  fireEvent.click(getByRole("doc-backlink", { name: "Back to the text of footnote 1" }));
  expect(document.activeElement).toBe(root.querySelector("sup a"));
  expect(await faults(root)).toEqual([]);
});
