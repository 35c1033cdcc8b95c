import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { StreamEvent } from "../protocol/envelope";
import type { JsonObject } from "../protocol/guards";
import { brokenItem, brokenItems } from "../testing/broken-items";
import { builtIn } from "../testing/built-in";
import { INHERITED_NAMES, objectWith } from "../testing/inherited-names";
import { input, open, pass, texts, userItem, withItems } from "../testing/kernel/fixture";
import type { MemoryKernel } from "../testing/kernel/kernel";
import { stateOf, testSession } from "../testing/kernel/test-session";
import { Mending } from "./mending";
import { readOptions } from "./options";
import type { Session } from "./session";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function skipped(kernel: MemoryKernel): JsonObject[] {
  return kernel.received.flatMap((message) =>
    message.type === "ui" && message.event === "event.skipped" ? [message.data as JsonObject] : [],
  );
}

function hellos(kernel: MemoryKernel): number {
  return kernel.received.filter((message) => message.type === "hello").length;
}

/** A conversation whose server says what it is given, and then a sentence. */
async function said(...events: unknown[]): Promise<{ kernel: MemoryKernel; session: Session }> {
  const opened = await open({
    ...withItems([userItem("a")]),
    script: async function* (_request, turn) {
      for (const event of events) yield event as StreamEvent;
      yield* turn.say("the end", { pace: 0 });
    },
  });
  opened.kernel.ask("go");
  await pass(100);
  return opened;
}

const id = "msg_1";
const MALFORMED: readonly JsonObject[] = [
  {},
  { type: 5 },
  { type: null },
  { type: "__proto__" },
  { type: "constructor" },
  { type: "thread.item.added" },
  { type: "thread.item.added", item: null },
  { type: "thread.item.added", item: { id: 5, type: "widget" } },
  { type: "thread.item.done" },
  { type: "thread.item.done", item: [] },
  { type: "thread.item.replaced", item: "x" },
  { type: "thread.item.removed" },
  { type: "thread.item.removed", item_id: {} },
  { type: "thread.item.updated" },
  { type: "thread.item.updated", item_id: "__proto__", update: { type: "widget.root.updated" } },
  { type: "thread.item.updated", item_id: id, update: 5 },
  { type: "thread.item.updated", item_id: id, update: { type: "toString" } },
  { type: "thread.created" },
  { type: "thread.created", thread: { id: 5, items: 5 } },
  { type: "thread.updated", thread: null },
  { type: "thread.updated", thread: { id: "thr_other", title: {} } },
  { type: "progress_update", text: {} },
  { type: "progress_update" },
  { type: "stream_options" },
  { type: "stream_options", stream_options: { allow_cancel: "yes" } },
  { type: "notice" },
  { type: "notice", level: "__proto__", message: "noticed" },
  { type: "notice", level: 5, message: {} },
  { type: "client_effect" },
  { type: "chatkit.response.start" },
  { type: "chatkit.response.start", id: {} },
  { type: "chatkit.response.end" },
  { type: "chatkit.response.end", id: null, error: 5 },
  { type: "chatkit.response.end", id: "other", error: { code: {}, message: [] } },
  { type: "chatkit.thread.load.end" },
  { type: "chatkit.thread.truncate" },
  { type: "chatkit.thread.truncate", after_item_id: "constructor" },
  { type: "chatkit.nothing.known" },
  { type: "error", code: {}, message: [], allow_retry: "yes", detail: 5 },
];

test.each(MALFORMED)("the conversation goes on after %o", async (event) => {
  const before = builtIn();
  const { session } = await said(event);
  await pass(2_000);
  expect(texts(session).slice(-2)).toEqual(["go", "the end"]);
  expect(session.response.value).toBeNull();
  expect(builtIn()).toBe(before);
});

test("an event that breaks the conversation is told twice at most, and the state asked for once", async () => {
  const broken = { type: "chatkit.response.start" };
  const { kernel, session } = await said(broken, broken, broken, broken);
  expect(skipped(kernel)).toEqual([
    { type: broken.type, reason: expect.stringContaining('"id"'), again: false },
    { type: broken.type, reason: expect.stringContaining('"id"'), again: true },
  ]);
  expect(hellos(kernel)).toBe(2);
  expect([texts(session).at(-1), session.error.value, session.loading.value]).toEqual([
    "the end",
    null,
    false,
  ]);
});

test("a state that cannot be read, not even when asked for anew, ends loading and says so", async () => {
  const { session, show, sent } = await testSession();
  session.openThread("thr_b");
  const broken = { ...stateOf("thr_b"), items: null as never };
  await show(broken);
  expect([session.loading.value, session.error.value]).toEqual([true, null]);
  expect(sent().map(({ type }) => type)).toContain("hello");
  await show(broken);
  expect(session.error.value).toMatchObject({ code: "view", allow_retry: false });
  expect(session.loading.value).toBe(false);
});

test("what breaks the view while it takes a reply or its status is told by name", async () => {
  const { kernel, session } = await open();
  const stops = [
    session.connection.subscribe((connection) => {
      if (connection === "busy") throw new Error("drawn badly");
    }),
    session.error.subscribe((error) => {
      if (error !== null) throw new Error("drawn badly");
    }),
  ];
  kernel.busy = true;
  kernel.crowded = true;
  session.send(input("hello"));
  await pass(2000);
  kernel.busy = false;
  await pass(100);
  for (const stop of stops) stop();
  expect(skipped(kernel).map(({ type }) => type)).toEqual(["status", "reply"]);
});

test.each([null, 7, "x", { id }])(
  "the malformed event %j among many holds up none of the others",
  async (event) => {
    const { kernel, session } = await said(event, { type: "notice", level: "info", message: "m" });
    expect(session.notices.value.map(({ message }) => message)).toEqual(["m"]);
    expect(texts(session).at(-1)).toBe("the end");
    expect(skipped(kernel)).toMatchObject([{ type: "malformed", again: false }]);
  },
);

test("what throws when the state changes stops no event after it, and is not asked for without end", async () => {
  const { kernel, session } = await said({ type: "notice", level: "info", message: "m" });
  const stop = session.notices.subscribe((notices) => {
    if (notices.length > 0 && session.response.peek() !== null) throw new Error("drawn badly");
  });
  kernel.ask("again");
  await pass(100);
  stop();
  const again = ["frames", "snapshot", "snapshot"].map((type, index) => [type, index === 2]);
  expect(skipped(kernel).map((row) => [row.type, row.again])).toEqual(again);
  expect(hellos(kernel)).toBe(3);
  expect(session.error.value).toEqual({ code: "view", allow_retry: false });
  expect(texts(session).at(-1)).toBe("the end");
});

test("of very many reasons some are told, each up to a bound, and each asks for the state once", () => {
  const told: JsonObject[] = [];
  let asked = 0;
  const mending = new Mending(
    (_, data) => told.push(data as JsonObject),
    () => {
      asked += 1;
    },
  );
  expect(mending.skipped("frames", new RangeError("x".repeat(5000)))).toBe(false);
  expect(told[0]?.reason).toBe(`RangeError: ${"x".repeat(988)}`);
  expect([mending.skipped("frames", "secret"), mending.skipped("reply", "secret")]).toEqual([false, false]);
  expect(told.slice(1).map(({ type, reason }) => [type, reason])).toEqual([
    ["frames", "string"],
    ["reply", "string"],
  ]);
  for (let count = 0; count < 100; count += 1) mending.skipped("frames", new Error(`${count}`));
  expect([told.length, asked]).toEqual([50, 50]);
  expect(mending.skipped("frames", new Error("new"))).toBe(true);
  expect(mending.skipped("frames", new Error("0"))).toBe(true);
  expect([told.length, asked]).toEqual([51, 50]);
});

test("items of every wrong shape fold and unfold, in a page of older ones too", async () => {
  const items = [...brokenItems.keys()].map((name, index) => brokenItem(name, `broken_${index}`));
  const { session } = await open(
    withItems([...items, userItem("z")] as unknown as Parameters<typeof withItems>[0]),
  );
  while (session.hasOlder.value) {
    void session.loadOlder();
    await pass(10);
  }
  expect(session.items.value).toHaveLength(items.length + 1);
});

test.each(INHERITED_NAMES)("an option called %s changes no object", (name) => {
  const before = builtIn();
  for (const given of [
    objectWith(name, { enabled: true }),
    { header: objectWith(name, "x"), composer: { attachments: objectWith(name, { a: 1 }) } },
    { theme: objectWith(name, { colorScheme: "dark" }) },
  ]) {
    const options = readOptions(given);
    expect(Object.getPrototypeOf(options)).toBe(Object.prototype);
    expect(Object.getPrototypeOf(options.header)).toBe(Object.prototype);
    expect(options.header.enabled).toBe(true);
    expect(options.theme.colorScheme).toBe("auto");
  }
  expect(builtIn()).toBe(before);
});
