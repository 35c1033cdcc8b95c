import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { echo, input, open, operations, pass, texts, userItem, withItems } from "../testing/kernel/fixture";
import { memoryKernel } from "../testing/kernel/kernel";
import { Session } from "./session";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("what is sent before the first state waits for it and goes into the thread that is shown", async () => {
  const kernel = memoryKernel({ script: echo, ...withItems([userItem("a")]) });
  const session = new Session(kernel.connect());
  session.draft.value = "early";
  session.send(input("early"));
  session.draft.value = "next";
  session.send(input("next"));
  expect(session.pendingUser.value).toEqual(input("early"));
  await pass(100);
  expect(texts(session)).toEqual(["a", "early", "echo early"]);
  expect(session.draft.value).toBe("next");
});

test("what was sent before the first state is given back when a response runs, or the kernel is gone", async () => {
  const kernel = memoryKernel({ script: echo });
  const first = new Session(kernel.connect());
  await pass();
  first.send(input("one"));
  const second = new Session(kernel.connect());
  second.send(input("two"));
  await pass();
  expect([second.draft.value, second.pendingUser.value]).toEqual(["two", null]);
  expect(operations(kernel)).toEqual(["threads.create"]);
  await pass(100);
  const third = new Session(kernel.connect());
  third.send(input("three"));
  kernel.end("restarted");
  expect([third.draft.value, third.pendingUser.value]).toEqual(["three", null]);
});

test("what is sent when the kernel is gone before its first state stays in the composer", async () => {
  const kernel = memoryKernel({ script: echo });
  const session = new Session(kernel.connect());
  kernel.end("restarted");
  session.draft.value = "late";
  session.send(input("late"));
  await pass();
  expect([session.draft.value, session.pendingUser.value, session.loading.value]).toEqual([
    "late",
    null,
    false,
  ]);
});

test("a message of several parts is the draft that they make together", async () => {
  const { kernel, session } = await open();
  kernel.busy = true;
  session.draft.value = "one two";
  const content = ["one ", "two"].map((text) => ({ type: "input_text" as const, text }));
  session.send({ ...input(""), content });
  expect(session.draft.value).toBe("");
  kernel.end("restarted");
  expect(session.draft.value).toBe("one two");
});

test("each thread has a draft of its own", async () => {
  const { session } = await open({ threads: [{ info: { id: "thr_old" }, items: [userItem("a")] }] });
  session.draft.value = "new";
  session.openThread("thr_old");
  expect(session.loading.value).toBe(true);
  await pass();
  expect([session.loading.value, session.draft.value, ...texts(session)]).toEqual([false, "", "a"]);
  session.draft.value = "old";
  session.openThread(null);
  await pass();
  expect([session.thread.value, session.draft.value]).toEqual([null, "new"]);
});

test("a message that may not have arrived is back in its thread's composer after a look elsewhere", async () => {
  const { kernel, session } = await open({ threads: [{ info: { id: "thr_old" }, items: [] }] });
  kernel.loses = (message) => message.type === "frames";
  session.draft.value = "hello";
  session.send(input("hello"));
  session.openThread("thr_old");
  await pass();
  expect([session.response.value, session.pendingUser.value, session.draft.value]).toEqual([null, null, ""]);
  session.openThread(null);
  await pass();
  expect(session.draft.value).toBe("hello");
});

test("a text typed since a message was sent stays, also after a look elsewhere", async () => {
  const { kernel, session } = await open({ threads: [{ info: { id: "thr_old" }, items: [] }] });
  kernel.loses = (message) => message.type === "frames";
  session.send(input("hello"));
  session.draft.value = "typed since";
  session.openThread("thr_old");
  await pass();
  expect(session.draft.value).toBe("");
  session.openThread(null);
  await pass();
  expect(session.draft.value).toBe("typed since");
});

test("a message whose response has begun does not come back into the composer", async () => {
  const { session } = await open({ threads: [{ info: { id: "thr_old" }, items: [] }], thread: "thr_old" });
  session.draft.value = "hello";
  session.send(input("hello"));
  await pass(15);
  session.openThread(null);
  await pass();
  session.openThread("thr_old");
  await pass();
  expect([session.draft.value, texts(session)[0]]).toEqual(["", "hello"]);
});

test("what is typed while a new thread begins stays in the composer", async () => {
  const { session } = await open();
  session.send(input("hello"));
  session.draft.value = "next";
  await pass(200);
  expect(session.thread.value).not.toBeNull();
  expect(session.draft.value).toBe("next");
});
