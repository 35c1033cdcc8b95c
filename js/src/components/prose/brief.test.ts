import { expect, it } from "vitest";
import { brief } from "./brief";

it("keeps what fits, and of longer texts the beginning", () => {
  expect(brief("x".repeat(1_000))).toBe("x".repeat(1_000));
  expect(brief("x".repeat(1_001))).toBe(`${"x".repeat(1_000)}…`);
});

it("never cuts through a character", () => {
  expect(brief(`${"x".repeat(999)}😀 and more`)).toBe(`${"x".repeat(999)}…`);
});
