import { expect, test } from "vitest";
import { plainText } from "./excerpt";

test.each([
  ["…the **night train** and *one* `boat`", "…the night train and one boat"],
  ["see the [timetable](https://example.com/a) first", "see the timetable first"],
  ["| Train | Leaves | |---|---:| | train 61 | 08:25 |", "Train | Leaves | train 61 | 08:25"],
  ["Here: ```python for x in range(2**3): print(x**2) ```", "Here: for x in range(2**3): print(x**2)"],
  ["## Plan first, then go", "Plan first, then go"],
  ["a || b, 2 * 3 * 4 and snake_case", "a || b, 2 * 3 * 4 and snake_case"],
  ["**cut in the mid…", "**cut in the mid…"],
])("%j reads as %j", (excerpt, expected) => {
  expect(plainText(excerpt)).toBe(expected);
});
