import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { RequestBody } from "../protocol/envelope";
import type { ThreadItem } from "../protocol/wire.gen";
import { input, open, pass, texts, userItem, WIDGET, withItems } from "../testing/kernel/fixture";
import { testSession } from "../testing/kernel/test-session";
import type { Script } from "../testing/kernel/turn";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** A kernel whose responses fail as long as `fails` says so, and what it was asked. */
async function setUp(items: ThreadItem[]) {
  const asked: RequestBody[] = [];
  let fails = (_body: RequestBody) => true;
  const script: Script = async function* (body, turn) {
    asked.push(body);
    if (fails(body)) throw new Error("no");
    yield* turn.say("fine", { pace: 0 });
  };
  const threads = [...withItems(items).threads, { info: { id: "thr_b" }, items: [userItem("b", "thr_b")] }];
  const { kernel, session } = await open({ script, threads, thread: "thr_old" });
  const failWhen = (test: typeof fails) => {
    fails = test;
  };
  const retry = async () => {
    asked.splice(0);
    session.retry();
    await pass();
    return asked.map(({ type, params }) => ({ type, ...params }));
  };
  return { kernel, session, failWhen, retry };
}

const retried = (thread_id: string, item_id: string | undefined) => ({
  type: "threads.retry_after_item",
  thread_id,
  item_id,
});

test("a failed action of one thread is not repeated in another", async () => {
  const { session, retry } = await setUp([userItem("a"), WIDGET]);
  await Promise.all([session.action("wid_1", { type: "buy" }), pass()]);
  session.openThread("thr_b");
  await pass();
  expect(await retry()).toEqual([retried("thr_b", "b")]);
});

test("after a failed action and a failed message the message is answered again", async () => {
  const { session, retry } = await setUp([userItem("a"), WIDGET]);
  await Promise.all([session.action("wid_1", { type: "buy" }), pass()]);
  session.send(input("newer"));
  await pass();
  const newest = session.items.value.at(-1)?.id;
  expect(await retry()).toEqual([retried("thr_old", newest)]);
});

test("after a failed action and a failed message of Python's that message is answered again", async () => {
  const { kernel, session, retry } = await setUp([userItem("a"), WIDGET]);
  await Promise.all([session.action("wid_1", { type: "buy" }), pass()]);
  kernel.ask("from Python");
  await pass();
  expect(session.error.value).not.toBeNull();
  const newest = session.items.value.at(-1)?.id;
  expect(await retry()).toEqual([retried("thr_old", newest)]);
});

test("an action that worked is not what retry repeats", async () => {
  const { session, failWhen, retry } = await setUp([userItem("a"), WIDGET]);
  failWhen(() => false);
  await Promise.all([session.action("wid_1", { type: "buy" }), pass()]);
  expect(await retry()).toEqual([retried("thr_old", "a")]);
});

test("a failed action is repeated until it works, and then no more", async () => {
  const { session, failWhen, retry } = await setUp([userItem("a"), WIDGET]);
  await Promise.all([session.action("wid_1", { type: "buy" }), pass()]);
  const again = {
    type: "threads.custom_action",
    thread_id: "thr_old",
    item_id: "wid_1",
    action: { type: "buy" },
  };
  expect(await retry()).toEqual([again]);
  failWhen(() => false);
  expect(await retry()).toEqual([again]);
  expect(await retry()).toEqual([retried("thr_old", "a")]);
});

test("a failed answer to an earlier message is asked for again", async () => {
  const { session, retry } = await setUp([userItem("a"), userItem("c")]);
  session.retryAfter("a");
  await pass();
  expect(await retry()).toEqual([retried("thr_old", "a")]);
});

test("after a failed response to an answer the last message is answered again", async () => {
  const { session, emit, begin, end, request } = await testSession();
  session.answer("inp_1", { status: "answered" } as never);
  const { id } = await request();
  await begin(id);
  await emit({ type: "error", code: "no", allow_retry: true }, id);
  await end(id);
  session.retry();
  expect((await request()).body).toMatchObject({
    type: "threads.retry_after_item",
    params: { item_id: "in thr_a" },
  });
});

test("a message of files alone that was refused is sent again", async () => {
  const { session, request, refuse } = await testSession();
  session.send(input("", ["atc_1"]));
  const asked = await refuse();
  session.retry();
  expect((await request()).body).toEqual(asked);
});

test("a retry that the kernel refused is repeated as it was", async () => {
  const { kernel, session, failWhen, retry } = await setUp([userItem("a"), userItem("c")]);
  failWhen(() => false);
  kernel.crowded = true;
  session.retryAfter("a");
  await pass();
  expect(session.error.value?.code).toBe("too_much");
  kernel.crowded = false;
  expect(await retry()).toEqual([retried("thr_old", "a")]);
});

test("a message that was refused is not sent again once another has worked", async () => {
  const { kernel, session, failWhen, retry } = await setUp([userItem("a")]);
  failWhen(() => false);
  kernel.crowded = true;
  session.send(input("refused"));
  await pass();
  expect(session.error.value?.code).toBe("too_much");
  kernel.crowded = false;
  session.draft.value = "";
  session.send(input("newer"));
  await pass();
  const newest = session.items.value.findLast(({ item }) => item.peek().type === "user_message")?.id;
  expect(await retry()).toEqual([retried("thr_old", newest)]);
  expect(texts(session)).not.toContain("refused");
});

test("there is nothing to retry in an empty thread", async () => {
  const { session, retry } = await setUp([]);
  expect(await retry()).toEqual([]);
  session.openThread(null);
  await pass();
  expect(await retry()).toEqual([]);
});

test("a message that was refused with its text and files gone leaves nothing to send", async () => {
  const { kernel, session, failWhen, retry } = await setUp([userItem("a")]);
  failWhen(() => false);
  kernel.crowded = true;
  session.send(input(""));
  await pass();
  expect(session.error.value?.code).toBe("too_much");
  kernel.crowded = false;
  expect(await retry()).toEqual([]);
  expect(session.error.value).toBeNull();
  expect(texts(session)).not.toContain("");
});
