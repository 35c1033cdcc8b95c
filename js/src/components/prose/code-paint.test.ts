import { afterEach, beforeEach, expect, it, vi } from "vitest";
import * as colours from "../../markdown/highlight";
import { later } from "./budget";
import { CodePaint } from "./code-paint";

let now = 0;

/** Lines of code that is one colour each: a piece holds twenty of them. */
const lines = (count: number) => `// ${"x".repeat(386)}\n`.repeat(count);

beforeEach(async () => {
  // A frame that another test has asked for is over before time stands still.
  await new Promise<void>((resolve) => later(resolve));
  vi.useFakeTimers({ toFake: ["requestAnimationFrame", "cancelAnimationFrame"] });
  now = 10_000;
  vi.spyOn(performance, "now").mockImplementation(() => now);
});

afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
});

function painted() {
  const element = document.createElement("code");
  const paint = new CodePaint(element);
  const coloured = () => [...element.querySelectorAll(".chunk span")].map(({ textContent }) => textContent);
  const frames = (count = 50) => {
    for (let frame = 0; frame < count; frame += 1) vi.advanceTimersToNextFrame();
  };
  return { element, paint, coloured, frames, chunks: () => [...element.children] };
}

/** Lets each look at code take so many milliseconds. */
function colouringTakes(ms: number) {
  const { highlight } = colours;
  return vi.spyOn(colours, "highlight").mockImplementation((code, language) => {
    now += ms;
    return highlight(code, language);
  });
}

it("colours what is complete at once", () => {
  const { element, paint, coloured } = painted();
  paint.update("let x = 'a'", "javascript", false);
  expect(coloured()).toEqual(["let", "'a'"]);
  expect(element.querySelector("span span")?.className).toBe("hljs-keyword");
  expect(element.textContent).toBe("let x = 'a'");
});

it("adds what comes to what is there, and renews its colours after a while", () => {
  const { element, paint, coloured, chunks } = painted();
  paint.update("let", "javascript", true);
  paint.update("let x", "javascript", true);
  expect([element.textContent, coloured()]).toEqual(["let x", ["let"]]);
  now += 100;
  paint.update("let x = 1\nlet y", "javascript", true);
  expect(element.textContent).toBe("let x = 1\nlet y");
  expect(coloured()).toEqual(["let"]);
  now += 59;
  paint.update("let x = 1\nlet y ", "javascript", true);
  expect(coloured()).toEqual(["let"]);
  now += 1;
  paint.update("let x = 1\nlet y =", "javascript", true);
  expect(coloured()).toEqual(["let", "1", "let"]);
  now += 159;
  paint.update("let x = 1\nlet y = 2", "javascript", true);
  expect(coloured()).toEqual(["let", "1", "let"]);
  paint.update("let x = 1\nlet y = 2", "javascript", false);
  expect(coloured()).toEqual(["let", "1", "let", "2"]);
  expect(chunks().length).toBe(1);
});

it("begins anew with other code or another language", () => {
  const { element, paint, coloured } = painted();
  paint.update("let x = 1", "javascript", false);
  paint.update("let y", "javascript", false);
  expect([element.textContent, coloured()]).toEqual(["let y", ["let"]]);
  paint.update("let y", "python", false);
  expect([element.textContent, coloured()]).toEqual(["let y", []]);
  paint.update("let y", "javascript", false);
  expect(coloured()).toEqual(["let"]);
});

it("shows nothing of code that has not begun, and then no more than the code", () => {
  const { element, paint, coloured } = painted();
  paint.update("", "javascript", true);
  expect(element.textContent).toBe("");
  paint.update("let x", "javascript", false);
  expect([element.textContent, coloured()]).toEqual(["let x", ["let"]]);
});

it.each(["klingon", ""])("shows code without colours in a language that it does not know: %j", (language) => {
  const { element, paint, coloured } = painted();
  paint.update("let x", language, false);
  paint.update("let x = 1", language, true);
  expect([element.textContent, coloured()]).toEqual(["let x = 1", []]);
});

it("lays long code out in pieces, and leaves the full ones alone", () => {
  const { element, paint, chunks } = painted();
  paint.update(lines(25), "javascript", true);
  const [first] = chunks();
  expect(chunks().length).toBe(2);
  paint.update(lines(35), "javascript", true);
  paint.update(lines(50), "javascript", false);
  expect(chunks()[0]).toBe(first);
  expect(chunks().length).toBe(3);
  expect(element.textContent).toBe(lines(50));
});

it("shows a piece that turns out to be too long once, up to a line end", () => {
  const { element, paint, chunks } = painted();
  const begun = lines(20) + "x".repeat(190);
  paint.update(begun, "javascript", true);
  expect(chunks().length).toBe(1);
  paint.update(`${begun}${"x".repeat(190)}`, "javascript", true);
  expect(chunks().map(({ textContent }) => textContent?.length)).toEqual([lines(20).length, 380]);
  expect(element.textContent).toBe(`${begun}${"x".repeat(190)}`);
});

it("colours a full piece once", () => {
  const taking = colouringTakes(0);
  const { paint } = painted();
  paint.update(lines(20), "javascript", false);
  paint.update(lines(30), "javascript", false);
  expect(taking.mock.calls.map(([code]) => code)).toEqual([lines(20), lines(10)]);
});

it("colours all pieces, in frames to come when there is no time", () => {
  colouringTakes(40);
  const { element, paint, coloured, frames } = painted();
  paint.update(lines(60), "javascript", false);
  expect(coloured().length).toBe(20);
  frames();
  expect(coloured().length).toBe(60);
  expect(element.textContent).toBe(lines(60));
});

it("colours no more of what was taken away or became another text", () => {
  const taking = colouringTakes(30);
  const { paint, frames } = painted();
  paint.update(lines(60), "javascript", false);
  paint.update("let y", "javascript", false);
  frames();
  expect(taking.mock.calls.map(([code]) => code.length)).toEqual([lines(20).length, 5]);
  paint.update(lines(60), "javascript", false);
  paint.dispose();
  frames();
  expect(taking).toHaveBeenCalledTimes(2);
});

it("gives colours up that take too long while code grows, and for very long code", () => {
  const taking = colouringTakes(41);
  const { paint, coloured, frames } = painted();
  paint.update(lines(50), "javascript", true);
  now += 10_000;
  paint.update(lines(55), "javascript", true);
  expect(taking).toHaveBeenCalledOnce();
  paint.update(lines(60), "javascript", false);
  frames();
  // It ends like code that came whole.
  expect(taking).toHaveBeenCalledTimes(2);
  const long = painted();
  long.paint.update(lines(160), "javascript", false);
  frames();
  expect([taking.mock.calls.length, long.coloured()]).toEqual([2, []]);
  expect(coloured().length).toBeGreaterThan(0);
});

it("renews colours less often the longer they take", () => {
  const taking = colouringTakes(30);
  const { paint } = painted();
  paint.update("let a", "javascript", true);
  now += 200;
  paint.update("let ab", "javascript", true);
  expect(taking).toHaveBeenCalledOnce();
  now += 200;
  paint.update("let abc", "javascript", true);
  expect(taking).toHaveBeenCalledTimes(2);
});

it("tries colours again with other code", () => {
  const taking = colouringTakes(50);
  const { paint, coloured } = painted();
  paint.update("let x", "javascript", false);
  taking.mockRestore();
  vi.spyOn(performance, "now").mockImplementation(() => now);
  paint.update("let x = 1", "python", false);
  paint.update("const y", "javascript", false);
  vi.advanceTimersToNextFrame();
  expect(coloured()).toEqual(["const"]);
});
