import { expect, it } from "vitest";
import { nextEnd, wholeWords, wordEnd } from "./pace";

it("stops behind a word or a line", () => {
  expect(wordEnd("one two three", 5)).toBe(8);
  expect(wordEnd("one two\nthree", 5)).toBe(8);
  expect(wordEnd("one two three", 9)).toBe(13);
});

it("cuts what is not a word, but never a character", () => {
  expect(wordEnd("x".repeat(100), 10)).toBe(10);
  expect(wordEnd("Ａ".repeat(100), 10)).toBe(10);
  expect(wordEnd(`${"x".repeat(33)} y`, 10)).toBe(34);
  expect(wordEnd(`${"x".repeat(34)} y`, 10)).toBe(10);
});

it.each(["😀", "🐀", "🏿"])("never cuts through %s", (face) => {
  expect(wordEnd(face.repeat(60), 11)).toBe(12);
  expect(wordEnd(face.repeat(60), 12)).toBe(12);
});

it("holds a word back that has only begun to arrive", () => {
  expect(nextEnd("one tw", 4, 40, false)).toBe(4);
  expect(nextEnd("one tw", 4, 220, false)).toBe(4);
  expect(nextEnd("one tw", 4, 221, false)).toBe(6);
  expect(nextEnd("one tw", 5, 40, false)).toBe(5);
  expect(nextEnd("one tw", 4, 40, true)).toBe(6);
  expect(nextEnd("one two thr", 7, 40, false)).toBe(8);
});

it("holds back the last word of a line, and nothing that is too long for a word", () => {
  expect(wholeWords("one\ntw")).toBe(4);
  expect(wholeWords("one öτд")).toBe(4);
  expect(wholeWords(`one ${"x".repeat(23)}`)).toBe(4);
  expect(wholeWords(`one ${"x".repeat(24)}`)).toBe(28);
  expect(wholeWords("tw")).toBe(2);
});

it("does not wait for spaces in scripts that have none", () => {
  expect(wholeWords("the words 今日は良い")).toBe(15);
});

it("shows most of what waits in the first step after the text is complete", () => {
  const text = "word ".repeat(200);
  expect(nextEnd(text, 0, 40, true)).toBeGreaterThan(600);
  expect(nextEnd(text, 0, 40, false)).toBeLessThan(400);
});

it("shows all in the end, in steps that grow with what waits", () => {
  const text = "word ".repeat(2_000);
  let shown = 0;
  let steps = 0;
  while (shown < text.length && steps < 200) {
    const end = nextEnd(text, shown, 40, true);
    expect(end).toBeGreaterThan(shown);
    shown = end;
    steps += 1;
  }
  expect(shown).toBe(text.length);
  expect(steps).toBeLessThan(40);
});
