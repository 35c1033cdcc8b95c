import { signal } from "@preact/signals";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeBox } from "./fake-box";
import { Scrolling } from "./scrolling";

const VIEW = 400;
const undo: (() => void)[] = [];

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  for (const step of undo.splice(0).toReversed()) step();
  vi.useRealTimers();
});

/** A thread that rests at its end, for long enough that everything has its size. */
function setUp({ height = 2000, follows = false, isSettled = true } = {}) {
  const page = new FakeBox(height, VIEW);
  const scrolled = signal(false);
  const scrolling = new Scrolling(page.box, page.content, scrolled);
  undo.push(() => page.remove());
  undo.push(() => scrolling.dispose());
  if (follows) scrolling.follows = true;
  scrolling.rest();
  page.frame();
  if (isSettled) vi.advanceTimersByTime(1500);
  page.jumps.splice(0);
  const input = (type: string, fields: WheelEventInit & KeyboardEventInit = {}) => {
    const kind = type === "wheel" ? WheelEvent : type === "keydown" ? KeyboardEvent : Event;
    page.box.dispatchEvent(new kind(type, fields));
  };
  return { page, scrolling, scrolled, input };
}

test("after loading the view rests at the end until everything has its size", () => {
  const { page } = setUp({ isSettled: false });
  expect(page.top).toBe(1600);
  page.resize(2600);
  expect(page.top).toBe(2200);
  expect(page.jumps).toEqual([{ top: 2600, behavior: "instant" }]);
  vi.advanceTimersByTime(1499);
  page.resize(3000);
  expect(page.atEnd).toBe(true);
  vi.advanceTimersByTime(1);
  page.resize(3600);
  expect(page.top).toBe(2600);
});

test("nothing is said to be out of reach before the first look", () => {
  const page = new FakeBox(2000, VIEW);
  const scrolling = new Scrolling(page.box, page.content, signal(false));
  undo.push(() => page.remove());
  undo.push(() => scrolling.dispose());
  expect(scrolling.away.value).toBe(false);
});

test("what moves the view while it rests is not the reader", () => {
  const { page, scrolling } = setUp({ isSettled: false });
  page.scroll(-500);
  expect(scrolling.isNearEnd).toBe(true);
  scrolling.rest(() => 100);
  expect(scrolling.isNearEnd).toBe(false);
});

test("resting anew takes its whole time", () => {
  const { page, scrolling } = setUp({ isSettled: false });
  vi.advanceTimersByTime(1000);
  scrolling.rest();
  vi.advanceTimersByTime(1000);
  page.resize(3000);
  expect(page.atEnd).toBe(true);
});

test.each(["wheel", "touchmove", "pointerdown", "keydown"])("a reader's %s ends the rest", (type) => {
  const { page, input } = setUp({ isSettled: false });
  input(type);
  page.resize(3000);
  expect(page.top).toBe(1600);
});

test("the view rests at a place for as long, and the end of a growing thread does not draw it away", () => {
  const { page, scrolling } = setUp({ follows: true });
  let place = 300;
  scrolling.rest(() => place);
  expect([page.top, scrolling.isNearEnd]).toEqual([300, false]);
  place = 340;
  page.resize(2500);
  expect(page.top).toBe(340);
  vi.advanceTimersByTime(1500);
  place = 700;
  page.resize(3000);
  expect(page.top).toBe(340);
});

test("a place near the end is followed afterwards", () => {
  const { page, scrolling } = setUp({ follows: true });
  scrolling.rest(() => 1500);
  vi.advanceTimersByTime(1500);
  page.resize(2100);
  expect(page.atEnd).toBe(true);
});

test("a reader at the end goes along with a growing answer only if they asked to be taken along", () => {
  const { page, scrolling } = setUp();
  page.resize(2050);
  expect(page.top).toBe(1600);
  scrolling.follows = true;
  page.resize(2090);
  expect([page.atEnd, page.jumps]).toEqual([true, [{ top: 2090, behavior: "instant" }]]);
});

test("an end that grew out of reach is not followed any more", () => {
  const { page, scrolling } = setUp();
  page.resize(2101);
  expect(scrolling.isNearEnd).toBe(false);
  scrolling.follows = true;
  page.resize(2200);
  expect(page.top).toBe(1600);
});

test("an end that is a few lines away is still the end", () => {
  const { page, scrolling } = setUp();
  page.resize(2100);
  expect(scrolling.isNearEnd).toBe(true);
  scrolling.follows = true;
  page.resize(2200);
  expect(page.atEnd).toBe(true);
});

test("a reader who scrolled away is left there, and taken along again once back at the end", () => {
  const { page, scrolling } = setUp({ follows: true });
  page.scroll(-1);
  expect(scrolling.isNearEnd).toBe(true);
  page.scroll(-1);
  expect(scrolling.isNearEnd).toBe(false);
  page.resize(2300);
  expect(page.top).toBe(1598);
  page.scroll(201);
  expect(scrolling.isNearEnd).toBe(false);
  page.scroll(1);
  expect(scrolling.isNearEnd).toBe(true);
  page.resize(2600);
  expect(page.atEnd).toBe(true);
});

test("a thread that shrinks does not let a reader at its end go", () => {
  const { page, scrolling } = setUp({ follows: true });
  page.resize(1500);
  expect(scrolling.isNearEnd).toBe(true);
  page.resize(1900);
  expect(page.atEnd).toBe(true);
});

test("a thread that shrinks up to a reader who scrolled away does not take them along again", () => {
  const { page, scrolling } = setUp({ follows: true });
  page.scroll(-500);
  page.resize(1300);
  expect([page.atEnd, scrolling.isNearEnd]).toEqual([true, false]);
  page.resize(2000);
  expect(page.top).toBe(900);
});

test.each([
  ["wheel", { deltaY: -1 }],
  ["touchmove", {}],
  ["keydown", { key: "ArrowUp" }],
  ["keydown", { key: "PageUp" }],
  ["keydown", { key: "Home" }],
])("a reader who turns up is let go before the next word: %s %o", (type, fields) => {
  const { page, input } = setUp({ follows: true });
  input(type, fields);
  page.resize(2100);
  expect(page.top).toBe(1600);
});

test.each([
  ["wheel", { deltaY: 1 }],
  ["wheel", { deltaY: 0 }],
  ["pointerdown", {}],
  ["keydown", { key: "ArrowDown" }],
  ["keydown", { key: "a" }],
])("a reader who does not turn up is taken along: %s %o", (type, fields) => {
  const { page, input } = setUp({ follows: true });
  input(type, fields);
  page.resize(2100);
  expect(page.atEnd).toBe(true);
});

test("whoever asks for the end goes with it, also without following, until they go elsewhere", () => {
  const { page, scrolling, input } = setUp();
  page.scroll(-700);
  page.jumps.splice(0);
  const focus = vi.spyOn(page.box, "focus");
  scrolling.toEnd();
  expect(focus).toHaveBeenCalledWith({ preventScroll: true });
  expect(scrolling.isNearEnd).toBe(true);
  expect(page.jumps).toEqual([{ top: 2000, behavior: "smooth" }]);
  expect(document.activeElement).toBe(page.box);
  page.frame();
  page.resize(3000);
  expect([page.atEnd, scrolling.isNearEnd]).toEqual([true, true]);
  input("wheel", { deltaY: -1 });
  page.resize(4000);
  expect([page.top, scrolling.isNearEnd]).toEqual([2600, false]);
});

test("whoever asks for the end while the view still settles goes with it longer than that", () => {
  const { page, scrolling, input } = setUp({ isSettled: false });
  page.scroll(-700);
  input("pointerdown");
  scrolling.toEnd();
  page.frame();
  vi.advanceTimersByTime(1500);
  page.resize(3000);
  expect(page.atEnd).toBe(true);
});

test("a way of more than three views is a jump, and so is every way for who wants stillness", () => {
  const { page, scrolling } = setUp({ height: 5000 });
  const way = (pixels: number) => {
    page.scroll(5000 - pixels - page.top);
    scrolling.toEnd();
    page.frame();
    return page.jumps.at(-1)?.behavior;
  };
  expect([way(1200), way(1201)]).toEqual(["smooth", "instant"]);
  page.prefersStillness = true;
  expect(way(1200)).toBe("instant");
});

test("a message is put at the top, under what covers the edge, and the view stays there", () => {
  const { page, scrolling } = setUp({ isSettled: false, follows: true });
  page.scroll(-500);
  page.box.style.scrollPaddingTop = "24px";
  const message = document.createElement("p");
  page.place(message, 350);
  page.box.getBoundingClientRect = () => new DOMRect(0, 50, 0, VIEW);
  scrolling.toTop(message);
  expect(page.jumps).toEqual([{ top: 1100 + 300 - 24, behavior: "smooth" }]);
  page.frame();
  expect(scrolling.isNearEnd).toBe(true);
});

test("a message at the top is not left for the end that is settling", () => {
  const { page, scrolling } = setUp({ isSettled: false });
  const message = document.createElement("p");
  page.place(message, -600);
  scrolling.toTop(message);
  page.frame();
  page.resize(3000);
  expect(page.top).toBe(1000);
});

test("what is on screen stays in place when something is put above it", () => {
  const { page, scrolling } = setUp();
  page.scroll(-1500);
  const { fromEnd } = scrolling;
  expect(fromEnd).toBe(1900);
  page.resize(2700);
  page.jumps.splice(0);
  scrolling.keepPlace(fromEnd);
  expect([page.top, page.jumps]).toEqual([800, [{ top: 800, behavior: "instant" }]]);
  expect(scrolling.fromEnd).toBe(fromEnd);
});

test("there is more below than a glance, or something above: both are told", () => {
  const { page, scrolling, scrolled } = setUp();
  const told = () => [scrolling.away.value, scrolled.value];
  expect(told()).toEqual([false, true]);
  page.scroll(-160);
  expect(told()).toEqual([false, true]);
  page.scroll(-1);
  expect(told()).toEqual([true, true]);
  page.scroll(-1438);
  expect(told()).toEqual([true, false]);
  page.scroll(1);
  expect(told()).toEqual([true, true]);
  page.resize(VIEW);
  expect(told()).toEqual([false, false]);
});

test("growing and shrinking views are looked at, too", () => {
  const { page, scrolling } = setUp({ height: 600 });
  page.resize(600, 600);
  expect(scrolling.away.value).toBe(false);
  page.scroll(-200);
  page.resize(600, 300);
  expect(scrolling.away.value).toBe(true);
});

test("a view that is taken down listens to nothing and watches nothing", () => {
  const { page, scrolling, scrolled } = setUp({ isSettled: false, follows: true });
  expect(page.observed).toEqual(new Set([page.box, page.content]));
  scrolling.dispose();
  expect([scrolled.value, page.observed.size, vi.getTimerCount()]).toEqual([false, 0, 0]);
  page.scroll(-900);
  page.resize(4000);
  expect([scrolled.value, scrolling.away.value, page.jumps]).toEqual([false, false, []]);
});
