// @vitest-environment node
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Frame, RequestBody, Snapshot, ViewMessage } from "../protocol/envelope";
import { Link, type LinkStatus } from "./link";
import { memoryWire } from "./memory";
import { LATE_MS } from "./requests";
import type { ChatMessage } from "./transport";

/** What a link needs of a page. It counts who listens. */
class Page extends EventTarget {
  visibilityState = "visible";
  listeners = 0;

  override addEventListener(...args: Parameters<EventTarget["addEventListener"]>) {
    this.listeners += 1;
    super.addEventListener(...args);
  }

  override removeEventListener(...args: Parameters<EventTarget["removeEventListener"]>) {
    this.listeners -= 1;
    super.removeEventListener(...args);
  }
}

let page: Page;

beforeEach(() => {
  vi.useFakeTimers();
  page = new Page();
  vi.stubGlobal("document", page);
  for (const name of ["addEventListener", "removeEventListener", "dispatchEvent"] as const) {
    vi.stubGlobal(name, page[name].bind(page));
  }
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

const LIST: RequestBody = { type: "threads.list", params: { order: "desc" } };

const RETRY: RequestBody = { type: "threads.retry_after_item", params: { thread_id: "t", item_id: "m" } };

function state(fields: Partial<Snapshot> = {}): Snapshot {
  const fold = { thread: null, items: [], open: [], progress: null, error: null, notices: [] };
  return { ...fold, allow_cancel: false, has_older: false, response: null, ...fields };
}

function frame(seq: number, id: string | null = null): Frame {
  return { seq, id, event: { type: "notice", level: "info", message: `${seq}` } };
}

function frames(...seqs: number[]): ChatMessage {
  return { type: "frames", seq: seqs.at(-1) ?? 0, frames: seqs.map((seq) => frame(seq)) };
}

/** A link whose kernel is the test. `open` says hello; `welcome` answers it. */
function setUp({ isGreeted = false, bundle = "h" as unknown } = {}) {
  const { wire, kernel } = memoryWire({ _bundle: bundle });
  const sent: ViewMessage[] = [];
  const told: unknown[] = [];
  const statuses: LinkStatus[] = [];
  kernel.onMessage((message) => sent.push(message));
  const link = new Link(wire, {
    snapshot: (snapshot) => told.push(["snapshot", snapshot]),
    frames: (fresh) => told.push(["frames", fresh.map(({ seq }) => seq)]),
    reply: (id, failure) => told.push(["reply", id, failure]),
    ui: (method, args) => told.push(["ui", method, args]),
    status: (status) => statuses.push(status),
  });
  link.open(isGreeted);
  /** What was sent since the last call. */
  const take = () => sent.splice(0);
  const types = () => take().map(({ type }) => type);
  const hear = async (message: ChatMessage, buffers?: ArrayBuffer[]) => {
    kernel.post(message, buffers);
    await pass();
  };
  const welcome = async (seq = 10, session = "s", view = wire.view, snapshot = state()) => {
    await hear({ type: "welcome", view, session, seq, bundle: "h", snapshot });
  };
  return { wire, kernel, link, told, statuses, take, types, hear, welcome };
}

/** The same, in place and with nothing to be done. */
async function ready() {
  const made = setUp();
  await made.welcome();
  made.take();
  made.told.splice(0);
  made.statuses.splice(0);
  return made;
}

test("hello is said at growing intervals until it is answered", async () => {
  const { wire, take, types, welcome } = setUp();
  await pass();
  const hello = { type: "hello", view: wire.view, session: null, have_seq: null, bundle: "h" };
  expect(take()).toEqual([hello]);
  await pass(999);
  expect(take()).toEqual([]);
  await pass(1);
  expect(take()).toEqual([hello]);
  await pass(1999);
  expect(take()).toEqual([]);
  await pass(1);
  expect(types()).toEqual(["hello"]);
  await pass(4000 + 8000 + 8000);
  expect(types()).toEqual(["hello", "hello", "hello"]);
  await welcome();
  await pass(60_000);
  expect(take()).toEqual([]);
});

test("what the loader said is not said again at once", async () => {
  const { take } = setUp({ isGreeted: true, bundle: 7 });
  await pass(999);
  expect(take()).toEqual([]);
  await pass(1);
  expect(take()).toMatchObject([{ type: "hello", bundle: null }]);
});

test("a welcome that waited for the view is answer enough", async () => {
  const { wire, kernel } = memoryWire();
  const sent: ViewMessage[] = [];
  kernel.onMessage((message) => sent.push(message));
  const snapshot = state();
  kernel.post({ type: "welcome", view: wire.view, session: "s", seq: 1, bundle: "h", snapshot });
  await pass();
  const ignore = () => {};
  const link = new Link(wire, {
    snapshot: ignore,
    frames: ignore,
    reply: ignore,
    ui: ignore,
    status: ignore,
  });
  link.open(false);
  await pass(60_000);
  expect(sent).toEqual([]);
  link.greet();
  await pass();
  expect(sent).toMatchObject([{ type: "hello" }]);
});

test("a welcome to another view is not taken", async () => {
  const { told, statuses, welcome } = setUp();
  await welcome(10, "s", "other");
  expect(told).toEqual([]);
  expect(statuses).toEqual([]);
});

test("the next hello says what is known", async () => {
  const { wire, link, take, types, hear, welcome } = setUp();
  await welcome(10, "s");
  await hear(frames(11));
  take();
  link.greet();
  await pass();
  const hello = { type: "hello", view: wire.view, session: "s", have_seq: 11, bundle: "h" };
  expect(take()).toEqual([hello]);
  link.greet();
  await pass(1000);
  expect(types()).toEqual(["hello", "hello"]);
});

test("a stale welcome of the same kernel rolls nothing back", async () => {
  const { told, hear, welcome } = await ready();
  await hear(frames(11, 12));
  told.splice(0);
  await welcome(11);
  expect(told).toEqual([]);
  await hear(frames(13));
  expect(told).toEqual([["frames", [13]]]);
});

test("a welcome that is as new as what is here is taken", async () => {
  const { told, welcome } = await ready();
  await welcome(10);
  expect(told).toEqual([["snapshot", state()]]);
});

test("the welcome of a new kernel is taken, however small its number", async () => {
  const { told, hear, welcome } = await ready();
  await welcome(2, "another");
  expect(told).toEqual([["snapshot", state()]]);
  await hear(frames(3));
  expect(told.at(-1)).toEqual(["frames", [3]]);
});

test("a stale state rolls nothing back, and one that is as new is taken", async () => {
  const { wire, told, hear } = await ready();
  await hear(frames(11, 12));
  told.splice(0);
  await hear({ type: "snapshot", view: null, seq: 11, snapshot: state() });
  expect(told).toEqual([]);
  await hear({ type: "snapshot", view: wire.view, seq: 12, snapshot: state({ has_older: true }) });
  expect(told).toEqual([["snapshot", state({ has_older: true })]]);
});

test("a state for another view, and one before the welcome, are not taken", async () => {
  const { told, hear } = setUp();
  await hear({ type: "snapshot", view: null, seq: 5, snapshot: state() });
  expect(told).toEqual([]);
  const { told: heard, hear: listen } = await ready();
  await listen({ type: "snapshot", view: "other", seq: 20, snapshot: state() });
  expect(heard).toEqual([]);
});

test("a gap is asked about until it is closed, and the frames after it wait", async () => {
  const { wire, told, take, types, hear } = await ready();
  await hear(frames(12));
  expect(told).toEqual([]);
  expect(take()).toEqual([{ type: "resume", view: wire.view, after_seq: 10 }]);
  await pass(1000);
  expect(take()).toEqual([{ type: "resume", view: wire.view, after_seq: 10 }]);
  await hear(frames(13));
  expect(types()).toEqual([]);
  await hear(frames(11, 12, 13));
  expect(told).toEqual([["frames", [11, 12, 13]]]);
  await pass(4000);
  expect(take()).toEqual([]);
});

test("a gap after one that was closed is asked about, too", async () => {
  const { wire, take, hear } = await ready();
  await hear(frames(12));
  await hear(frames(11, 12));
  take();
  await hear(frames(14));
  expect(take()).toEqual([{ type: "resume", view: wire.view, after_seq: 12 }]);
});

test("a gap that moves on is asked about anew", async () => {
  const { wire, take, hear } = await ready();
  await hear(frames(13));
  take();
  await hear(frames(11, 13));
  expect(take()).toEqual([{ type: "resume", view: wire.view, after_seq: 11 }]);
  await pass(1000);
  expect(take()).toEqual([{ type: "resume", view: wire.view, after_seq: 11 }]);
});

test("a state closes a gap", async () => {
  const { take, hear } = await ready();
  await hear(frames(13));
  take();
  await hear({ type: "snapshot", view: null, seq: 13, snapshot: state() });
  await pass(60_000);
  expect(take()).toEqual([]);
});

test("before the welcome nothing is asked to be repeated", async () => {
  const { link, types } = setUp({ isGreeted: true });
  const timers = vi.getTimerCount();
  link.catchUp();
  expect(vi.getTimerCount()).toBe(timers);
  link.isWatched = true;
  await pass(20_000);
  expect(new Set(types())).toEqual(new Set(["hello"]));
});

test("a request is repeated under its id until a frame of it comes", async () => {
  const { link, take, hear } = await ready();
  link.start("r", RETRY);
  link.start("other", LIST);
  await pass(10_000);
  const request = { type: "request", id: "r", body: RETRY };
  expect(take().filter((message) => "id" in message && message.id === "r")).toEqual([request, request]);
  await hear({ type: "frames", seq: 11, frames: [frame(11, "r")] });
  await pass(10_000);
  expect(take().map((message) => "id" in message && message.id)).toEqual(["other"]);
});

test("a frame that is not new acknowledges nothing", async () => {
  const { link, take, hear } = await ready();
  link.start("r", RETRY);
  await pass();
  take();
  await hear({ type: "frames", seq: 10, frames: [frame(10, "r")] });
  await pass(10_000);
  expect(take()).toEqual([{ type: "request", id: "r", body: RETRY }]);
});

test("a response in the state is a request that arrived; what else waits is asked again", async () => {
  const { link, take, hear } = await ready();
  link.start("r", RETRY);
  const list = link.ask(LIST);
  await pass();
  const [, question] = take();
  await hear({ type: "snapshot", view: null, seq: 11, snapshot: state({ response: { id: "r", op: "x" } }) });
  expect(take()).toEqual([question]);
  if (question?.type !== "request") throw new Error("no question was sent");
  await hear({ type: "reply", id: question.id, body: { data: [] } });
  expect(await list).toEqual({ data: [] });
});

test("a reply goes to whoever asked, with its bytes, and is told", async () => {
  const { link, told, take, hear } = await ready();
  const file = link.fetch("atc_1");
  const found = link.search("word");
  await pass();
  const [fetch, search] = take();
  expect([fetch, search]).toMatchObject([
    { type: "fetch", attachment_id: "atc_1" },
    { type: "search", query: "word" },
  ]);
  const failure = { code: "no", message: "No.", allow_retry: false };
  const refused = expect(found).rejects.toMatchObject({ code: "no", message: "No." });
  const ids = [fetch, search].map((message) => (message && "id" in message && message.id) || "");
  await hear({ type: "reply", id: ids[0] ?? "", body: { name: "a" } }, [new ArrayBuffer(2)]);
  await hear({ type: "reply", id: ids[1] ?? "", error: failure });
  expect(await file).toMatchObject({ body: { name: "a" }, buffers: [{ byteLength: 2 }] });
  await refused;
  expect(told).toEqual([
    ["reply", ids[0], null],
    ["reply", ids[1], failure],
  ]);
});

test("a cancel is repeated without making the kernel count as busy, until the response has ended", async () => {
  const { link, statuses, take, hear } = await ready();
  link.start("r", RETRY);
  await hear({ type: "frames", seq: 11, frames: [frame(11, "r")] });
  take();
  link.cancel("r");
  link.cancel("other");
  await pass(10_000);
  const ids = () => take().map((message) => message.type === "cancel" && message.id);
  expect(ids()).toEqual(["r", "other", "r", "other"]);
  expect(statuses).not.toContain("busy");
  link.ended("r");
  await pass(10_000);
  expect(ids()).toEqual(["other"]);
});

test("what has ended is not asked for any more", async () => {
  const { link, take } = await ready();
  link.start("r", RETRY);
  await pass();
  take();
  link.ended("r");
  await pass(60_000);
  expect(take()).toEqual([]);
});

test("another thread is asked for, with the state, until it is open", async () => {
  const { wire, link, take, types } = await ready();
  link.openThread("thr_1");
  link.openThread("thr_2");
  await pass();
  const command = (thread_id: string) => ({ name: "open_thread", thread_id });
  expect(take()).toEqual([
    { type: "ui", view: wire.view, command: command("thr_1") },
    { type: "ui", view: wire.view, command: command("thr_2") },
  ]);
  await pass(10_000);
  expect(take()).toMatchObject([{ command: command("thr_2") }, { type: "hello", session: "s" }]);
  link.opened();
  await pass(60_000);
  expect(types()).toEqual([]);
});

test("what Python calls and what the view tells goes across once", async () => {
  const { wire, link, told, take, hear } = await ready();
  await hear({ type: "ui", method: "focus_composer", args: { a: 1 } });
  expect(told).toEqual([["ui", "focus_composer", { a: 1 }]]);
  link.tell({ name: "refresh" });
  await pass(60_000);
  expect(take()).toEqual([{ type: "ui", view: wire.view, command: { name: "refresh" } }]);
});

test("a kernel that does not answer is busy, until it does or says that it has the request", async () => {
  const { link, statuses, take, hear } = await ready();
  void link.ask(LIST).catch(() => {});
  await pass(LATE_MS - 1);
  expect(statuses).not.toContain("busy");
  await pass(1);
  expect(statuses.at(-1)).toBe("busy");
  const [question] = take();
  await hear({ type: "taken", id: question?.type === "request" ? question.id : "" });
  expect(statuses.at(-1)).toBe("ready");
});

test("a kernel that does not welcome is busy after a while", async () => {
  const { statuses, welcome } = setUp();
  await pass(LATE_MS - 1);
  expect(statuses).toEqual([]);
  await pass(1);
  expect(statuses).toEqual(["busy"]);
  await welcome();
  expect(statuses).toEqual(["busy", "ready"]);
});

test("while nothing is welcomed a request that was late leaves the view connecting", async () => {
  const { link, statuses } = setUp();
  link.start("r", RETRY);
  await pass(LATE_MS);
  expect(statuses).toEqual(["busy", "busy"]);
  link.ended("r");
  expect(statuses.at(-1)).toBe("connecting");
});

test("while a response is watched, silence makes the view ask, and news keeps it quiet", async () => {
  const { wire, link, take, types, hear } = await ready();
  await pass(60_000);
  expect(take()).toEqual([]);
  link.isWatched = true;
  await pass(4000);
  await hear(frames(11));
  await pass(4000);
  expect(types()).toEqual([]);
  await pass(6000);
  expect(take()[0]).toEqual({ type: "resume", view: wire.view, after_seq: 11 });
  await hear({ type: "frames", seq: 11, frames: [] });
  link.isWatched = false;
  take();
  await pass(60_000);
  expect(take()).toEqual([]);
});

test("silence of exactly that long is long enough", async () => {
  const { link, types } = await ready();
  link.isWatched = true;
  await pass(5000);
  expect(types()).toEqual(["resume"]);
});

test("a page that is seen again, or back online, asks what it missed", async () => {
  const { types } = await ready();
  globalThis.dispatchEvent(new Event("online"));
  await pass();
  expect(types()).toEqual(["resume"]);
  page.visibilityState = "hidden";
  document.dispatchEvent(new Event("visibilitychange"));
  await pass();
  expect(types()).toEqual([]);
  page.visibilityState = "visible";
  document.dispatchEvent(new Event("visibilitychange"));
  await pass();
  expect(types()).toEqual(["resume"]);
});

test("a file goes to the kernel and is answered", async () => {
  const { wire, link, take, hear } = await ready();
  const progress: number[] = [];
  const signal = new AbortController().signal;
  const done = link.upload("atc_1", new Blob(["abc"]), (received) => progress.push(received), signal);
  for (let count = 0; count < 10; count += 1) await pass();
  expect(take()).toEqual([{ type: "upload", view: wire.view, id: "atc_1", offset: 0 }]);
  await hear({ type: "upload", id: "atc_1", received: 3, done: true });
  await expect(done).resolves.toBeUndefined();
});

test("closing refuses what waits and stops every timer, repetition and listener", async () => {
  const { kernel, link, told, statuses, take, hear } = await ready();
  const signal = new AbortController().signal;
  const waiting = [link.ask(LIST), link.upload("atc_1", new Blob(["abc"]), () => {}, signal)];
  link.start("r", RETRY);
  link.cancel("r");
  link.openThread("thr_1");
  link.greet();
  await hear(frames(15));
  link.isWatched = true;
  const refused = waiting.map((answer) => expect(answer).rejects.toMatchObject({ code: "closed" }));
  link.close();
  await Promise.all(refused);
  await pass();
  take();
  expect([vi.getTimerCount(), page.listeners]).toEqual([0, 0]);
  globalThis.dispatchEvent(new Event("online"));
  document.dispatchEvent(new Event("visibilitychange"));
  await hear(frames(11));
  kernel.end("restarted");
  await pass(60_000);
  expect(take()).toEqual([]);
  expect(told).toEqual([]);
  expect(statuses).toEqual([]);
});

test("a link that was never welcomed stops its greeting when it is closed", async () => {
  const { link, take } = setUp();
  await pass();
  take();
  link.close();
  expect(vi.getTimerCount()).toBe(0);
});

test.each(["restarted", "closed"] as const)(
  "a kernel that is %s ends all that waits, and what comes later",
  async (end) => {
    const { kernel, link, statuses, take } = await ready();
    const early = expect(link.ask(LIST)).rejects.toMatchObject({ code: end, allowRetry: false });
    await pass();
    take();
    kernel.end(end);
    await early;
    expect(statuses).toEqual([end]);
    expect(vi.getTimerCount()).toBe(0);
    await expect(link.ask(LIST)).rejects.toMatchObject({ code: end });
    await expect(link.search("x")).rejects.toMatchObject({ code: end });
    await expect(link.fetch("a")).rejects.toMatchObject({ code: end });
    const signal = new AbortController().signal;
    await expect(link.upload("a", new Blob(), () => {}, signal)).rejects.toMatchObject({ code: end });
    link.catchUp();
    link.tell({ name: "refresh" });
    expect(vi.getTimerCount()).toBe(0);
    expect(take()).toEqual([]);
  },
);

test("a wire that is dead already is told at once", async () => {
  const { wire, kernel } = memoryWire();
  kernel.end("restarted");
  const statuses: LinkStatus[] = [];
  const ignore = () => {};
  const receiver = { snapshot: ignore, frames: ignore, reply: ignore, ui: ignore };
  new Link(wire, { ...receiver, status: (status) => statuses.push(status) }).open(false);
  expect(statuses).toEqual(["restarted"]);
  expect(vi.getTimerCount()).toBe(0);
});

test("an error of the wire that is not its end is not swallowed", async () => {
  const { wire } = memoryWire();
  const ignore = () => {};
  const receiver = { snapshot: ignore, frames: ignore, reply: ignore, ui: ignore, status: ignore };
  const broken = {
    ...wire,
    end: null,
    send: () => {
      throw new RangeError("too long");
    },
  };
  const link = new Link(broken, receiver);
  expect(() => link.tell({ name: "refresh" })).toThrow("too long");
});
