import { expect, it } from "vitest";
import { words } from "../../locales";
import { refusalText } from "./refusal-text";

it("writes sizes as people do", () => {
  const sizes = [0, 1, 1023, 1024, 1_250_000, 100 * 2 ** 20, 3 * 2 ** 30];
  expect(sizes.map((size) => words.size(size))).toEqual([
    "0 bytes",
    "1 byte",
    "1023 bytes",
    "1 KB",
    "1.2 MB",
    "100 MB",
    "3 GB",
  ]);
});

it("never gives a file the size that it exceeds", () => {
  const limit = 100 * 2 ** 20;
  expect(refusalText({ reason: "size", name: "a.mov", size: limit + 1, limit })).toBe(
    "a.mov is too large (100.1 MB). The limit is 100 MB.",
  );
});

it("lists what is accepted in words, and not without end", () => {
  const accepted = ["image/*", ".csv", "application/pdf", ".a", ".b", ".c"];
  expect(refusalText({ reason: "type", name: "a.exe", accepted })).toBe(
    "a.exe can't be attached here. Accepted: images, .csv, application/pdf, .a and 2 more.",
  );
  const names = ["a", "b", "c", "d", "e"];
  expect(refusalText({ reason: "count", names, limit: 10 })).toBe(
    "You can attach up to 10 files to a message. Not attached: a, b, c, d, e.",
  );
});
