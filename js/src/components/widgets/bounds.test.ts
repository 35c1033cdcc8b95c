import { expect, it } from "vitest";
import { boundedRatio, boundedShare } from "./bounds";
import { border, size, space, spacing } from "./values";

it.each([
  [12, "12px"],
  [-12, "0px"],
  [1e9, "4000px"],
  ["12px", "12px"],
  ["-12px", "0px"],
  ["99999px", "4000px"],
  ["0px", "0px"],
  ["50%", "50%"],
  ["12.5px", "12.5px"],
  [".25em", "min(.25em, 4000px)"],
  ["0 0 auto", "0 0 auto"],
  ["0%", "0%"],
  ["100%", "100%"],
  ["50vh", "min(50vh, 4000px)"],
  [" 1px \t 2px ", "1px 2px"],
  ["max(1px, (2px + 3px)) 4px", "clamp(0px, max(1px, (2px + 3px)), 4000px) 4px"],
  ["100000%", "min(100000%, 4000px)"],
  ["10000vh", "min(10000vh, 4000px)"],
  ["-50vw", "0px"],
  ["calc(100% - 4px)", "clamp(0px, calc(100% - 4px), 4000px)"],
  ["min(-1e3px, 2em)", "clamp(0px, min(-1e3px, 2em), 4000px)"],
  ["var(--ck-column)", "clamp(0px, var(--ck-column), 4000px)"],
  ["auto", "auto"],
  ["fit-content", "fit-content"],
  ["1 1 auto", "1 1 auto"],
  ["1e9px", undefined],
  ["#fff", undefined],
  ["", undefined],
  [" ", undefined],
])("takes the length %j as %j", (value, taken) => {
  expect(size(value)).toBe(taken);
});

it.each([
  [2, "calc(var(--ck-step) * 2)"],
  [-80, "calc(var(--ck-step) * 0)"],
  [1e6, "calc(var(--ck-step) * 100)"],
  ["-40px -9999px", "0px 0px"],
  ["1px auto calc(0px - 40px)", "1px auto clamp(0px, calc(0px - 40px), 4000px)"],
])("takes the distance %j as %j", (value, taken) => {
  expect(space(value)).toBe(taken);
});

it("has no side that reaches out", () => {
  const sides = spacing("margin", { top: -40, bottom: "-40px", x: "calc(-1 * 40px)" });
  expect(sides).toEqual({
    "margin-block-start": "calc(var(--ck-step) * 0)",
    "margin-block-end": "0px",
    "margin-left": "clamp(0px, calc(-1 * 40px), 4000px)",
    "margin-right": "clamp(0px, calc(-1 * 40px), 4000px)",
  });
});

it("draws no line that is thicker than a line", () => {
  expect(border(9_999)).toEqual({ border: "16px solid var(--ck-border)" });
  expect(border({ size: 9_999, color: "red" })).toEqual({ border: "16px solid red" });
});

it.each([
  [1.5, "1.5"],
  [" 1.5 ", "1.5"],
  ["16 / 9", String(16 / 9)],
  [0.00001, "0.1"],
  ["1/100000", "0.1"],
  [1e9, "20"],
  ["1.5/1.25", "1.2"],
  ["16/9 wide", undefined],
  ["1/0", undefined],
  [-1, undefined],
  ["auto", undefined],
  [undefined, undefined],
])("takes the ratio %j as %j", (value, taken) => {
  expect(boundedRatio(value)).toBe(taken);
});

it.each([
  [2, 2],
  [1e9, 100],
  [-1, 0],
])("gives a share of %d as %d: no neighbour is left without room", (value, taken) => {
  expect(boundedShare(value)).toBe(taken);
});
