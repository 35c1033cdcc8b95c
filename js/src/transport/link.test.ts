// @vitest-environment node
import { expect, test } from "vitest";
import { fakePage, frame, LIST, pass, RETRY, ready, state } from "./fixture";
import { LATE_MS } from "./requests";

fakePage();

test("a request is repeated under its id until a frame of it comes", async () => {
  const { link, take, hear } = await ready();
  link.start("r", RETRY);
  link.start("other", LIST);
  await pass(10_000);
  const request = { type: "request", id: "r", body: RETRY };
  expect(take().filter((message) => "id" in message && message.id === "r")).toEqual([request, request]);
  await hear({ type: "frames", seq: 11, frames: [frame(11, "r")] });
  await pass(10_000);
  expect(take().map((message) => "id" in message && message.id)).toEqual(["other"]);
});

test("a frame that is not new acknowledges nothing", async () => {
  const { link, take, hear } = await ready();
  link.start("r", RETRY);
  await pass();
  take();
  await hear({ type: "frames", seq: 10, frames: [frame(10, "r")] });
  await pass(10_000);
  expect(take()).toEqual([{ type: "request", id: "r", body: RETRY }]);
});

test("a response in the state is a request that arrived; what else waits is asked again", async () => {
  const { link, take, hear } = await ready();
  link.start("r", RETRY);
  const list = link.request(LIST);
  await pass();
  const [, question] = take();
  await hear({ type: "snapshot", view: null, seq: 11, snapshot: state({ response: { id: "r", op: "x" } }) });
  expect(take()).toEqual([question]);
  if (question?.type !== "request") throw new Error("no question was sent");
  await hear({ type: "reply", id: question.id, body: { data: [] } });
  expect(await list).toEqual({ data: [] });
});

test("a reply goes to whoever asked, with its bytes, and is told", async () => {
  const { link, told, take, hear } = await ready();
  const file = link.ask("fetch", { attachment_id: "atc_1" });
  const found = link.ask("search", { query: "word" });
  await pass();
  const [fetch, search] = take();
  expect([fetch, search]).toMatchObject([
    { type: "ask", name: "fetch", args: { attachment_id: "atc_1" } },
    { type: "ask", name: "search", args: { query: "word" } },
  ]);
  const failure = { code: "no", message: "No.", allow_retry: false };
  const refused = expect(found).rejects.toMatchObject({ code: "no", message: "No." });
  const ids = [fetch, search].map((message) => (message && "id" in message && message.id) || "");
  await hear({ type: "reply", id: ids[0] ?? "", body: { name: "a" } }, [new ArrayBuffer(2)]);
  await hear({ type: "reply", id: ids[1] ?? "", error: failure });
  expect(await file).toMatchObject({ body: { name: "a" }, buffers: [{ byteLength: 2 }] });
  await refused;
  expect(told).toEqual([
    ["reply", ids[0], null],
    ["reply", ids[1], failure],
  ]);
});

test("a cancel is repeated without making the kernel count as busy, until the response has ended", async () => {
  const { link, statuses, take, hear } = await ready();
  link.start("r", RETRY);
  await hear({ type: "frames", seq: 11, frames: [frame(11, "r")] });
  take();
  link.cancel("r");
  link.cancel("other");
  await pass(10_000);
  const ids = () => take().map((message) => message.type === "cancel" && message.id);
  expect(ids()).toEqual(["r", "other", "r", "other"]);
  expect(statuses).not.toContain("busy");
  link.ended("r");
  await pass(10_000);
  expect(ids()).toEqual(["other"]);
});

test("what has ended is not asked for any more", async () => {
  const { link, take } = await ready();
  link.start("r", RETRY);
  await pass();
  take();
  link.ended("r");
  await pass(60_000);
  expect(take()).toEqual([]);
});

test("a question is asked again, soon at first, until it is answered or given up", async () => {
  const { link, take, hear } = await ready();
  const stop = new AbortController();
  const [first, second] = ["thr_1", "thr_2"].map((thread_id, index) => {
    const signal = index === 0 ? stop.signal : new AbortController().signal;
    return link.ask("open_thread", { thread_id }, { signal });
  });
  const given = expect(first).rejects.toBe("changed my mind");
  stop.abort("changed my mind");
  await given;
  await pass(26_000);
  const asked = take();
  const [, question] = asked;
  expect(asked.slice(1)).toEqual(Array.from({ length: 5 }, () => question));
  if (question?.type !== "ask") throw new Error("no question was sent");
  await hear({ type: "reply", id: question.id, body: {} });
  await hear({ type: "reply", id: question.id, body: {} });
  expect(await second).toEqual({ body: {}, buffers: [] });
  await pass(60_000);
  expect(take()).toEqual([]);
});

test("what Python calls and what the view tells goes across once", async () => {
  const { link, told, take, hear } = await ready();
  await hear({ type: "ui", method: "focus_composer", args: { a: 1 } });
  expect(told).toEqual([["ui", "focus_composer", { a: 1 }]]);
  link.tell("click", { at: 1 });
  await pass(60_000);
  expect(take()).toEqual([{ type: "ui", event: "click", data: { at: 1 } }]);
});

test("a kernel that does not answer is busy, until it does or says that it has the request", async () => {
  const { link, statuses, take, hear } = await ready();
  void link.request(LIST).catch(() => {});
  await pass(LATE_MS - 1);
  expect(statuses).not.toContain("busy");
  await pass(1);
  expect(statuses.at(-1)).toBe("busy");
  const [question] = take();
  await hear({ type: "taken", id: question?.type === "request" ? question.id : "" });
  expect(statuses.at(-1)).toBe("ready");
});

test("an answer to what the kernel could not read ends nothing that is asked", async () => {
  const { link, told, take, hear } = await ready();
  link.start("r", RETRY);
  const error = { code: "invalid_request", message: "No.", allow_retry: false };
  await hear({ type: "reply", id: null, error });
  expect(told).toEqual([]);
  take();
  await pass(10_000);
  expect(take()).toEqual([{ type: "request", id: "r", body: RETRY }]);
});

test("a file goes to the kernel and is answered", async () => {
  const { link, take, hear } = await ready();
  const progress: number[] = [];
  const signal = new AbortController().signal;
  const done = link.upload("atc_1", new Blob(["abc"]), (received) => progress.push(received), signal);
  for (let count = 0; count < 10; count += 1) await pass();
  const [piece] = take();
  expect(piece).toMatchObject({ type: "ask", name: "upload", args: { attachment_id: "atc_1", offset: 0 } });
  const id = piece?.type === "ask" ? piece.id : "";
  await hear({ type: "reply", id, body: { received: 3, done: true } });
  await expect(done).resolves.toBeUndefined();
});
