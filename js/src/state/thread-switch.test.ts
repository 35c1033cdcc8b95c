import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { StreamEvent } from "../protocol/envelope";
import type { ThreadItem } from "../protocol/wire.gen";
import { input, open, pass, texts, userItem } from "../testing/kernel/fixture";
import { beginning, ending, said, stateOf, testSession } from "../testing/kernel/test-session";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("a state of another thread does not end loading, the one that was asked for does", async () => {
  const { session, show } = await testSession();
  session.openThread("thr_b");
  await show(stateOf("thr_a"));
  expect(session.loading.value).toBe(true);
  await show(stateOf("thr_b"));
  expect([session.loading.value, ...texts(session)]).toEqual([false, "in thr_b"]);
});

test("of two threads asked for in turn only the last ends loading", async () => {
  const { session, show, reply } = await testSession();
  session.openThread("thr_b");
  await reply();
  session.openThread("thr_c");
  await show(stateOf("thr_b"));
  await pass(5000);
  expect(session.loading.value).toBe(true);
  await show(stateOf("thr_c"));
  expect(session.loading.value).toBe(false);
});

test("a thread that could not be shown ends loading with the state that is asked for then", async () => {
  const { session, show, reply, sent } = await testSession();
  session.openThread("thr_b");
  await pass();
  sent();
  await reply();
  expect([session.loading.value, sent().map(({ type }) => type)]).toEqual([true, ["hello"]]);
  await show(stateOf("thr_a"));
  expect([session.loading.value, ...texts(session)]).toEqual([false, "in thr_a"]);
  session.openThread("thr_b");
  await show(stateOf("thr_a"));
  expect(session.loading.value).toBe(true);
});

test("a thread that may not be opened says why", async () => {
  const { kernel, session, show, sent } = await testSession();
  session.openThread("thr_b");
  await pass();
  const [question] = sent();
  const error = { code: "too_much", message: "Wait.", allow_retry: true };
  kernel.post({ type: "reply", id: question?.type === "ask" ? question.id : "", error });
  await pass();
  expect(session.error.value).toMatchObject({ code: "too_much", message: "Wait.", allow_retry: false });
  await show(stateOf("thr_a"));
  expect(session.loading.value).toBe(false);
});

test("a thread is asked for until it is there, then no more", async () => {
  const { session, show, sent } = await testSession();
  session.openThread("thr_b");
  await pass();
  const [asked] = sent();
  expect(asked).toMatchObject({ type: "ask", name: "open_thread", args: { thread_id: "thr_b" } });
  await pass(2000);
  expect(sent()).toEqual([asked]);
  await show(stateOf("thr_b"));
  await pass(60_000);
  expect(sent()).toEqual([]);
});

test("the thread on screen is not opened again", async () => {
  const { session, sent } = await testSession();
  session.openThread("thr_a");
  await pass();
  expect([session.loading.value, sent()]).toEqual([false, []]);
});

test("a new thread can be asked for where none is", async () => {
  const { session, show } = await testSession(null);
  session.openThread(null);
  expect(session.loading.value).toBe(true);
  await show(stateOf(null));
  expect(session.loading.value).toBe(false);
});

test("while a thread loads nothing is sent, answered or retried", async () => {
  const { session, sent } = await testSession();
  session.openThread("thr_b");
  session.draft.value = "hello";
  session.send(input("hello"));
  session.retryAfter("in thr_a");
  session.answer("in thr_a", { answers: {} } as never);
  await Promise.all([session.action("in thr_a", { type: "x" }), pass()]);
  expect(sent().filter(({ type }) => type === "request")).toEqual([]);
  expect(session.draft.value).toBe("hello");
});

test("the kernel's change to another thread asks for its state; a change to this one does not", async () => {
  const { emit, sent } = await testSession();
  await emit({ type: "chatkit.thread.change", thread_id: "thr_a" });
  expect(sent()).toEqual([]);
  await emit({ type: "chatkit.thread.change", thread_id: null });
  expect(sent()).toMatchObject([{ type: "hello", have_seq: 3 }]);
  const empty = await testSession(null);
  await empty.emit({ type: "chatkit.thread.change", thread_id: null });
  expect(empty.sent()).toEqual([]);
});

test("a thread's message of another person does not mark mine as stored", async () => {
  const { session, emit, request } = await testSession();
  session.send(input("mine"));
  const { id } = await request();
  const theirs: StreamEvent = { type: "thread.item.done", item: said("theirs") };
  await emit(theirs, "req_other");
  await emit(theirs, null);
  await emit({ type: "thread.item.done", item: { ...said("x"), type: "end_of_turn" } as ThreadItem }, id);
  expect(session.pendingUser.value).toEqual(input("mine"));
  await emit({ type: "thread.item.done", item: said("mine") }, id);
  expect(session.pendingUser.value).toBeNull();
});

test("events that claim to begin or end the response of another request are not taken", async () => {
  const { session, emit, begin } = await testSession();
  const start = beginning("r");
  await emit(start, "other");
  await emit(start, null);
  await emit({ ...start, id: null as never }, null);
  expect(session.response.value).toBeNull();
  await begin("r");
  await emit(ending("r"), "other");
  expect(session.response.value?.id).toBe("r");
});

test("the error that a response told of stays when its end tells of one, too", async () => {
  const { session, emit, end } = await testSession();
  await emit({ ...beginning("r"), source: "python" }, "r");
  await emit({ type: "error", code: "first", message: "First.", allow_retry: true }, "r");
  const error = { code: "second", message: "Second.", allow_retry: false };
  await end("r", error);
  expect(session.response.value).toBeNull();
  expect(session.error.value).toMatchObject({ code: "first", message: "First." });
});

test("a response that ends with an error shows it, and the next one begins without", async () => {
  const { session, begin, end } = await testSession();
  await begin("r");
  const error = { code: "no", message: "No.", allow_retry: true };
  await end("r", error);
  expect(session.error.value).toEqual(error);
  session.retryAfter("in thr_a");
  expect(session.error.value).toBeNull();
  await begin("s");
  await end("s");
  expect(session.error.value).toBeNull();
});

test("a request that was answered already has ended, and what was lost of it is asked for", async () => {
  const { session, sent, answer } = await testSession();
  session.send(input("hello"));
  await answer({});
  expect([session.response.value, session.pendingUser.value, session.draft.value]).toEqual([null, null, ""]);
  expect(sent()).toMatchObject([{ type: "resume", after_seq: 1 }]);
});

test("leaving a thread stops asking for its response and for stopping it", async () => {
  const { session, show, sent } = await testSession();
  session.send(input("hello"));
  session.stop();
  session.openThread("thr_b");
  await show(stateOf("thr_b"));
  sent();
  await pass(60_000);
  expect(sent()).toEqual([]);
  expect(session.response.value).toBeNull();
});

test("a session that is closed leaves no timer and no listener", async () => {
  const { kernel, session, emit, sent } = await testSession();
  const list = expect(session.listThreads()).rejects.toMatchObject({ code: "closed" });
  session.send(input("hello"));
  session.stop();
  session.openThread("thr_b");
  await emit({ type: "chatkit.thread.load.end", thread_id: "thr_b" });
  session.dispose();
  await list;
  sent();
  expect(vi.getTimerCount()).toBe(0);
  kernel.setTrait("_options", { height: "50vh" });
  await emit({ type: "notice", level: "info", message: "late" });
  await pass(60_000);
  expect(sent()).toEqual([]);
  expect([session.notices.value, session.options.value.height]).not.toContain("50vh");
  expect(session.notices.value).toEqual([]);
});

test.each(["thr_b", null])("a page of older messages that comes when %j is shown is dropped", async (id) => {
  const made = await testSession();
  const { session, show } = made;
  await show({ ...stateOf("thr_a"), has_older: true });
  const older = session.loadOlder();
  await pass();
  session.openThread(id);
  await show({ ...stateOf(id), has_older: true });
  await made.answer({ data: [userItem("late", "thr_a")], has_more: false });
  await older;
  expect([texts(session), session.hasOlder.value]).toEqual([id === null ? [] : ["in thr_b"], true]);
});

test("where nothing is older nothing is asked", async () => {
  for (const thread of ["thr_a", null]) {
    const { session, sent } = await testSession(thread);
    await session.loadOlder();
    expect(sent()).toEqual([]);
  }
});

test("where all of the newest page is hidden older messages are found all the same", async () => {
  const { session, show, answer } = await testSession();
  await show({ ...stateOf("thr_a", []), has_older: true });
  const older = session.loadOlder();
  const params = { thread_id: "thr_a", limit: 20, order: "desc" };
  expect(await answer({ data: [], has_more: true, after: "hidden" })).toEqual({ type: "items.list", params });
  const next = await answer({ data: [userItem("a", "thr_a")], has_more: false });
  expect(next).toEqual({ type: "items.list", params: { ...params, after: "hidden" } });
  await older;
  expect([texts(session), session.hasOlder.value]).toEqual([["a"], false]);
});

test("a page that names no place to go on is followed from its oldest message, and ends without one", async () => {
  const { session, show, answer, sent } = await testSession();
  await show({ ...stateOf("thr_a"), has_older: true });
  const first = session.loadOlder();
  expect(session.loadOlder()).toBe(first);
  await answer({ data: ["c", "b", "a"].map((id) => userItem(id, "thr_a")), has_more: true });
  await first;
  expect([texts(session), session.hasOlder.value]).toEqual([["a", "b", "c", "in thr_a"], true]);
  const second = session.loadOlder();
  expect(await answer({ data: [], has_more: true })).toMatchObject({ params: { after: "a" } });
  await second;
  expect([session.hasOlder.value, sent()]).toEqual([false, []]);
});

test("pages without a visible message are passed over, and a cursor that stands still is the end", async () => {
  const made = await testSession();
  const { session, show } = made;
  await show({ ...stateOf("thr_a"), has_older: true });
  const older = session.loadOlder();
  const first = await made.answer({ data: [], has_more: true, after: "cursor" });
  expect(first).toMatchObject({ type: "items.list", params: { after: "in thr_a", order: "desc" } });
  const second = await made.answer({ data: [], has_more: true, after: "cursor" });
  expect(second).toMatchObject({ params: { after: "cursor" } });
  await older;
  expect([texts(session), session.hasOlder.value, made.sent()]).toEqual([["in thr_a"], false, []]);
});

test("a text typed since stays when a message comes back", async () => {
  const { session, kernel } = await open();
  session.send(input("first"));
  session.draft.value = "typed since";
  kernel.end("restarted");
  expect(session.draft.value).toBe("typed since");
});
