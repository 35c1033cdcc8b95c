import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { FoundItem } from "../protocol/envelope";
import type { ThreadItem } from "../protocol/wire.gen";
import { input, open, operations, pass, userItem } from "../testing/kernel/fixture";
import { said, stateOf, testSession } from "../testing/kernel/test-session";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function message(id: string, thread_id: string, text: string): ThreadItem {
  return { ...userItem(id, thread_id), content: input(text).content } as ThreadItem;
}

const many = (thread_id: string, count: number) =>
  Array.from({ length: count }, (_, index) =>
    message(`${thread_id}_${index}`, thread_id, index === 0 ? "the lighthouse" : `word ${index}`),
  );

function setUp(counts: { a: number; b?: number }, thread = "now") {
  const threads = Object.entries(counts).map(([id, count]) => ({
    info: { id, title: id },
    items: many(id, count),
  }));
  return open({ threads: [...threads, { info: { id: "now" }, items: [] }], thread });
}

async function found(session: Awaited<ReturnType<typeof open>>["session"], index = 0) {
  const answer = session.search.find("light");
  await pass();
  const item = (await answer).data[index];
  if (!item) throw new Error("nothing was found");
  return item;
}

test("what was said is found in every thread", async () => {
  const { session } = await setUp({ a: 1, b: 3 });
  const answer = session.search.find("LIGHT");
  await pass();
  const { data, has_more } = await answer;
  expect(data.map(({ thread_id, item_id }) => [thread_id, item_id])).toEqual([
    ["a", "a_0"],
    ["b", "b_0"],
  ]);
  expect([data[0]?.title, data[0]?.excerpt, has_more]).toEqual(["a", "the lighthouse", false]);
});

test("a message is shown once its thread is there, without more pages than that takes", async () => {
  const { session, kernel } = await setUp({ a: 90 });
  const target = await found(session);
  const result = session.search.show(target, "light");
  expect(session.search.seeking.value).toBe(true);
  await pass();
  expect(await result).toBe("shown");
  expect(session.search.target.value).toEqual({ itemId: "a_0", query: "light" });
  expect(session.search.seeking.value).toBe(false);
  expect(session.items.value[0]?.id).toBe("a_0");
  expect(operations(kernel)).toEqual(["items.list", "items.list"]);
});

test("a message of the open thread needs no page at all", async () => {
  const { session, kernel } = await setUp({ a: 5 }, "a");
  const result = session.search.show(await found(session), "light");
  await pass();
  expect([await result, operations(kernel)]).toEqual(["shown", []]);
});

test("what is very far back is given up, and what was deleted is told", async () => {
  const { session, kernel } = await setUp({ a: 1_100, b: 30 });
  const [far, gone] = [await found(session), { ...(await found(session, 1)), item_id: "deleted" }];
  const first = session.search.show(far, "light");
  await pass();
  expect([await first, session.search.target.value, session.search.seeking.value]).toEqual([
    "far",
    null,
    false,
  ]);
  expect(operations(kernel)).toHaveLength(20);
  const second = session.search.show(gone, "light");
  await pass();
  expect(await second).toBe("gone");
});

test("of two messages to be shown the last one is, and is sought until it is there", async () => {
  const { session } = await setUp({ a: 90, b: 90 });
  const [first, second] = [await found(session), await found(session, 1)];
  const results = [session.search.show(first, "light"), session.search.show(second, "light")];
  expect(await Promise.race([results[0], pass().then(() => "late")])).toBe("left");
  await pass();
  expect(await results[1]).toBe("shown");
  expect([session.search.target.value?.itemId, session.search.seeking.value]).toEqual(["b_0", false]);
  session.openThread("a");
  expect(session.search.target.value).toBeNull();
});

test("another thread that is opened meanwhile ends the way there", async () => {
  const { session, kernel } = await setUp({ a: 200, b: 5 });
  const target = await found(session);
  kernel.busy = true;
  const result = session.search.show(target, "light");
  session.openThread("b");
  expect(session.search.seeking.value).toBe(false);
  kernel.busy = false;
  await pass(2_000);
  expect([await result, session.thread.value?.id]).toEqual(["left", "b"]);
  expect(session.search.target.value).toBeNull();
});

test("a kernel that is gone ends the search and the way there", async () => {
  const { session, kernel } = await setUp({ a: 200 });
  const target = await found(session);
  kernel.busy = true;
  const answer = session.search.find("x");
  const result = session.search.show(target, "light");
  const refused = expect(answer).rejects.toMatchObject({ code: "restarted" });
  kernel.end("restarted");
  await pass();
  await refused;
  expect([await result, session.search.seeking.value]).toEqual(["left", false]);
});

test("of two messages of one thread the last is sought on when the first is given up", async () => {
  const { session, show, answer } = await testSession();
  await show({ ...stateOf("thr_a"), has_older: true });
  const [first, second] = ["x", "y"].map((item_id) =>
    session.search.show({ thread_id: "thr_a", item_id } as FoundItem, "q"),
  );
  expect([await first, session.search.seeking.value]).toEqual(["left", true]);
  await answer({ data: [said("y"), said("x")], has_more: false });
  expect([await second, session.search.seeking.value]).toEqual(["shown", false]);
  expect(session.search.target.value).toEqual({ itemId: "y", query: "q" });
});

test("a kernel that shows a new thread instead ends the way there", async () => {
  const { session, show, reply } = await testSession();
  const result = session.search.show({ thread_id: "thr_b", item_id: "x" } as FoundItem, "q");
  await reply();
  await show(stateOf(null));
  expect([await result, session.search.seeking.value]).toEqual(["left", false]);
});
