import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { beginDrawing, later, soon } from "./budget";

let now = 0;
const done: string[] = [];

beforeEach(async () => {
  // A frame that another test has asked for is over before time stands still.
  await new Promise<void>((resolve) => later(resolve));
  vi.useFakeTimers({ toFake: ["requestAnimationFrame", "cancelAnimationFrame"] });
  now = 10_000;
  done.length = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
});

afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
});

/** A job that takes so many milliseconds. */
const job =
  (name: string, ms = 0) =>
  () => {
    now += ms;
    done.push(name);
  };

function frame(): string[] {
  done.length = 0;
  vi.advanceTimersToNextFrame();
  return [...done];
}

it("does what waits although a job before it throws", () => {
  later(() => {
    throw new Error("badly");
  });
  later(job("text"));
  expect(frame).toThrow("badly");
  expect(frame()).toEqual(["text"]);
});

it("decorates at once until the time of the frame is used up", () => {
  soon(job("the frame before"));
  frame();
  soon(job("first", 20));
  soon(job("second", 4));
  soon(job("third"));
  expect(done).toEqual(["first", "second"]);
  expect(frame()).toEqual(["third"]);
  soon(job("fourth"));
  expect(done).toEqual(["third", "fourth"]);
});

it("has time again in the next frame, though nothing waits", () => {
  soon(job("first", 30));
  frame();
  soon(job("second"));
  expect(done).toEqual(["second"]);
});

it("asks for time again for what a job goes on with", () => {
  soon(() => {
    job("first", 30)();
    soon(job("second", 5));
    soon(job("third", 5));
    soon(job("fourth"));
  });
  expect(done).toEqual(["first"]);
  expect(frame()).toEqual(["second", "third"]);
  expect(frame()).toEqual(["fourth"]);
});

it("keeps the order of what decorates", () => {
  soon(job("first", 30));
  soon(job("second", 10));
  soon(job("third"));
  expect(frame()).toEqual(["second"]);
  soon(job("fourth"));
  expect(frame()).toEqual(["third", "fourth"]);
});

it("draws text in a frame to come, before what decorates", () => {
  soon(job("colours at once", 30));
  soon(job("colours"));
  later(job("text"));
  expect(done).toEqual(["colours at once"]);
  expect(frame()).toEqual(["text", "colours"]);
});

it("leaves to the next frame what this one has no time for", () => {
  for (const name of ["a", "b", "c"]) later(job(name, 4));
  expect(frame()).toEqual(["a", "b"]);
  expect(frame()).toEqual(["c"]);
});

it("does each job once, and those that are added meanwhile", () => {
  later(() => {
    done.push("outer");
    later(job("inner"));
  });
  expect(frame()).toEqual(["outer", "inner"]);
  expect(frame()).toEqual([]);
});

it("does not do what was taken back", () => {
  soon(job("now", 30));
  const keepText = later(job("text"));
  const keepColours = soon(job("colours"));
  keepText();
  keepColours();
  expect(frame()).toEqual([]);
});

it("gives all that begins in a frame a share of the same time", () => {
  const shares: number[] = [];
  const begin = (ms: number) =>
    beginDrawing((deadline) => {
      shares.push(deadline - now);
      now += ms;
      return ms;
    });
  expect([begin(30), begin(30), begin(0)]).toEqual([30, 30, 0]);
  expect(shares).toEqual([50, 20, 0]);
  frame();
  begin(0);
  expect(shares.at(-1)).toBe(50);
});
