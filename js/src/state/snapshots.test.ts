import { effect } from "@preact/signals";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ThreadItem } from "../protocol/wire.gen";
import { input, pass, texts, userItem } from "../testing/kernel/fixture";
import { said, stateOf, testSession } from "../testing/kernel/test-session";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const answerItem = { ...said("answer"), type: "assistant_message" } as ThreadItem;

test("a question that only a state brought is not shown twice, and does not come back", async () => {
  const { session, show, begin, end, request } = await testSession();
  session.draft.value = "mine";
  session.send(input("mine"));
  const { id } = await request();
  await show({ ...stateOf("thr_a", [said("mine")]), response: { id, op: "threads.add_user_message" } });
  expect([texts(session), session.pendingUser.value, session.response.value?.id]).toEqual([
    ["mine"],
    null,
    id,
  ]);
  await end(id);
  expect([session.response.value, session.draft.value]).toEqual([null, ""]);
  await begin("other");
  expect(session.response.value?.id).toBe("other");
});

test("an exchange that came with a state as a whole ends what asked for it", async () => {
  const { session, show, answer } = await testSession();
  session.draft.value = "mine";
  session.send(input("mine"));
  await show(stateOf("thr_a", [said("mine"), answerItem]));
  const asked = await answer({});
  expect(asked).toMatchObject({ type: "threads.add_user_message", params: { thread_id: "thr_a" } });
  expect([session.response.value, session.pendingUser.value, session.draft.value]).toEqual([null, null, ""]);
  expect(session.error.value).toBeNull();
});

test("a question that the server never showed comes back into the composer", async () => {
  const { session, emit, begin, end, request } = await testSession();
  session.draft.value = "mine";
  session.send(input("mine"));
  const { id } = await request();
  await begin(id);
  await emit({ type: "thread.item.done", item: answerItem }, id);
  expect(session.pendingUser.value).toEqual(input("mine"));
  await end(id);
  expect([session.pendingUser.value, session.draft.value]).toEqual([null, "mine"]);
});

test("a state is shown all at once", async () => {
  const { session, show } = await testSession();
  session.openThread("thr_b");
  const seen: unknown[] = [];
  const stop = effect(() => {
    seen.push([session.thread.value?.id, texts(session), session.loading.value]);
  });
  await show(stateOf("thr_b"));
  stop();
  expect(seen).toEqual([
    ["thr_a", ["in thr_a"], true],
    ["thr_b", ["in thr_b"], false],
  ]);
});

test("a thread that the kernel shows instead of a new one leaves the new one's draft behind", async () => {
  const { session, show } = await testSession(null);
  session.draft.value = "new";
  await show(stateOf("thr_b"));
  expect(session.draft.value).toBe("");
  await show(stateOf(null));
  expect(session.draft.value).toBe("new");
});

test("a thread that the kernel leaves while it answers leaves its draft behind", async () => {
  const { session, show, begin } = await testSession();
  await begin("r");
  session.draft.value = "typed";
  await show({ ...stateOf("thr_b"), response: { id: "s", op: "threads.create" } });
  expect(session.draft.value).toBe("");
  await show(stateOf("thr_a"));
  expect(session.draft.value).toBe("typed");
});

test("what an event leaves out is not a reason to ask for the state", async () => {
  const { session, emit, sent } = await testSession();
  await emit({ type: "thread.created", thread: { id: "thr_b" } as never });
  await emit({ type: "thread.item.done" } as never);
  await emit({ type: "thread.created" } as never);
  expect([session.thread.value?.id, session.hasOlder.value, sent()]).toEqual(["thr_b", false, []]);
});

test("a new thread that somebody else begins keeps what is typed", async () => {
  const { session, show } = await testSession(null);
  session.draft.value = "typed";
  await show({ ...stateOf("thr_b"), response: { id: "other", op: "threads.create" } });
  expect(session.draft.value).toBe("typed");
});

test("a new thread whose first message is under way keeps what is typed", async () => {
  const { session, show, begin, request } = await testSession(null);
  session.send(input("first"));
  session.draft.value = "typed";
  await begin((await request()).id);
  await show(stateOf("thr_b", [said("first", "m", "thr_b")]));
  expect([session.draft.value, session.response.value]).toEqual(["typed", null]);
});

test("older messages stay before what a state holds, and go with their thread", async () => {
  const { session, show, answer } = await testSession();
  const [a, b, c, d] = ["a", "b", "c", "d"].map((id) => userItem(id, "thr_a")) as [
    ThreadItem,
    ThreadItem,
    ThreadItem,
    ThreadItem,
  ];
  await show({ ...stateOf("thr_a", [c]), has_older: true });
  const older = session.loadOlder();
  await answer({ data: [b, a], has_more: false });
  await older;
  expect(session.hasOlder.value).toBe(false);
  await show({ ...stateOf("thr_a", [c, d]), has_older: true });
  expect([texts(session), session.hasOlder.value]).toEqual([["a", "b", "c", "d"], false]);
  await show({ ...stateOf("thr_a", [d]), has_older: true });
  expect([texts(session), session.hasOlder.value]).toEqual([["a", "b", "c", "d"], false]);
  await show({ ...stateOf("thr_b", [d]), has_older: true });
  expect([texts(session), session.hasOlder.value]).toEqual([["d"], true]);
  await show({ ...stateOf("thr_b", [userItem("z", "thr_b")]), has_older: true });
  expect([texts(session), session.hasOlder.value]).toEqual([["z"], true]);
  await show(stateOf("thr_b", []));
  expect([texts(session), session.hasOlder.value]).toEqual([[], false]);
});

test.each([true, false])("a thread that begins says whether it has older messages (%s)", async (has_more) => {
  const { session, show, emit, request } = await testSession();
  await show({ ...stateOf("thr_a"), has_older: !has_more });
  const thread = { id: "thr_b", created_at: "", items: { data: [userItem("b", "thr_b")], has_more } };
  await emit({ type: "thread.created", thread: thread as never });
  expect([texts(session), session.hasOlder.value]).toEqual([["b"], has_more]);
  if (!has_more) return;
  void session.loadOlder().catch(() => {});
  expect((await request()).body).toMatchObject({ params: { thread_id: "thr_b", after: "b" } });
  session.dispose();
});

test("a state of a thread asks for its older messages from its own beginning", async () => {
  const { session, show, answer, request } = await testSession();
  await show({ ...stateOf("thr_a"), has_older: true });
  const first = session.loadOlder();
  await answer({ data: [userItem("a", "thr_a")], has_more: true, after: "cursor" });
  await first;
  await show({ ...stateOf("thr_b"), has_older: true });
  const second = session.loadOlder();
  expect((await request()).body).toMatchObject({ params: { thread_id: "thr_b", after: "in thr_b" } });
  await show({ ...stateOf("thr_c"), has_older: true });
  void session.loadOlder().catch(() => {});
  expect((await request()).body).toMatchObject({ params: { thread_id: "thr_c", after: "in thr_c" } });
  session.dispose();
  await expect(second).rejects.toMatchObject({ code: "closed" });
});

test("what the kernel says of the response under way is shown, and what it says no more has ended", async () => {
  const { session, show } = await testSession();
  await show({ ...stateOf("thr_a"), response: { id: "r", op: "threads.create" }, allow_cancel: true });
  expect(session.response.value).toEqual({
    id: "r",
    op: "threads.create",
    allowCancel: true,
    stopping: false,
  });
  await show(stateOf("thr_a"));
  expect(session.response.value).toBeNull();
  await pass();
});
