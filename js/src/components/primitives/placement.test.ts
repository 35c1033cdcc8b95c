import { expect, it } from "vitest";
import { placed } from "./placement";

const WINDOW = { width: 1_000, height: 800 };
const SIZE = { width: 200, height: 100 };
const anchor = (left: number, top: number) => ({ left, top, width: 100, height: 40 });
const at = (left: number, top: number, wish: object = {}, size = SIZE, window = WINDOW) =>
  placed(anchor(left, top), size, window, { side: "bottom", align: "start", isRtl: false, ...wish });

it.each([
  ["below", {}, { left: 400, top: 444 }],
  ["above", { side: "top" }, { left: 400, top: 296 }],
  ["left", { side: "left" }, { left: 196, top: 400 }],
  ["right", { side: "right" }, { left: 504, top: 400 }],
  ["centred", { align: "center" }, { left: 350, top: 444 }],
  ["at the end", { align: "end" }, { left: 300, top: 444 }],
  ["from right to left", { isRtl: true }, { left: 300, top: 444 }],
  ["from right to left at the end", { align: "end", isRtl: true }, { left: 400, top: 444 }],
])("opens %s", (_, wish, corner) => expect(at(400, 400, wish)).toMatchObject(corner));

it.each([
  ["upwards at the bottom", 400, 750, {}, { left: 400, top: 646 }],
  ["downwards at the top", 400, 10, { side: "top" }, { left: 400, top: 54 }],
  ["to the right at the left edge", 10, 400, { side: "left" }, { left: 114, top: 400 }],
  ["to the left at the right edge", 890, 400, { side: "right" }, { left: 686, top: 400 }],
])("turns %s", (_, left, top, wish, corner) => expect(at(left, top, wish)).toMatchObject(corner));

it("stays in the window", () => {
  expect(at(950, 400).left).toBe(792);
  expect(at(-50, 400).left).toBe(8);
  expect(at(0, 400, {}, { width: 2_000, height: 100 }).left).toBe(8);
});

it("is no taller than the room on the side that has more of it", () => {
  expect(at(400, 300, {}, { width: 200, height: 2_000 })).toMatchObject({ top: 344, maxHeight: 448 });
  expect(at(400, 600, {}, { width: 200, height: 2_000 })).toMatchObject({ top: 8, maxHeight: 588 });
});
