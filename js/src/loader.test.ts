import { afterEach, beforeEach, expect, test, vi } from "vitest";
import widget from "./loader";
import { createHost } from "./loader/placeholder";
import { DEFAULT_OPTIONS } from "./protocol/options.gen";
import { clearShelf } from "./testing/shelf";
import { FakeKernel, FakeModel } from "./transport/fake-model";
import type { Transport } from "./transport/transport";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  clearShelf();
  document.body.replaceChildren();
});

interface Attached {
  transport: Transport;
  host: HTMLElement;
  isGreeted: boolean;
}

const bytes = (text: string) => new DataView(new TextEncoder().encode(text).buffer);

/** A page: runs the bundle by noting who was attached; `fails` makes its code throw. */
function createPage() {
  const attached: Attached[] = [];
  const detached: Attached[] = [];
  const page = { attached, detached, runs: 0, fails: false };
  const run = async () => {
    page.runs += 1;
    if (page.fails) throw new SyntaxError("Unexpected token");
    return {
      attach(options: Attached) {
        attached.push(options);
        return () => void detached.push(options);
      },
    };
  };
  const show = (model = new FakeModel({ _bundle: "h1", _options: { height: 300 } })) => {
    const { initialize, render } = widget(run);
    const dispose = initialize({ model });
    const el = document.createElement("div");
    document.body.append(el);
    const remove = render({ model, el });
    const root = el.firstElementChild?.shadowRoot as ShadowRoot;
    const arrive = () =>
      model.fire("msg:custom", { type: "bundle", hash: "h1" }, [bytes("js"), bytes("b{}")]);
    return { model, el, root, remove, dispose, arrive, render };
  };
  return Object.assign(page, { show });
}

const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

test("the host keeps keys from the notebook and has the height of the options", () => {
  const { el } = createPage().show();
  const host = el.firstElementChild as HTMLElement;
  expect(host.dataset.lmSuppressShortcuts).toBe("true");
  expect(host.style.height).toBe("300px");
  expect(createHost(undefined).host.style.height).toBe(`${DEFAULT_OPTIONS.height}px`);
  expect(host.shadowRoot).not.toBeNull();
});

test("the first view asks for the bundle with its hello and draws when it arrives", async () => {
  const page = createPage();
  const { model, root, arrive } = page.show();
  expect(model.sent).toMatchObject([{ type: "hello", bundle: null, session: null, have_seq: null }]);
  arrive();
  await pass();
  expect(page.attached).toHaveLength(1);
  expect(page.attached[0]?.isGreeted).toBe(true);
  expect(root.adoptedStyleSheets).toHaveLength(1);
  expect(root.querySelector(".chatkit-wait")).toBeNull();
});

test("messages that come while the bundle is on its way wait for the chat", async () => {
  const page = createPage();
  const { model, arrive } = page.show();
  model.fire("msg:custom", { type: "frames", seq: 1, frames: [] }, []);
  arrive();
  await pass();
  const heard: unknown[] = [];
  page.attached[0]?.transport.subscribe((message) => heard.push(message));
  expect(heard).toEqual([{ type: "frames", seq: 1, frames: [] }]);
});

test("ten widgets load one bundle", async () => {
  const page = createPage();
  const views = Array.from({ length: 10 }, () => page.show());
  views[0]?.arrive();
  await pass();
  expect(page.attached).toHaveLength(10);
  expect(page.runs).toBe(1);
  const asked = views.flatMap(({ model }) => model.sent).filter((message) => message.bundle === null);
  expect(asked).toHaveLength(1);
});

test("who waits for another widget's bundle asks on its own line in the end", async () => {
  const page = createPage();
  page.show();
  const second = page.show();
  await pass(2900);
  expect(second.model.sent).toMatchObject([{ type: "hello", bundle: "h1" }]);
  await pass(200);
  expect(second.model.sent[1]).toMatchObject({ type: "bundle", hash: "h1" });
  expect(second.root.textContent).toContain("The kernel is busy");
  second.arrive();
  await pass();
  expect(page.attached).toHaveLength(2);
});

test("a bundle that does not run says why, and trying again asks anew", async () => {
  const page = createPage();
  page.fails = true;
  const { model, root, arrive } = page.show();
  arrive();
  await pass();
  expect(root.textContent).toContain("SyntaxError: Unexpected token");
  page.fails = false;
  root.querySelector("button")?.click();
  expect(model.sent.at(-1)).toMatchObject({ type: "bundle", hash: "h1" });
  arrive();
  await pass();
  expect(page.attached).toHaveLength(1);
});

test("a kernel restart before the bundle came says what to do", async () => {
  const { model, root } = createPage().show();
  model.fire("comm_live_update");
  await pass();
  expect(root.textContent).toContain("The kernel was restarted. Run the cell again to continue.");
  expect(root.querySelector("button")).toBeNull();
});

test("a model without a bundle says what is missing", async () => {
  const { root } = createPage().show(new FakeModel());
  await pass();
  expect(root.textContent).toContain("The kernel has no front end");
});

test("a second view of a model shares its transport and says no second hello", async () => {
  const page = createPage();
  const { model, render, arrive } = page.show();
  arrive();
  await pass();
  const el = document.createElement("div");
  render({ model, el });
  await pass();
  expect(page.attached[1]?.transport).toBe(page.attached[0]?.transport);
  expect(model.sent.filter((message) => message.type === "hello")).toHaveLength(1);
});

test("removing a view detaches it, and disposing the model ends its transport", async () => {
  const page = createPage();
  const { el, model, arrive, remove, dispose } = page.show();
  arrive();
  await pass();
  remove();
  expect(page.detached).toHaveLength(1);
  expect(el.childElementCount).toBe(0);
  dispose();
  expect(page.attached[0]?.transport.end).toBe("closed");
  expect(model.listeners).toBe(0);
});

test("a view that is removed before its bundle came is never drawn", async () => {
  const page = createPage();
  const { arrive, remove } = page.show();
  remove();
  arrive();
  await pass(60_000);
  expect(page.attached).toHaveLength(0);
});

const shownOf = (model: FakeModel) =>
  model.sent.filter(({ type }) => type === "shown").map(({ is_shown }) => is_shown);

test("the kernel hears when the last view of the page is gone, and when there is one again", async () => {
  const { model, remove, render, arrive } = createPage().show();
  arrive();
  await pass();
  const again = render({ model, el: document.body });
  remove();
  expect(shownOf(model)).toEqual([]);
  again();
  expect(shownOf(model)).toEqual([false]);
  const third = render({ model, el: document.body });
  expect(shownOf(model)).toEqual([false, true]);
  globalThis.dispatchEvent(new Event("pagehide"));
  expect(shownOf(model)).toEqual([false, true, false]);
  third();
});

test("a page that goes away after its chat has nothing to say", async () => {
  const { model, remove, dispose } = createPage().show();
  remove();
  dispose();
  const count = model.sent.length;
  globalThis.dispatchEvent(new Event("pagehide"));
  expect(model.sent).toHaveLength(count);
});

test.each([
  ["dead", "stopped"],
  ["terminating", "stopped"],
  ["restarting", "restarted"],
  ["autorestarting", "restarted"],
  ["idle", null],
  ["busy", null],
  ["unknown", null],
])("a kernel that is %s ends the line with %s", async (status, end) => {
  const page = createPage();
  const model = new FakeModel({ _bundle: "h1" });
  const kernel = new FakeKernel();
  model.widget_manager = { kernel };
  const { arrive, dispose } = page.show(model);
  arrive();
  await pass();
  kernel.statusChanged.emit(status);
  expect(page.attached[0]?.transport.end).toBe(end);
  dispose();
  expect([kernel.statusChanged.slots.size, kernel.disposed.slots.size]).toEqual([0, 0]);
});

test("a kernel that was shut down before the chat was there is named", async () => {
  const model = new FakeModel({ _bundle: "h1" });
  const kernel = new FakeKernel();
  model.widget_manager = { kernel };
  const { root, remove } = createPage().show(model);
  kernel.disposed.emit();
  await pass();
  expect(root.textContent).toContain("The kernel was shut down. Run the cell again to continue.");
  expect(remove).not.toThrow();
});

test("a chat that Python has closed says so", async () => {
  const page = createPage();
  const { model, arrive, remove } = page.show();
  arrive();
  await pass();
  model.fire("msg:custom", { type: "closed" });
  expect(page.attached[0]?.transport.end).toBe("closed");
  const count = model.sent.length;
  remove();
  expect(model.sent).toHaveLength(count);
});
