// @vitest-environment node
import { expect, test } from "vitest";
import { fakePage, frames, page, pass, ready, setUp, state } from "./fixture";

fakePage();

test("a stale state rolls nothing back, and one that is as new is taken", async () => {
  const { transport, told, hear } = await ready();
  await hear(frames(11, 12));
  told.splice(0);
  await hear({ type: "snapshot", view: null, seq: 11, snapshot: state() });
  expect(told).toEqual([]);
  await hear({ type: "snapshot", view: transport.view, seq: 12, snapshot: state({ has_older: true }) });
  expect(told).toEqual([["snapshot", state({ has_older: true })]]);
});

test("a state for another view, and one before the welcome, are not taken", async () => {
  const { told, hear } = setUp();
  await hear({ type: "snapshot", view: null, seq: 5, snapshot: state() });
  expect(told).toEqual([]);
  const { told: heard, hear: listen } = await ready();
  await listen({ type: "snapshot", view: "other", seq: 20, snapshot: state() });
  expect(heard).toEqual([]);
});

test("a gap is asked about until it is closed, and the frames after it wait", async () => {
  const { transport, told, take, types, hear } = await ready();
  await hear(frames(12));
  expect(told).toEqual([]);
  expect(take()).toEqual([{ type: "resume", view: transport.view, after_seq: 10 }]);
  await pass(1000);
  expect(take()).toEqual([{ type: "resume", view: transport.view, after_seq: 10 }]);
  await hear(frames(13));
  expect(types()).toEqual([]);
  await hear(frames(11, 12, 13));
  expect(told).toEqual([["frames", [11, 12, 13]]]);
  await pass(4000);
  expect(take()).toEqual([]);
});

test("a gap after one that was closed is asked about, too", async () => {
  const { transport, take, hear } = await ready();
  await hear(frames(12));
  await hear(frames(11, 12));
  take();
  await hear(frames(14));
  expect(take()).toEqual([{ type: "resume", view: transport.view, after_seq: 12 }]);
});

test("a gap that moves on is asked about anew", async () => {
  const { transport, take, hear } = await ready();
  await hear(frames(13));
  take();
  await hear(frames(11, 13));
  expect(take()).toEqual([{ type: "resume", view: transport.view, after_seq: 11 }]);
  await pass(1000);
  expect(take()).toEqual([{ type: "resume", view: transport.view, after_seq: 11 }]);
});

test("a state closes a gap", async () => {
  const { take, hear } = await ready();
  await hear(frames(13));
  take();
  await hear({ type: "snapshot", view: null, seq: 13, snapshot: state() });
  await pass(60_000);
  expect(take()).toEqual([]);
});

test("while a response is watched, silence makes the view ask, and news keeps it quiet", async () => {
  const { transport, link, take, types, hear } = await ready();
  await pass(60_000);
  expect(take()).toEqual([]);
  link.isWatched = true;
  await pass(4000);
  await hear(frames(11));
  await pass(4000);
  expect(types()).toEqual([]);
  await pass(6000);
  expect(take()[0]).toEqual({ type: "resume", view: transport.view, after_seq: 11 });
  await hear({ type: "frames", seq: 11, frames: [] });
  link.isWatched = false;
  take();
  await pass(60_000);
  expect(take()).toEqual([]);
});

test("a state breaks the silence", async () => {
  const { link, types, hear } = await ready();
  link.isWatched = true;
  await pass(4000);
  await hear({ type: "snapshot", view: null, seq: 10, snapshot: state() });
  await pass(4000);
  expect(types()).toEqual([]);
});

test("the silence before a response is watched is none of it", async () => {
  const { link, types } = await ready();
  await pass(62_000);
  link.isWatched = true;
  await pass(4000);
  expect(types()).toEqual([]);
  await pass(4000);
  expect(types()).toEqual(["resume"]);
});

test("silence of exactly that long is long enough", async () => {
  const { link, types } = await ready();
  link.isWatched = true;
  await pass(5000);
  expect(types()).toEqual(["resume"]);
});

test("a page that is seen again, or back online, asks what it missed", async () => {
  const { types } = await ready();
  globalThis.dispatchEvent(new Event("online"));
  await pass();
  expect(types()).toEqual(["resume"]);
  page.visibilityState = "hidden";
  document.dispatchEvent(new Event("visibilitychange"));
  await pass();
  expect(types()).toEqual([]);
  page.visibilityState = "visible";
  document.dispatchEvent(new Event("visibilitychange"));
  await pass();
  expect(types()).toEqual(["resume"]);
});
