import { expect, test } from "vitest";
import { hasAll, matches, termsOf } from "./matches";

const found = (text: string, query: string) =>
  matches(text, termsOf(query)).map(([from, to]) => text.slice(from, to));

test.each([
  ["The light and the lighthouse", "light", ["light", "light"]],
  ["The light and the lighthouse", "light the", ["The", "light", "the"]],
  ["A lighthouse is a house", "house", ["house"]],
  ["The lighthouse", "lighthouse light", ["lighthouse"]],
  ["Über die Straße nach Łódź", "uber strasse lodz", ["Über", "Straße", "Łódź"]],
  ["Ærø Đakovo ħŧ ıœ", "aero dakovo ht ioe", ["Ærø", "Đakovo", "ħŧ", "ıœ"]],
  ["cafe\u0301 au lait", "café", ["cafe\u0301"]],
  ["Das ﬁnale Ergebnis", "fin", ["ﬁn".slice(0, 2)]],
  ["snake_case and snake", "case", ["case"]],
  ["今日は東京タワーへ", "東京", ["東京"]],
  ["שלום עולם", "עולם", ["עולם"]],
  ["C++ (a+b)", "c++", ["C"]],
  ["🎉 done 🎉", "🎉", ["🎉", "🎉"]],
  ["nothing here", "()", []],
])("in %j the query %j marks %j", (text, query, expected) => {
  expect(found(text, query)).toEqual(expected);
});

test("all words must be there, in whichever order, and there must be one", () => {
  expect(hasAll("A plan for Oslo", termsOf("oslo pl"))).toBe(true);
  expect(hasAll("Oslo", termsOf("oslo"))).toBe(true);
  expect(hasAll("A plan for Oslo", termsOf("pl oslo"))).toBe(false);
  expect(hasAll("A plan for Oslo", termsOf("?"))).toBe(false);
});

test("marks that touch or overlap are one", () => {
  expect(found("東京東京", "東京")).toEqual(["東京東京"]);
});

test("of a query as long as nobody types the first words are looked for, each up to a bound", () => {
  const words = Array.from({ length: 30 }, (_, index) => `w${index}`);
  const terms = termsOf(words.join(" "));
  expect(terms.map(({ text }) => text)).toEqual(words.slice(0, 24));
  expect(terms.filter(({ isPrefix }) => isPrefix)).toEqual([terms.at(-1)]);
  expect(termsOf("x".repeat(150))).toEqual([{ text: "x".repeat(100), isPrefix: true }]);
  expect(termsOf(`${" ".repeat(5000)}late`)).toEqual([]);
});
