import { act, fireEvent, waitFor } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { memoryKernel } from "../../testing/kernel/kernel";
import { clear, show } from "../fixture";

afterEach(() => {
  clear();
  vi.unstubAllGlobals();
});

/** A composer whose field takes `height` pixels, beside what observes it. */
async function started({ growsByItself = false } = {}) {
  const observed = new Map<Element, () => void>();
  vi.stubGlobal("ResizeObserver", function ResizeObserver(resized: () => void) {
    const mine = new Set<Element>();
    const observe = (element: Element) => {
      mine.add(element);
      observed.set(element, resized);
    };
    const disconnect = () => {
      for (const element of mine) observed.delete(element);
    };
    return { observe, disconnect };
  });
  vi.stubGlobal("CSS", {
    supports: (property: string, value: string) =>
      growsByItself && property === "field-sizing" && value === "content",
  });
  const status = { type: "closed" as const };
  const threads = [
    { info: { id: "over", status }, items: [] },
    { info: { id: "thr" }, items: [] },
  ];
  const options = { composer: { attachments: { enabled: true } } };
  const view = show(memoryKernel({ script: () => [], threads, thread: "thr", options }).connect());
  await waitFor(() => expect(view.session.loading.value).toBe(false));
  const field = () => view.getByRole("textbox") as HTMLTextAreaElement;
  const write = (value: string) => fireEvent.input(field(), { target: { value } });
  const resize = (height: number) => {
    Object.defineProperty(field(), "clientHeight", { configurable: true, value: height });
    act(() => observed.get(field())?.());
  };
  const isTall = () => view.root.querySelector(".composer-box")?.hasAttribute("data-tall");
  return { ...view, observed, field, write, resize, isTall };
}

it("gives the whole width to a text of more than one line, until it is empty", async () => {
  const { write, resize, isTall } = await started();
  write("one line");
  resize(36);
  expect(isTall()).toBe(false);
  resize(37);
  expect(isTall()).toBe(true);
  write("o");
  resize(24);
  expect(isTall()).toBe(true);
  write("");
  expect(isTall()).toBe(false);
});

it("gives no whole width to a draft of one line that is come back to", async () => {
  const { session, field, write, isTall, findByText } = await started();
  write("one line");
  session.openThread("over");
  await findByText("This chat has ended.");
  session.openThread("thr");
  await waitFor(() => expect(field().value).toBe("one line"));
  expect(isTall()).toBe(false);
});

it("gives the whole width to a text beside files", async () => {
  const { session, isTall } = await started();
  act(() => session.attachments.add([new File(["x"], "a.csv", { type: "text/csv" })]));
  expect(isTall()).toBe(true);
});

it("does not take the hint of an empty field for a text", async () => {
  const { root, resize, isTall } = await started();
  const changes = new MutationObserver(() => {});
  changes.observe(root, { subtree: true, attributeFilter: ["data-tall"] });
  resize(48);
  expect([isTall(), changes.takeRecords().length]).toEqual([false, 0]);
  changes.disconnect();
});

it("watches the field that there is, also after a thread that is over, and none when it is gone", async () => {
  const { session, root, observed, field, findByText } = await started();
  expect(observed.has(field())).toBe(true);
  session.openThread("over");
  await findByText("This chat has ended.");
  session.openThread("thr");
  await waitFor(() => expect(observed.has(field())).toBe(true));
  clear();
  expect([root.isConnected, observed.size]).toEqual([false, 0]);
});

it.each([true, false])("grows with its text, by itself or not: %s", async (growsByItself) => {
  const { field, write } = await started({ growsByItself });
  const box = field();
  Object.defineProperty(box, "scrollHeight", { get: () => (box.style.height === "auto" ? 72 : 999) });
  write("much\nto\nsay");
  await waitFor(() => expect(box.value).toContain("say"));
  await waitFor(() => expect(box.style.height).toBe(growsByItself ? "" : "72px"));
});
