// @vitest-environment node
import { expect, test, vi } from "vitest";
import type { ViewMessage } from "../protocol/envelope";
import { memoryTransport } from "../testing/kernel/memory";
import { fakePage, frames, pass, RETRY, ready, setUp, state } from "./fixture";
import { Link } from "./link";
import { LATE_MS } from "./requests";

fakePage();

test("hello is said at growing intervals until it is answered", async () => {
  const { transport, take, types, welcome } = setUp();
  await pass();
  const hello = { type: "hello", view: transport.view, session: null, have_seq: null, bundle: "h" };
  expect(take()).toEqual([hello]);
  await pass(999);
  expect(take()).toEqual([]);
  await pass(1);
  expect(take()).toEqual([hello]);
  await pass(1999);
  expect(take()).toEqual([]);
  await pass(1);
  expect(types()).toEqual(["hello"]);
  await pass(4000 + 8000 + 8000);
  expect(types()).toEqual(["hello", "hello", "hello"]);
  await welcome();
  await pass(60_000);
  expect(take()).toEqual([]);
});

test("what the loader said is not said again at once", async () => {
  const { take } = setUp({ isGreeted: true, bundle: 7 });
  await pass(999);
  expect(take()).toEqual([]);
  await pass(1);
  expect(take()).toMatchObject([{ type: "hello", bundle: null }]);
});

test("a welcome that waited for the view is answer enough", async () => {
  const { transport, kernel } = memoryTransport();
  const sent: ViewMessage[] = [];
  kernel.onMessage((message) => sent.push(message));
  const snapshot = state();
  kernel.post({ type: "welcome", view: transport.view, session: "s", seq: 1, bundle: "h", snapshot });
  await pass();
  const ignore = () => {};
  const link = new Link(transport, {
    snapshot: ignore,
    frames: ignore,
    reply: ignore,
    ui: ignore,
    status: ignore,
  });
  link.open(false);
  await pass(60_000);
  expect(sent).toEqual([]);
  link.greet();
  await pass();
  expect(sent).toMatchObject([{ type: "hello" }]);
});

test("a welcome to another view is not taken", async () => {
  const { told, statuses, welcome } = setUp();
  await welcome(10, "s", "other");
  expect(told).toEqual([]);
  expect(statuses).toEqual([]);
});

test("the next hello says what is known", async () => {
  const { transport, link, take, types, hear, welcome } = setUp();
  await welcome(10, "s");
  await hear(frames(11));
  take();
  link.greet();
  await pass();
  const hello = { type: "hello", view: transport.view, session: "s", have_seq: 11, bundle: "h" };
  expect(take()).toEqual([hello]);
  link.greet();
  await pass(1000);
  expect(types()).toEqual(["hello", "hello"]);
});

test("a stale welcome of the same kernel rolls nothing back", async () => {
  const { told, hear, welcome } = await ready();
  await hear(frames(11, 12));
  told.splice(0);
  await welcome(11);
  expect(told).toEqual([]);
  await hear(frames(13));
  expect(told).toEqual([["frames", [13]]]);
});

test("a stale welcome does not answer who asks for the state", async () => {
  const { link, types, hear, welcome } = await ready();
  await hear(frames(11, 12));
  link.greet();
  await welcome(11);
  types();
  await pass(1000);
  expect(types()).toEqual(["hello"]);
  await welcome(12);
  await pass(60_000);
  expect(types()).toEqual([]);
});

test("a welcome that is as new as what is here is taken", async () => {
  const { told, welcome } = await ready();
  await welcome(10);
  expect(told).toEqual([["snapshot", state()]]);
});

test("the welcome of a new kernel is taken, however small its number", async () => {
  const { told, hear, welcome } = await ready();
  await welcome(2, "another");
  expect(told).toEqual([["snapshot", state()]]);
  await hear(frames(3));
  expect(told.at(-1)).toEqual(["frames", [3]]);
});

test("before the welcome nothing is asked to be repeated", async () => {
  const { link, types } = setUp({ isGreeted: true });
  const timers = vi.getTimerCount();
  link.catchUp();
  expect(vi.getTimerCount()).toBe(timers);
  link.isWatched = true;
  await pass(20_000);
  expect(new Set(types())).toEqual(new Set(["hello"]));
});

test("a kernel that does not welcome is busy after a while", async () => {
  const { statuses, welcome } = setUp();
  await pass(LATE_MS - 1);
  expect(statuses).toEqual([]);
  await pass(1);
  expect(statuses).toEqual(["busy"]);
  await welcome();
  expect(statuses).toEqual(["busy", "ready"]);
});

test("while nothing is welcomed a request that was late leaves the view connecting", async () => {
  const { link, statuses } = setUp();
  link.start("r", RETRY);
  await pass(LATE_MS);
  expect(statuses).toEqual(["busy", "busy"]);
  link.ended("r");
  expect(statuses.at(-1)).toBe("connecting");
});

test("a link that was never welcomed stops its greeting when it is closed", async () => {
  const { link, take } = setUp();
  await pass();
  take();
  link.close();
  expect(vi.getTimerCount()).toBe(0);
});
