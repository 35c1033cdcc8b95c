import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { usePacedText } from "./pace";

let isStill = false;

beforeEach(() => {
  vi.useFakeTimers();
  isStill = false;
  vi.stubGlobal("matchMedia", (query: string) => ({
    matches: isStill && query === "(prefers-reduced-motion: reduce)",
  }));
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** A text as it is shown while it grows. */
function paced(text: string, streaming = true) {
  const place = document.createElement("div");
  let seen = { shown: "", settled: false };
  let drawn = 0;
  function Paced(props: { text: string; streaming: boolean }) {
    seen = usePacedText(props.text, props.streaming);
    drawn += 1;
    return null;
  }
  const update = (next: string, more = true) => {
    act(() => render(<Paced text={next} streaming={more} />, place));
  };
  const pass = (ms: number) => act(() => void vi.advanceTimersByTime(ms));
  update(text, streaming);
  const remove = () => act(() => render(null, place));
  return { update, pass, remove, shown: () => seen.shown, settled: () => seen.settled, drawn: () => drawn };
}

const LONG = "word ".repeat(200);

it("shows at once what is there when it comes into view", () => {
  const { shown, settled } = paced("all of it", false);
  expect([shown(), settled()]).toEqual(["all of it", true]);
  expect(vi.getTimerCount()).toBe(0);
});

it("shows the first words of an answer at once", () => {
  const { shown, update, settled } = paced("");
  update("First words ");
  expect([shown(), settled()]).toEqual(["First words ", false]);
});

it("shows what was added in steps, the first after a moment, always whole words", () => {
  const { shown, update, pass } = paced("Begin ");
  update(`Begin ${LONG}`);
  expect(shown()).toBe("Begin ");
  pass(39);
  expect(shown()).toBe("Begin ");
  pass(1);
  const first = shown().length;
  expect(first).toBeGreaterThan(6);
  expect(shown()).toMatch(/ $/);
  pass(40);
  expect(shown().length).toBeGreaterThan(first);
  expect(shown().length).toBeLessThan(LONG.length);
});

it("draws no more often than every forty milliseconds, however many pieces come", () => {
  const { update, pass, drawn } = paced("Begin ");
  const before = drawn();
  let text = "Begin ";
  for (let count = 0; count < 40; count += 1) {
    text += "more words ";
    update(text);
    pass(5);
  }
  const steps = drawn() - before - 40;
  expect(steps).toBeGreaterThan(3);
  expect(steps).toBeLessThanOrEqual(5);
});

it("catches up soon once the text is complete, and only then is settled", () => {
  const { shown, settled, update, pass } = paced("Begin ");
  update(`Begin ${LONG}`, false);
  expect(settled()).toBe(false);
  pass(480);
  expect([shown(), settled()]).toEqual([`Begin ${LONG}`, true]);
});

it("stays about a tenth of a second behind while more comes", () => {
  const { shown, update, pass } = paced("Begin ");
  update(`Begin ${LONG}`);
  const share = () => shown().length / LONG.length;
  pass(120);
  expect(share()).toBeGreaterThan(0.55);
  expect(share()).toBeLessThan(0.8);
  pass(360);
  expect(share()).toBeGreaterThan(0.9);
});

it("holds a begun word back for a while only", () => {
  const { shown, update, pass } = paced("one ");
  update("one tw");
  pass(200);
  expect(shown()).toBe("one ");
  pass(80);
  expect(shown()).toBe("one tw");
});

it("goes on from where it is when more comes meanwhile", () => {
  const { shown, update, pass } = paced("Begin ");
  update(`Begin ${LONG}`);
  pass(40);
  const before = shown();
  update(`Begin ${LONG}and more `);
  expect(shown()).toBe(before);
  pass(2000);
  expect(shown()).toBe(`Begin ${LONG}and more `);
});

it("begins anew with what comes after it has caught up", () => {
  const { shown, update, pass } = paced("Begin ");
  update("Begin and ");
  pass(400);
  expect([shown(), vi.getTimerCount()]).toEqual(["Begin and ", 0]);
  update("Begin and go on ");
  pass(400);
  expect(shown()).toBe("Begin and go on ");
});

it("shows the word that was held back once no more comes", () => {
  const { shown, settled, update, pass } = paced("one ");
  update("one tw");
  update("one tw", false);
  expect(settled()).toBe(false);
  pass(80);
  expect([shown(), settled()]).toEqual(["one tw", true]);
});

it("shows a text that became another one at once", () => {
  const { shown, update, pass } = paced("Begin ");
  update(`Begin ${LONG}`);
  pass(40);
  update("Something else ");
  expect(shown()).toBe("Something else ");
  pass(2000);
  expect(shown()).toBe("Something else ");
});

it("shows a shorter text at once, and goes on from there", () => {
  const { shown, update, pass } = paced("Begin and end ");
  update("Begin ");
  expect(shown()).toBe("Begin ");
  update("Begin anew ");
  pass(400);
  expect(shown()).toBe("Begin anew ");
});

it("paces nothing for who wants stillness", () => {
  isStill = true;
  const { shown, update } = paced("Begin ");
  update(`Begin ${LONG}`);
  expect(shown()).toBe(`Begin ${LONG}`);
});

it("paces nothing on a page that is out of sight, and shows all of it when that begins meanwhile", () => {
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(false);
  const { shown, update, pass } = paced("Begin ");
  update(`Begin ${LONG}`);
  hidden.mockReturnValue(true);
  pass(40);
  expect(shown()).toBe(`Begin ${LONG}`);
});

it("leaves no timer when it is taken away or all is shown", () => {
  const { update, pass, remove } = paced("Begin ");
  update("Begin more ", false);
  pass(1000);
  expect(vi.getTimerCount()).toBe(0);
  update(`Begin more ${LONG}`, true);
  remove();
  expect(vi.getTimerCount()).toBe(0);
});
