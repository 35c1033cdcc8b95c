import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { echo, input, open, operations, pass, WIDGET, withItems } from "../testing/kernel/fixture";

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
  expect(session.error.value).toMatchObject({ message: "Sold out.", allow_retry: false });
  expect([session.busyActions.value.size, operations(kernel)]).toEqual([0, ["threads.sync_custom_action"]]);
});

test("where no thread is, an action asks the server nothing", async () => {
  const { kernel, session } = await open();
  await session.action("wid_1", { type: "buy" });
  await session.action("wid_1", { type: "open", handler: "client" });
  await pass();
  expect(operations(kernel)).toEqual([]);
  expect(kernel.received.at(-1)).toMatchObject({ type: "ui", command: { name: "client_action" } });
});

test("a client action goes to Python and waits for nothing", async () => {
  const { kernel, session } = await open(withWidget);
  await session.action("wid_1", { type: "open", handler: "client" });
  await pass();
  expect(kernel.received.at(-1)).toMatchObject({
    type: "ui",
    command: { name: "client_action", action: { type: "open" }, item_id: "wid_1" },
  });
});
