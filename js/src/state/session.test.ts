import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { echo, input, open, operations, pass, texts, userItem } from "../testing/kernel/fixture";
import { memoryKernel } from "../testing/kernel/kernel";
import { FakeModel } from "../transport/fake-model";
import { Session } from "./session";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("a new session is welcomed with the state of the kernel", async () => {
  const kernel = memoryKernel({
    script: echo,
    threads: [{ info: { id: "thr_old", title: "Old" }, items: [userItem("a")] }],
    thread: "thr_old",
    options: { composer: { placeholder: "Ask" } },
  });
  const session = new Session(kernel.connect());
  expect([session.connection.value, session.loading.value]).toEqual(["connecting", true]);
  expect([session.hasOlder.value, session.search.seeking.value]).toEqual([false, false]);
  await pass();
  expect([session.connection.value, session.loading.value]).toEqual(["ready", false]);
  expect(session.thread.value?.title).toBe("Old");
  expect(texts(session)).toEqual(["a"]);
  expect(session.options.value.composer.placeholder).toBe("Ask");
});

test("a busy kernel shows after a while and gets the message once", async () => {
  const { kernel, session } = await open();
  kernel.busy = true;
  session.send(input("hello"));
  await pass(1000);
  expect(session.connection.value).toBe("ready");
  await pass(200);
  expect(session.connection.value).toBe("busy");
  await pass(30_000);
  kernel.busy = false;
  await pass(200);
  expect(session.connection.value).toBe("ready");
  expect(operations(kernel).length).toBeGreaterThan(1);
  expect(texts(session)).toEqual(["hello", "echo hello"]);
});

test("a kernel that is busy from the start is greeted until it answers", async () => {
  const kernel = memoryKernel({ script: echo });
  kernel.busy = true;
  const session = new Session(kernel.connect());
  await pass(1199);
  expect(session.connection.value).toBe("connecting");
  await pass(1);
  expect(session.connection.value).toBe("busy");
  await pass(10_000);
  kernel.busy = false;
  await pass();
  expect([session.connection.value, session.loading.value]).toEqual(["ready", false]);
  const greetings = kernel.received.length;
  expect(greetings).toBe(4);
  await pass(60_000);
  expect(kernel.received).toHaveLength(greetings);
});

test("a line whose end nobody told ends what is asked over it, and breaks nothing", async () => {
  // The loader's bundle has classes of its own.
  vi.resetModules();
  const { commTransport } = await import("../transport/comm");
  const model = new FakeModel();
  const session = new Session(commTransport(model, () => {}).transport);
  model.isDead = true;
  await expect(session.listThreads()).rejects.toMatchObject({ code: "restarted" });
  expect(session.connection.value).toBe("restarted");
  await expect(session.listThreads()).rejects.toMatchObject({ code: "restarted" });
  session.log("history.open", {});
  session.openThread("thr_old");
  session.stop();
});

test("two views of one kernel show the same, and a late one joins mid-answer", async () => {
  const { kernel, session } = await open();
  session.send(input("hello there"));
  await pass(25);
  const late = new Session(kernel.connect());
  await pass();
  expect(texts(late)).toEqual(texts(session));
  expect(late.response.value?.id).toBe(session.response.value?.id);
  expect(late.items.value[1]?.streaming.value).toBe(true);
  await pass(200);
  expect(texts(late)).toEqual(["hello there", "echo hello there"]);
  expect(late.response.value).toBeNull();
});

test("options change live and wrong ones fall back", async () => {
  const { kernel, session } = await open();
  kernel.setOptions({ height: "50vh", frameTitle: 7 as unknown as string });
  expect(session.options.value.height).toBe("50vh");
  expect(session.options.value.frameTitle).toBeUndefined();
});

test("requests from Python reach whoever listens, also later", async () => {
  const { kernel, session } = await open();
  kernel.ui("focus_composer");
  await pass();
  const heard: unknown[] = [];
  const stop = session.onUi((...call) => heard.push(call));
  kernel.ui("set_composer_value", { text: "x" });
  await pass();
  const stopOther = session.onUi((method) => heard.push(method));
  stop();
  stopOther();
  kernel.ui("focus_composer");
  await pass();
  expect(heard).toEqual([
    ["focus_composer", {}],
    ["set_composer_value", { text: "x" }],
  ]);
});

test("of what Python asked before anybody could hear it the first twenty are kept", async () => {
  const { kernel, session } = await open();
  for (let count = 0; count < 25; count += 1) kernel.ui(`call_${count}`);
  await pass();
  const heard: string[] = [];
  session.onUi((method) => heard.push(method));
  session.onUi((method) => heard.push(`again ${method}`))();
  expect(heard).toEqual(Array.from({ length: 20 }, (_, index) => `call_${index}`));
});

test("a disposed session sends nothing any more", async () => {
  const { kernel, session } = await open();
  session.send(input("hello"));
  await pass();
  session.dispose();
  const count = kernel.received.length;
  await pass(60_000);
  expect(kernel.received).toHaveLength(count);
});
