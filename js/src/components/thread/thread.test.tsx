import { fireEvent, waitFor } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import type { ThreadItem } from "../../protocol/wire.gen";
import type { GivenOptions } from "../../state/options";
import { input, userItem } from "../../testing/kernel/fixture";
import { memoryKernel } from "../../testing/kernel/kernel";
import { clear, show } from "../fixture";

afterEach(() => {
  clear();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

interface Move {
  top: number;
  behavior: ScrollBehavior;
}

/** Gives a scroller sizes, which the page of the tests does not. */
function measured(box: HTMLElement) {
  const moves: Move[] = [];
  const sizes = { scrollHeight: 2000, clientHeight: 400, scrollTop: 1600 };
  for (const name of ["scrollHeight", "clientHeight", "scrollTop"] as const) {
    Object.defineProperty(box, name, { configurable: true, get: () => sizes[name] });
  }
  const scrollTo = (move: Move) => {
    moves.push(move);
    sizes.scrollTop = Math.max(0, Math.min(move.top, sizes.scrollHeight - sizes.clientHeight));
  };
  Object.defineProperty(box, "scrollTo", { configurable: true, value: scrollTo });
  const scroll = (top: number) => {
    sizes.scrollTop = top;
    fireEvent.scroll(box);
  };
  /** Where the view was moved since the last look, and how. */
  const take = () => moves.splice(0);
  return { box, sizes, scroll, take };
}

/** A thread of so many messages on screen, and another one. */
async function started(count = 3, options: GivenOptions = {}) {
  const items = (id: string, total: number) =>
    Array.from({ length: total }, (_, index) => userItem(`${id}-${index}`, id));
  const threads = [
    { info: { id: "other" }, items: items("other", 2) },
    { info: { id: "thr" }, items: items("thr", count) },
  ];
  const kernel = memoryKernel({
    async *script(_request, turn) {
      yield* turn.say("fine", { pace: 0 });
    },
    threads,
    thread: "thr",
    options,
  });
  const view = show(kernel.connect());
  await view.findByText(`thr-${count - 1}`);
  const box = view.getByRole("log");
  const page = measured(box);
  const shown = () => [...view.root.querySelectorAll(".bubble")].map((bubble) => bubble.textContent);
  return { ...view, kernel, page, shown };
}

it("puts a message that is sent here at the top", async () => {
  const { session, page, findByText } = await started();
  page.scroll(1600);
  session.send(input("mine"));
  await findByText("mine");
  expect(page.take()).toMatchObject([{ behavior: "smooth" }]);
  await findByText("fine");
  expect(page.take()).toEqual([]);
});

it("puts a message that is sent here at the top also for a reader who is far from the end", async () => {
  const { session, page, findByText } = await started();
  page.scroll(1500);
  page.scroll(1000);
  session.send(input("mine"));
  await findByText("mine");
  expect(page.take()).toHaveLength(1);
});

it("goes to a message from Python only with a reader who is at the end", async () => {
  const { kernel, session, page, findByText } = await started();
  const ended = () => waitFor(() => expect(session.response.value).toBeNull());
  fireEvent.pointerDown(page.box);
  page.scroll(1500);
  page.scroll(1599);
  kernel.ask("first");
  await findByText("first");
  await ended();
  expect(page.take()).toHaveLength(1);
  page.scroll(1000);
  page.scroll(900);
  kernel.ask("second");
  await findByText("second");
  await ended();
  expect(page.take()).toEqual([]);
});

it.each([true, false])("goes along with a growing answer if the options say so: %s", async (autoScroll) => {
  const observers: (() => void)[] = [];
  vi.stubGlobal("ResizeObserver", function ResizeObserver(resized: () => void) {
    observers.push(resized);
    return { observe() {}, disconnect() {} };
  });
  const { kernel, page } = await started(3, { thread: { autoScroll } });
  page.scroll(1500);
  page.scroll(1600);
  fireEvent.pointerDown(page.box);
  page.take();
  page.sizes.scrollHeight = 2050;
  for (const resized of observers) resized();
  expect(page.take()).toEqual(autoScroll ? [{ top: 2050, behavior: "instant" }] : []);
  page.scroll(1650);
  kernel.setOptions({ thread: { autoScroll: !autoScroll } });
  page.sizes.scrollHeight = 2100;
  await waitFor(() => {
    for (const resized of observers) resized();
    expect(page.take()).toEqual(autoScroll ? [] : [{ top: 2100, behavior: "instant" }]);
  });
});

it("rests at the end of another thread", async () => {
  const { session, page, findByText, shown } = await started();
  page.take();
  session.openThread("other");
  await findByText("other-1");
  expect(page.take().at(-1)).toEqual({ top: 2000, behavior: "instant" });
  expect(shown()).toEqual(["other-0", "other-1"]);
});

it("asks for the page before when the reader comes near the top, once, and keeps their place", async () => {
  const { session, page, findByText, getByRole, queryByRole } = await started(30);
  const older = vi.spyOn(session, "loadOlder");
  page.scroll(801);
  page.scroll(800);
  expect(older).not.toHaveBeenCalled();
  page.scroll(799);
  page.scroll(700);
  expect(older).toHaveBeenCalledTimes(1);
  await waitFor(() => expect(getByRole("button", { name: /older|Loading/i })).toBeTruthy());
  page.take();
  page.sizes.scrollHeight = 2600;
  await findByText("thr-0");
  expect(page.take()[0]).toEqual({ top: 2600 - (2000 - 700), behavior: "instant" });
  await waitFor(() => expect(queryByRole("button", { name: /older/i })).toBeNull());
  page.scroll(10);
  expect(older).toHaveBeenCalledTimes(1);
});

it("rests at the end of a thread that is come back to, though older messages of it were loaded", async () => {
  const { session, page, findByText } = await started(30);
  page.scroll(700);
  await findByText("thr-0");
  session.openThread("other");
  await findByText("other-1");
  page.take();
  session.openThread("thr");
  await findByText("thr-29");
  expect(page.take().at(-1)).toEqual({ top: 2000, behavior: "instant" });
});

it("says that older messages could not be loaded, and can try again", async () => {
  const { session, page, getByRole } = await started(30);
  const log = vi.spyOn(session, "log");
  const older = vi.spyOn(session, "loadOlder").mockRejectedValueOnce(new Error("gone"));
  page.scroll(100);
  await waitFor(() => expect(log).toHaveBeenCalledWith("thread.older.failed", { message: "Error: gone" }));
  await waitFor(() => expect(getByRole("button", { name: /older/i }).hasAttribute("disabled")).toBe(false));
  fireEvent.click(getByRole("button", { name: /older/i }));
  expect(older).toHaveBeenCalledTimes(2);
});

it("can be reached and scrolled by keyboard", async () => {
  const { page } = await started();
  expect(page.box.tabIndex).toBe(0);
});

it("offers the way to the end to a reader who is far from it", async () => {
  const { page, findByRole, queryByRole } = await started();
  page.scroll(1590);
  expect(queryByRole("button", { name: "Jump to the latest message" })).toBeNull();
  page.scroll(1000);
  const jump = await findByRole("button", { name: "Jump to the latest message" });
  page.take();
  fireEvent.click(jump);
  expect(page.take()).toEqual([{ top: 2000, behavior: "smooth" }]);
  fireEvent.scroll(page.box);
  await waitFor(() => expect(queryByRole("button", { name: "Jump to the latest message" })).toBeNull());
});

it("brings a message that was searched for into view and lights it up for a while", async () => {
  const { session, page, root, findByText } = await started(5);
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const item = root.querySelector<HTMLElement>('[data-item="thr-1"]');
  if (item === null) throw new Error("the message is not drawn");
  page.box.getBoundingClientRect = () => new DOMRect(0, 50, 0, 400);
  item.getBoundingClientRect = () => new DOMRect(0, 50 + 456 - 1600, 0, 40);
  page.take();
  session.search.target.value = { itemId: "thr-1", query: "nothing" };
  await waitFor(() => expect(item.dataset.found).toBe(""));
  expect(page.take()).toEqual([{ top: 456 - 56, behavior: "instant" }]);
  expect(session.search.target.value).toBeNull();
  await vi.advanceTimersByTimeAsync(2_399);
  expect(item.dataset.found).toBe("");
  await vi.advanceTimersByTimeAsync(1);
  expect(item.dataset.found).toBeUndefined();
  await findByText("thr-1");

  session.search.target.value = { itemId: "thr-1", query: "nothing" };
  await waitFor(() => expect(item.dataset.found).toBe(""));
  await vi.advanceTimersByTimeAsync(2_000);
  session.search.target.value = { itemId: "thr-1", query: "nothing" };
  await waitFor(() => expect(session.search.target.value).toBeNull());
  await vi.advanceTimersByTimeAsync(2_000);
  expect(item.dataset.found).toBe("");
});

it("lights up a message that was found before its thread is drawn", async () => {
  const { session, root, getByRole, findByRole } = await started(5);
  fireEvent.click(getByRole("button", { name: "Conversation history" }));
  await waitFor(() => expect(root.querySelector(".scroller")).toBeNull());
  session.search.target.value = { itemId: "thr-1", query: "nothing" };
  fireEvent.click(getByRole("button", { name: "Back to chat" }));
  await findByRole("log");
  await waitFor(() => expect(root.querySelector<HTMLElement>("[data-found]")?.dataset.item).toBe("thr-1"));
});

it("puts out what is lit up when the thread goes, and leaves no timer that would do so", async () => {
  const { session, root, getByRole, queryByRole } = await started(5);
  const item = root.querySelector<HTMLElement>('[data-item="thr-1"]');
  if (item === null) throw new Error("the message is not drawn");
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  session.search.target.value = { itemId: "thr-1", query: "nothing" };
  await waitFor(() => expect(item.dataset.found).toBe(""));
  fireEvent.click(getByRole("button", { name: "Conversation history" }));
  await waitFor(() => expect(queryByRole("log")).toBeNull());
  expect(item.dataset.found).toBeUndefined();
  item.dataset.found = "";
  await vi.advanceTimersByTimeAsync(2_400);
  expect(item.dataset.found).toBe("");
});

it("goes nowhere for a message that is not drawn", async () => {
  const { session, page } = await started(5);
  page.take();
  session.search.target.value = { itemId: "unknown", query: "x" };
  await waitFor(() => expect(session.search.target.value).toBeNull());
  expect([page.take(), page.box.isConnected]).toEqual([[], true]);
});

it.each([
  ["offers to copy an answer", "word", 1],
  ["offers nothing to copy of a blank answer", " \n", 0],
])("%s", async (_, text, buttons) => {
  const kernel = memoryKernel({
    script: () => [],
    thread: "thr",
    threads: [{ info: { id: "thr" }, items: [userItem("asked", "thr"), said(text)] }],
  });
  const view = show(kernel.connect());
  await view.findByText("asked");
  expect(view.queryAllByRole("button", { name: "Copy" }).length).toBe(buttons);
});

function said(text: string): ThreadItem {
  const content = [{ type: "output_text" as const, text, annotations: [] }];
  return { ...userItem("said", "thr"), type: "assistant_message", content } as ThreadItem;
}
