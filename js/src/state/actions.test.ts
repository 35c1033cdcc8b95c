import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ClientActionArgs } from "../protocol/envelope";
import { asked, echo, input, open, operations, pass, WIDGET, withItems } from "../testing/kernel/fixture";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const withWidget = withItems([WIDGET]);

test("a streaming action is busy until its response has ended", async () => {
  const { kernel, session } = await open({ ...withWidget, script: echo });
  const done = session.action("wid_1", { type: "buy", payload: { sku: 1 } });
  expect([...session.busyActions.value]).toEqual(["wid_1"]);
  await pass(200);
  await done;
  expect(session.busyActions.value.size).toBe(0);
  const request = kernel.received.find((message) => message.type === "request");
  expect(request?.body).toEqual({
    type: "threads.custom_action",
    params: { thread_id: "thr_old", item_id: "wid_1", action: { type: "buy", payload: { sku: 1 } } },
  });
});

test("a failed action is what retry repeats", async () => {
  let count = 0;
  const { kernel, session } = await open({
    ...withWidget,
    script: () => {
      count += 1;
      if (count === 1) throw new Error("no");
      return [];
    },
  });
  await Promise.all([session.action("wid_1", { type: "buy" }), pass()]);
  expect(session.error.value?.allow_retry).toBe(true);
  session.retry();
  await pass();
  expect(session.error.value).toBeNull();
  expect(operations(kernel)).toEqual(["threads.custom_action", "threads.custom_action"]);
});

test("a sync action swaps its item in, also while a response is under way", async () => {
  const swapped = { ...WIDGET, widget: { type: "Card", children: [{ type: "Text", value: "bought" }] } };
  const { session } = await open({ ...withWidget, sync: () => swapped });
  session.send(input("hello"));
  await Promise.all([session.action("wid_1", { type: "buy", streaming: false }), pass()]);
  expect(session.items.value[0]?.item.value).toEqual(swapped);
  expect(session.response.value).not.toBeNull();
});

test("an action that ends leaves those of other items busy", async () => {
  const other = { ...WIDGET, id: "wid_2" };
  const { session } = await open(withItems([WIDGET, other]));
  void session.action("wid_1", { type: "slow" });
  await Promise.all([session.action("wid_2", { type: "quick", streaming: false }), pass()]);
  expect([...session.busyActions.value]).toEqual(["wid_1"]);
});

test("a sync action that fails says why, and is not what retry repeats", async () => {
  const { kernel, session } = await open({
    ...withItems([WIDGET]),
    sync: () => {
      throw new Error("Sold out.");
    },
  });
  await Promise.all([session.action("wid_1", { type: "buy", streaming: false }), pass()]);
  expect(session.error.value).toMatchObject({ message: "Error: Sold out.", allow_retry: false });
  expect([session.busyActions.value.size, operations(kernel)]).toEqual([0, ["threads.sync_custom_action"]]);
});

test("where no thread is, an action asks the server nothing", async () => {
  const { kernel, session } = await open();
  await session.action("wid_1", { type: "buy" });
  await Promise.all([session.action("wid_1", { type: "open", handler: "client" }), pass()]);
  expect(operations(kernel)).toEqual([]);
  expect(asked(kernel, "client_action")).toHaveLength(1);
  expect(session.busyActions.value.size).toBe(0);
});

test("a client action is busy until its function has ended, and a long one is not begun again", async () => {
  const calls: ClientActionArgs[] = [];
  let end = () => {};
  const clientAction = (args: ClientActionArgs) => {
    calls.push(args);
    return new Promise<void>((resolve) => {
      end = resolve;
    });
  };
  const { kernel, session } = await open({ ...withWidget, clientAction });
  const done = session.action("wid_1", { type: "open", handler: "client" });
  await pass(600_000);
  expect([...session.busyActions.value]).toEqual(["wid_1"]);
  expect(calls).toEqual([{ action: { type: "open" }, item_id: "wid_1" }]);
  expect(asked(kernel, "client_action").length).toBeGreaterThan(10);
  expect(session.connection.value).toBe("ready");
  end();
  await Promise.all([done, pass(10_000)]);
  expect([session.busyActions.value.size, session.error.value]).toEqual([0, null]);
});

test("a client action whose reply is lost is over when it was asked for again", async () => {
  const calls: unknown[] = [];
  const { kernel, session } = await open({ ...withWidget, clientAction: (args) => calls.push(args) });
  kernel.loses = (message) => message.type === "reply";
  const done = session.action("wid_1", { type: "open", handler: "client" });
  await pass(1000);
  kernel.loses = () => false;
  expect(session.busyActions.value.size).toBe(1);
  await Promise.all([done, pass(1000)]);
  expect([calls.length, session.busyActions.value.size]).toEqual([1, 0]);
});

test("what fails in a client action is told in the chat, and what ends it before its time is an error", async () => {
  const clientAction = vi.fn(() => {
    throw new Error("Sold out.");
  });
  const { kernel, session } = await open({ ...withWidget, clientAction });
  await Promise.all([session.action("wid_1", { type: "open", handler: "client" }), pass()]);
  expect(session.notices.value).toMatchObject([{ message: "Error: Sold out." }]);
  expect(session.error.value).toBeNull();
  kernel.busy = true;
  const done = session.action("wid_1", { type: "open", handler: "client" });
  kernel.end("restarted");
  await done;
  expect([session.busyActions.value.size, session.error.value?.code]).toEqual([0, "restarted"]);
});
