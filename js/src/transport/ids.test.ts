// @vitest-environment node
import { expect, test, vi } from "vitest";
import { newId } from "./ids";

test("an id is its prefix and twelve random bytes, two digits each", () => {
  expect(newId("req")).toMatch(/^req_[0-9a-f]{24}$/);
  expect(newId("req")).not.toBe(newId("req"));
  vi.spyOn(crypto, "getRandomValues").mockImplementation((bytes) => {
    if (bytes instanceof Uint8Array) bytes.set([0, 1, 0xab]);
    return bytes;
  });
  expect(newId("file")).toBe(`file_0001ab${"00".repeat(9)}`);
});
