import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type MemoryKernel, memoryKernel } from "../kernel/kernel";
import type { Script } from "../kernel/turn";
import type { ThreadItem, UserMessageInput } from "../protocol/wire.gen";
import { FakeModel } from "../transport/fake-model";
import { Session } from "./session";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const echo: Script = async function* (_request, turn) {
  yield* turn.say(`echo ${turn.text}`, { pace: 10 });
};

const input = (text: string): UserMessageInput => ({
  content: [{ type: "input_text", text }],
  attachments: [],
  inference_options: {},
});

const userItem = (id: string, thread_id = "thr_old"): ThreadItem => ({
  ...input(id),
  id,
  thread_id,
  created_at: "2026-01-02T03:04:05",
  type: "user_message",
  attachments: [],
});

const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

async function open(setup: Partial<Parameters<typeof memoryKernel>[0]> = {}) {
  const kernel = memoryKernel({ script: echo, ...setup });
  const session = new Session(kernel.connect());
  await pass();
  return { kernel, session };
}

function texts(session: Session): string[] {
  return session.items.value.map(({ item: { value } }) => {
    if (value.type !== "user_message" && value.type !== "assistant_message") return value.type;
    return value.content.map((part) => part.text).join("");
  });
}

function requests(kernel: MemoryKernel): string[] {
  return kernel.received.flatMap((message) => (message.type === "request" ? [message.id] : []));
}

test("a new session is welcomed with the state of the kernel", async () => {
  const kernel = memoryKernel({
    script: echo,
    threads: [{ info: { id: "thr_old", title: "Old" }, items: [userItem("a")] }],
    thread: "thr_old",
    options: { composer: { placeholder: "Ask" } },
  });
  const session = new Session(kernel.connect());
  expect([session.connection.value, session.loading.value]).toEqual(["connecting", true]);
  await pass();
  expect([session.connection.value, session.loading.value]).toEqual(["ready", false]);
  expect(session.thread.value?.title).toBe("Old");
  expect(texts(session)).toEqual(["a"]);
  expect(session.options.value.composer.placeholder).toBe("Ask");
});

test("a message is shown at once, answered in pieces, and ends", async () => {
  const { session } = await open();
  session.draft.value = "hello";
  session.send(input("hello"));
  expect(session.pendingUser.value).toEqual(input("hello"));
  expect(session.draft.value).toBe("");
  expect(session.response.value).toMatchObject({ op: "threads.create", stopping: false });
  await pass(15);
  expect(session.pendingUser.value).toBeNull();
  expect(texts(session)).toEqual(["hello", "echo"]);
  await pass(100);
  expect(texts(session)).toEqual(["hello", "echo hello"]);
  expect(session.response.value).toBeNull();
});

test("the second message goes to the same thread", async () => {
  const { kernel, session } = await open();
  session.send(input("one"));
  await pass(100);
  session.send(input("two"));
  await pass(100);
  expect(texts(session)).toEqual(["one", "echo one", "two", "echo two"]);
  const ops = kernel.received.flatMap((message) => (message.type === "request" ? [message.body.type] : []));
  expect(ops).toEqual(["threads.create", "threads.add_user_message"]);
});

test("nothing is sent while a response is under way", async () => {
  const { kernel, session } = await open();
  session.send(input("one"));
  session.draft.value = "two";
  session.send(input("two"));
  await pass(100);
  expect(requests(kernel)).toHaveLength(1);
  expect(session.draft.value).toBe("two");
});

test("stopping keeps what was received and frees the composer", async () => {
  const { session } = await open();
  session.send(input("a long message"));
  await pass(25);
  expect(session.response.value?.allowCancel).toBe(true);
  session.stop();
  expect(session.response.value?.stopping).toBe(true);
  await pass(100);
  expect(session.response.value).toBeNull();
  expect(texts(session)).toEqual(["a long message", "echo a l"]);
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
  expect(requests(kernel).length).toBeGreaterThan(1);
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

test("a refused message comes back into the composer and can be sent again", async () => {
  const { kernel, session } = await open();
  kernel.loses = (message) => message.type === "frames";
  kernel.ask("from Python");
  session.draft.value = "mine";
  session.send(input("mine"));
  await pass();
  expect(session.draft.value).toBe("mine");
  expect(session.pendingUser.value).toBeNull();
  expect(session.error.value).toMatchObject({ code: "responding", allow_retry: true });
  kernel.loses = () => false;
  await pass(200);
  kernel.beacon();
  await pass();
  session.dismissError();
  session.retry();
  expect(session.draft.value).toBe("");
  await pass(200);
  expect(texts(session)).toEqual(["from Python", "echo from Python", "mine", "echo mine"]);
});

test("a failed response shows the exception, and retry answers the same message anew", async () => {
  let count = 0;
  const { session } = await open({
    async *script(_request, turn) {
      count += 1;
      if (count === 1) throw new TypeError("no");
      yield* turn.say("fine", { pace: 0 });
    },
  });
  session.send(input("hello"));
  await pass();
  expect(session.error.value).toMatchObject({
    allow_retry: true,
    detail: { type: "TypeError", message: "no" },
  });
  session.retry();
  await pass();
  expect(session.error.value).toBeNull();
  expect(texts(session)).toEqual(["hello", "fine"]);
});

test("answering an earlier message again drops what came after it", async () => {
  const { session } = await open();
  for (const text of ["one", "two"]) {
    session.send(input(text));
    await pass(100);
  }
  session.retryAfter(session.items.value[0]?.id ?? "");
  await pass(100);
  expect(texts(session)).toEqual(["one", "echo one"]);
});

test("a kernel restart ends everything that waits and gives the message back", async () => {
  const { kernel, session } = await open();
  const list = session.listThreads();
  const refused = expect(list).rejects.toThrow("The kernel was restarted.");
  session.draft.value = "hello";
  session.send(input("hello"));
  kernel.end("restarted");
  await refused;
  expect(session.connection.value).toBe("restarted");
  expect(session.response.value).toBeNull();
  expect(session.pendingUser.value).toBeNull();
  expect(session.draft.value).toBe("hello");
  session.send(input("hello"));
  expect(session.response.value).toBeNull();
});

test("what is sent before the first state waits for it and goes into the thread that is shown", async () => {
  const kernel = memoryKernel({
    script: echo,
    threads: [{ info: { id: "thr_old" }, items: [userItem("a")] }],
    thread: "thr_old",
  });
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
  await pass(100);
  const third = new Session(kernel.connect());
  third.send(input("three"));
  kernel.end("restarted");
  expect([third.draft.value, third.pendingUser.value]).toEqual(["three", null]);
});

test("a line whose end nobody told ends what is asked over it, and breaks nothing", async () => {
  // The loader's bundle has classes of its own.
  vi.resetModules();
  const { commWire } = await import("../transport/comm");
  const model = new FakeModel();
  const session = new Session(commWire(model, () => {}).wire);
  model.isDead = true;
  await expect(session.listThreads()).rejects.toThrow("The kernel was restarted.");
  expect(session.connection.value).toBe("restarted");
  await expect(session.listThreads()).rejects.toThrow("The kernel was restarted.");
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

test("a message from Python appears without a bubble of ours", async () => {
  const { kernel, session } = await open();
  kernel.ask("from Python");
  await pass(1);
  expect(session.pendingUser.value).toBeNull();
  expect(session.response.value?.op).toBe("threads.create");
  await pass(200);
  expect(texts(session)).toEqual(["from Python", "echo from Python"]);
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

test("a thread that cannot be opened leaves the one on screen", async () => {
  const { session } = await open({
    threads: [{ info: { id: "thr_old" }, items: [userItem("a")] }],
    thread: "thr_old",
  });
  session.openThread("gone");
  await pass(2000);
  expect(session.loading.value).toBe(false);
  expect(session.notices.value[0]?.message).toBe('There is no thread "gone".');
  expect(texts(session)).toEqual(["a"]);
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

test("what is typed while a new thread begins stays in the composer", async () => {
  const { session } = await open();
  session.send(input("hello"));
  session.draft.value = "next";
  await pass(200);
  expect(session.thread.value).not.toBeNull();
  expect(session.draft.value).toBe("next");
});

test("older pages come in front until there are no more, and a new state keeps them", async () => {
  const items = Array.from({ length: 45 }, (_, index) => userItem(`m${index}`));
  const { session } = await open({ threads: [{ info: { id: "thr_old" }, items }], thread: "thr_old" });
  expect([session.items.value.length, session.hasOlder.value]).toEqual([20, true]);
  await Promise.all([session.loadOlder(), session.loadOlder(), pass()]);
  expect([session.items.value.length, session.hasOlder.value]).toEqual([40, true]);
  session.refresh();
  await pass();
  expect(session.items.value).toHaveLength(40);
  await Promise.all([session.loadOlder(), pass()]);
  expect(session.hasOlder.value).toBe(false);
  expect(texts(session)).toEqual(items.map((item) => item.id));
});

test("threads are listed newest first, renamed and deleted", async () => {
  const threads = ["a", "b"].map((id) => ({ info: { id, title: id }, items: [] }));
  const { session } = await open({ threads, thread: "b" });
  const titles = async () => (await session.listThreads()).data.map((thread) => thread.title);
  expect(await titles()).toEqual(["b", "a"]);
  await session.renameThread("b", "better");
  expect(session.thread.value?.title).toBe("better");
  await session.deleteThread("b");
  await pass();
  expect(session.thread.value).toBeNull();
  expect(await titles()).toEqual(["a"]);
  await expect(session.renameThread("gone", "x")).rejects.toThrow('There is no thread "gone".');
});

const WIDGET: ThreadItem = {
  id: "wid_1",
  thread_id: "thr_old",
  created_at: "2026-01-02T03:04:05",
  type: "widget",
  widget: { type: "Card", children: [] },
};

const withWidget = { threads: [{ info: { id: "thr_old" }, items: [WIDGET] }], thread: "thr_old" };

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
  const ops = kernel.received.flatMap((message) => (message.type === "request" ? [message.body.type] : []));
  expect(ops).toEqual(["threads.custom_action", "threads.custom_action"]);
});

test("a sync action swaps its item in, also while a response is under way", async () => {
  const swapped = { ...WIDGET, widget: { type: "Card", children: [{ type: "Text", value: "bought" }] } };
  const { session } = await open({ ...withWidget, sync: () => swapped });
  session.send(input("hello"));
  await Promise.all([session.action("wid_1", { type: "buy", streaming: false }), pass()]);
  expect(session.items.value[0]?.item.value).toEqual(swapped);
  expect(session.response.value).not.toBeNull();
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

test("options change live and wrong ones fall back", async () => {
  const { kernel, session } = await open();
  kernel.setOptions({ height: "50vh", frameTitle: 7 as unknown as string });
  expect(session.options.value.height).toBe("50vh");
  expect(session.options.value.frameTitle).toBe("Chat");
});

test("requests from Python reach whoever listens, also later", async () => {
  const { kernel, session } = await open();
  kernel.ui("focus_composer");
  await pass();
  const heard: unknown[] = [];
  const stop = session.onUi((...call) => heard.push(call));
  kernel.ui("set_composer_value", { text: "x" });
  await pass();
  stop();
  expect(heard).toEqual([
    ["focus_composer", {}],
    ["set_composer_value", { text: "x" }],
  ]);
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
