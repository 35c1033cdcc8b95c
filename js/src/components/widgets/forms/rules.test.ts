import { expect, it } from "vitest";
import { problemOf } from "./rules";

const FINE = { badInput: false, typeMismatch: false };

it.each([
  ["", { required: true }, "required"],
  [null, { required: true }, "required"],
  [false, { required: true, empty: "unticked" }, "unticked"],
  [null, { required: true, empty: "unchosen" }, "unchosen"],
  ["abc", { pattern: "\\d+" }, "pattern"],
  ["12x", { pattern: "\\d+" }, "pattern"],
  ["a\n1", { pattern: "a.1" }, "pattern"],
  ["😀😀", { pattern: "." }, "pattern"],
] as const)("refuses %j by %j", (value, rules, problem) => {
  expect(problemOf(value, rules)).toBe(problem);
});

it.each([
  ["", {}],
  ["", { pattern: "\\d+" }],
  [" ", { required: true }],
  [true, { required: true }],
  [false, {}],
  ["12", { required: true, pattern: "\\d+" }],
  ["b", { pattern: "a|b" }],
  ["😀", { pattern: "." }],
  ["anything", { pattern: "(" }],
  ["anything", { pattern: "a)(b" }],
] as const)("accepts %j by %j", (value, rules) => {
  expect(problemOf(value, rules)).toBeNull();
});

it("takes what the browser says of the text", () => {
  const mismatch = { badInput: false, typeMismatch: true };
  expect(problemOf("x", {}, { validity: mismatch, type: "email" })).toBe("email");
  expect(problemOf("x", {}, { validity: mismatch, type: "url" })).toBe("url");
  expect(problemOf("", {}, { validity: { badInput: true, typeMismatch: false }, type: "number" })).toBe(
    "number",
  );
  expect(problemOf("x", { pattern: "y" }, { validity: FINE, type: "text" })).toBe("pattern");
});
