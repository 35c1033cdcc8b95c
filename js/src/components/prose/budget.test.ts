import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { later } from "./budget";

beforeEach(async () => {
  // A frame that another test has asked for is over before time stands still.
  await new Promise<void>((resolve) => later(resolve));
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it("does what waits although a job before it throws", () => {
  const done = vi.fn();
  later(() => {
    throw new Error("badly");
  });
  later(done);
  expect(() => vi.advanceTimersToNextFrame()).toThrow("badly");
  vi.advanceTimersToNextFrame();
  expect(done).toHaveBeenCalledOnce();
});
