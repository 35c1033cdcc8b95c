import { signal } from "@preact/signals";
import { expect, test } from "vitest";
import type { Failure, RequestBody } from "../protocol/envelope";
import { input } from "../testing/kernel/fixture";
import type { Link } from "../transport/link";
import { errorOf, type Outcome, Responses } from "./responses";

const FAILURE: Failure = { code: "no", message: "No.", allow_retry: true };

const MESSAGE = { input: input("hello"), draft: { text: "hello", files: [] } };

const CREATE: RequestBody = { type: "threads.create", params: { input: MESSAGE.input } };

const RETRY: RequestBody = { type: "threads.retry_after_item", params: { thread_id: "t", item_id: "m" } };

/** Responses over a line that only writes down what was asked of it. */
function setUp() {
  const asked: string[] = [];
  const link = {
    isWatched: false,
    start: (id: string) => asked.push(`start ${id}`),
    cancel: (id: string) => asked.push(`cancel ${id}`),
    ended: (id: string) => asked.push(`ended ${id}`),
    catchUp: () => asked.push("catch up"),
  };
  const allowCancel = signal(false);
  const outcomes: Outcome[] = [];
  const responses = new Responses(link as unknown as Link, allowCancel, (outcome) => outcomes.push(outcome));
  /** Starts a request of this view; returns its id. */
  const start = (body = CREATE, message: typeof MESSAGE | null = MESSAGE) => {
    let isSettled = false;
    void responses.start(body, message).then(() => {
      isSettled = true;
    });
    const id = asked.splice(0).at(-1)?.replace("start ", "") ?? "";
    const settled = async () => {
      await Promise.resolve();
      return isSettled;
    };
    return { id, settled };
  };
  return { responses, link, allowCancel, outcomes, asked, start };
}

test("a message can be stopped until it is told whether its response can", () => {
  const { responses, allowCancel, start } = setUp();
  const { id } = start();
  expect(responses.active.value).toEqual({ id, op: "threads.create", allowCancel: true, stopping: false });
  responses.began(id, "threads.create");
  expect(responses.active.value?.allowCancel).toBe(true);
  responses.stored(id);
  expect(responses.active.value?.allowCancel).toBe(false);
  allowCancel.value = true;
  expect(responses.active.value?.allowCancel).toBe(true);
});

test("the response of somebody else can be stopped only once that is told", () => {
  const { responses, allowCancel, start } = setUp();
  start();
  responses.began("other", "threads.create");
  expect(responses.active.value).toMatchObject({ id: "other", allowCancel: false });
  allowCancel.value = true;
  expect(responses.active.value?.allowCancel).toBe(true);
});

test("a response without a request of this view is shown until it has ended, whatever else ends", () => {
  const { responses, outcomes } = setUp();
  responses.stored("other");
  responses.began("other", "threads.create");
  expect(responses.active.value).toEqual({
    id: "other",
    op: "threads.create",
    allowCancel: false,
    stopping: false,
  });
  expect(responses.ended("another", null)).toBe(false);
  expect(responses.active.value?.id).toBe("other");
  responses.ended("other", null);
  expect([responses.active.value, outcomes]).toEqual([null, []]);
});

test("a request without a message can be stopped until it has begun", () => {
  const { responses, start } = setUp();
  const { id } = start(RETRY, null);
  expect(responses.active.value).toMatchObject({ op: "threads.retry_after_item", allowCancel: true });
  responses.began(id, RETRY.type);
  expect(responses.active.value?.allowCancel).toBe(false);
});

test("the message is pending until the server's copy comes with the frames of its request", () => {
  const { responses, start } = setUp();
  const { id } = start();
  responses.stored(null);
  responses.stored("other");
  expect(responses.pending.value).toBe(MESSAGE);
  responses.stored(id);
  expect(responses.pending.value).toBeNull();
});

test("stopping asks for what is under way, and shows until that has ended", () => {
  const { responses, asked, start } = setUp();
  responses.stop();
  expect(asked).toEqual([]);
  const { id } = start();
  responses.stop();
  expect([asked, responses.active.value?.stopping]).toEqual([[`cancel ${id}`], true]);
  responses.ended("other", null);
  expect(responses.active.value?.stopping).toBe(true);
  responses.ended(id, null);
  expect(responses.active.value).toBeNull();
  start();
  expect(responses.active.value?.stopping).toBe(false);
});

test("a request of this view ends once, with what became of it", async () => {
  const { responses, asked, outcomes, start } = setUp();
  const { id, settled } = start();
  responses.began(id, "threads.create");
  responses.stored(id);
  expect(await settled()).toBe(false);
  expect(responses.ended(id, FAILURE)).toBe(true);
  expect(await settled()).toBe(true);
  const outcome = { body: CREATE, message: MESSAGE, hasBegun: true, isStored: true, failure: FAILURE };
  expect([asked, outcomes]).toEqual([[`ended ${id}`], [outcome]]);
  expect(responses.ended(id, null)).toBe(false);
  expect(outcomes).toHaveLength(1);
});

test("a message that was refused was not stored, a request without one has nothing to store", () => {
  const { responses, outcomes, start } = setUp();
  responses.ended(start().id, FAILURE);
  responses.ended(start(RETRY, null).id, FAILURE);
  expect(outcomes).toMatchObject([
    { hasBegun: false, isStored: false },
    { hasBegun: false, isStored: true },
  ]);
});

test("what was stored of one message says nothing about the next", () => {
  const { responses, start } = setUp();
  const { id } = start();
  responses.stored(id);
  responses.ended(id, null);
  start();
  expect(responses.pending.value).toBe(MESSAGE);
});

test("the end of somebody else's response is not that of this view's request", async () => {
  const { responses, outcomes, start } = setUp();
  const { id, settled } = start();
  responses.began("other", "threads.create");
  expect(responses.ended("other", FAILURE)).toBe(false);
  expect([responses.active.value?.id, outcomes, await settled()]).toEqual([id, [], false]);
});

test("a response whose end was lost counts as stored, and what was lost is asked for", () => {
  const { responses, asked, outcomes, start } = setUp();
  responses.missed("other");
  const { id } = start();
  responses.missed("other");
  expect([outcomes, asked]).toEqual([[], []]);
  responses.missed(id);
  expect(outcomes).toMatchObject([{ isStored: true, failure: null }]);
  expect(asked).toEqual([`ended ${id}`, "catch up"]);
});

test("another thread takes the message back and stops asking for its response", async () => {
  const { responses, asked, outcomes, start } = setUp();
  expect(responses.leave()).toBeNull();
  const { id, settled } = start();
  responses.stop();
  asked.splice(0);
  expect(responses.leave()).toEqual({ message: MESSAGE, hasBegun: false });
  expect([asked, outcomes, await settled()]).toEqual([[`ended ${id}`], [], true]);
  expect([responses.active.value, responses.pending.value]).toEqual([null, null]);
  const next = start();
  responses.began(next.id, "threads.create");
  expect(responses.leave()).toEqual({ message: MESSAGE, hasBegun: true });
  start(RETRY, null);
  expect(responses.leave()).toBeNull();
});

test("a state with this view's response holds its message", () => {
  const { responses, outcomes, start } = setUp();
  const { id } = start();
  responses.sync({ id, op: "threads.create" });
  expect([responses.pending.value, responses.active.value?.id, outcomes]).toEqual([null, id, []]);
});

test("a state of the response that runs already ends nothing", async () => {
  const { responses, asked, outcomes, start } = setUp();
  const { id, settled } = start();
  responses.began(id, "threads.create");
  responses.sync({ id, op: "threads.create" });
  expect([responses.active.value?.id, asked, outcomes, await settled()]).toEqual([id, [], [], false]);
});

test("a state after this view's response ends it, with its message stored", () => {
  const { responses, outcomes, start } = setUp();
  const { id } = start();
  responses.began(id, "threads.create");
  responses.sync(null);
  expect(outcomes).toMatchObject([{ hasBegun: true, isStored: true, failure: null }]);
  expect(responses.active.value).toBeNull();
});

test("a state without it says nothing about a request that was not heard of", () => {
  const { responses, outcomes, start } = setUp();
  const { id } = start();
  responses.sync(null);
  responses.sync({ id: "other", op: "threads.create" });
  expect([outcomes, responses.pending.value, responses.active.value?.id]).toEqual([[], MESSAGE, "other"]);
  responses.sync(null);
  expect([outcomes, responses.active.value?.id]).toEqual([[], id]);
});

test("a kernel that is gone ends what runs and what was asked, each once", () => {
  const { responses, asked, outcomes, start } = setUp();
  responses.abandon(FAILURE);
  expect(asked).toEqual([]);
  const { id } = start();
  responses.began("other", "threads.create");
  responses.abandon(FAILURE);
  expect(asked).toEqual(["ended other", `ended ${id}`]);
  expect(outcomes).toMatchObject([{ failure: FAILURE }]);
  expect(responses.active.value).toBeNull();
  const next = start();
  responses.began(next.id, "threads.create");
  responses.abandon(FAILURE);
  expect([asked, outcomes.length]).toEqual([[`ended ${next.id}`], 2]);
});

test("the line is watched from the moment a request is made, or heard of, until all have ended", () => {
  const { responses, link, start } = setUp();
  const { id } = start();
  expect(link.isWatched).toBe(true);
  responses.ended("other", null);
  expect(link.isWatched).toBe(true);
  responses.ended(id, null);
  expect(link.isWatched).toBe(false);
  responses.began("other", "threads.create");
  expect(link.isWatched).toBe(true);
  responses.sync(null);
  expect(link.isWatched).toBe(false);
});

test("an error row says what a failure says, and keeps quiet where that has no words", () => {
  expect(errorOf(FAILURE)).toEqual({ code: "no", message: "No.", allow_retry: true });
  expect(errorOf({ ...FAILURE, message: null })).toEqual({ code: "no", allow_retry: true });
});
