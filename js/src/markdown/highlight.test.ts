import { expect, it } from "vitest";
import { highlight, LONGEST_COLOURED, languageName, languageOf } from "./highlight";

it.each([
  ["Python", "python"],
  ["python title=x", "python"],
  ["python,linenos", "python"],
  ["python{1,3}", "python"],
  ["  .js ", "js"],
  ["{.python}", ""],
  ["asp.net", "asp.net"],
  ["", ""],
  [undefined, ""],
])("takes the language from %j", (info, language) => {
  expect(languageOf(info)).toBe(language);
});

it.each([
  ["js", "JavaScript"],
  ["html", "HTML"],
  ["ipython3", "Python"],
  ["ipython", "Python"],
  ["pycon", "Python"],
  ["jsonl", "JSON"],
  ["vue", "HTML"],
  ["sh", "Shell"],
  ["C++", "C++"],
  ["Klingon", "klingon"],
])("calls %s %s", (info, name) => {
  expect(languageName(info)).toBe(name);
});

it("gives each run the colour of what it is in, and its surroundings theirs again", () => {
  const runs = highlight("print(f'a{b}c') # <d> & \"e\"", "python");
  expect(runs?.map(({ text, scope }) => [text, scope.replaceAll("hljs-", "")])).toEqual([
    ["print", "built_in"],
    ["(", ""],
    ["f'a", "string"],
    ["{b}", "subst"],
    ["c'", "string"],
    [") ", ""],
    ['# <d> & "e"', "comment"],
  ]);
});

it("colours neither long code nor long lines", () => {
  expect(highlight("x\n".repeat(LONGEST_COLOURED / 2), "python")).not.toBeNull();
  expect(highlight(`${"x\n".repeat(LONGEST_COLOURED / 2)}x`, "python")).toBeNull();
  expect(highlight(`a\n${"x".repeat(399)}\nb`, "python")).not.toBeNull();
  expect(highlight(`a\n${"x".repeat(400)}\nb`, "python")).toBeNull();
});

it.each([
  "python3",
  "ipython",
  "ipython3",
  "json5",
  "ipynb",
  "svelte",
  "ts",
  "rs",
  "yml",
  "dockerfile",
  "tex",
])("knows %s", (name) => {
  expect(highlight("x", name)).not.toBeNull();
});

it("colours code that breaks the rules of its language", () => {
  expect(highlight("{ 'a': ?? }", "json")).not.toBeNull();
});
