import { expect, it } from "vitest";
import { columnOf, datesOf, fullNumber, shortNumber } from "./figures";

it.each([
  [0, "0"],
  [999, "999"],
  [1_200, "1.2\u202fk"],
  [-1_234_567, "-1.23\u202fM"],
  [2.5e9, "2.5\u202fB"],
  [7e12, "7\u202fT"],
  [1e15, "1E15"],
  [0.1 + 0.2, "0.3"],
  [1e-9, "1E-9"],
])("writes %d short as %s", (value, expected) => {
  expect(shortNumber(value)).toBe(expected);
});

it.each([
  [1234.5, "1,234.5"],
  [0.1 + 0.2, "0.3"],
  [-0.000_123_456_7, "-0.000123457"],
  [1e300, "1E300"],
  [2_147_483_647, "2,147,483,647"],
  [1.123_456_789, "1.123457"],
])("writes %d in full as %s", (value, expected) => {
  expect(fullNumber(value)).toBe(expected);
});

it.each([
  [
    ["2026-01", "2026-02"],
    ["Jan 2026", "Feb 2026"],
  ],
  [
    ["2026-01-05", "2026-03-06"],
    ["Jan 5", "Mar 6"],
  ],
  [
    ["2024-01-05", "2026-03-06"],
    ["Jan 5, 2024", "Mar 6, 2026"],
  ],
  [
    ["2026-01-05T09:05", "2026-01-05T17:30"],
    ["9:05 AM", "5:30 PM"],
  ],
  [
    ["2026-01-05 09:05:01.5", "2026-02-05 17:30:00"],
    ["Jan 5", "Feb 5"],
  ],
])("writes the dates %j as %j", (texts, expected) => {
  expect(texts.map((text) => datesOf(texts)?.short(text).replace(/\s/g, " "))).toEqual(expected);
});

it.each([[["2026-01-05", "never"]], [["Jan"]], [[""]], [["2026-13-45"]], [["20260105"]], [[]]])(
  "leaves %j, which are not all dates",
  (texts) => {
    expect(datesOf(texts)).toBeNull();
  },
);

it.each([
  [
    [1, 2.5, 1234.25],
    ["1.00", "2.50", "1,234.25"],
  ],
  [
    [2026, 7, 12_345],
    ["2026", "7", "12,345"],
  ],
  [
    [0.1 + 0.2, -1],
    ["0.3", "-1.0"],
  ],
  [
    [1e300, 2.5],
    ["1E300", "2.5"],
  ],
  [[1 / 3], ["0.333333"]],
  [[], []],
])("lines up the numbers %j as %j", (numbers, expected) => {
  expect(numbers.map(columnOf(numbers))).toEqual(expected);
});
