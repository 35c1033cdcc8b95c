// @vitest-environment node
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ViewMessage } from "../protocol/envelope";
import { ANSWER_MS, LATE_MS, RequestError, Requests } from "./requests";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function setUp() {
  const sent: ViewMessage[] = [];
  const buffers: ArrayBuffer[][] = [];
  const late: boolean[] = [];
  const requests = new Requests(
    (message, bytes) => {
      sent.push(message);
      buffers.push(bytes);
    },
    (isLate) => late.push(isLate),
  );
  return { requests, sent, buffers, late };
}

const LIST = { type: "threads.list" as const, params: { order: "desc" as const } };

function idOf(message: ViewMessage | undefined): string {
  if (message?.type !== "request") throw new Error("no request was sent");
  return message.id;
}

test("an answer settles its question and no other", async () => {
  const { requests, sent } = setUp();
  const first = requests.request(LIST);
  const second = requests.request(LIST);
  requests.settle(idOf(sent[1]), "two");
  requests.settle(idOf(sent[0]), "one");
  expect(await Promise.all([first, second])).toEqual(["one", "two"]);
});

test("a refusal carries code, message and whether to try again", async () => {
  const { requests, sent } = setUp();
  const answer = requests.request(LIST);
  requests.refuse(idOf(sent[0]), { code: "not_found", message: "No such thread.", allow_retry: false });
  await expect(answer).rejects.toMatchObject({
    code: "not_found",
    message: "No such thread.",
    allowRetry: false,
  });
  await expect(answer).rejects.toBeInstanceOf(RequestError);
});

test("what is unanswered is late, sent again under the same id, and given up in the end", async () => {
  const { requests, sent, late } = setUp();
  const answer = requests.request(LIST);
  const refused = expect(answer).rejects.toMatchObject({ code: "unanswered" });
  vi.advanceTimersByTime(LATE_MS);
  expect(late).toEqual([true]);
  vi.advanceTimersByTime(ANSWER_MS - LATE_MS);
  await refused;
  expect(new Set(sent.map(idOf)).size).toBe(1);
  expect(sent.length).toBeGreaterThan(3);
  expect(late).toEqual([true, false]);
});

test("what the kernel has taken is not late, however long its answer takes", async () => {
  const { requests, sent, late } = setUp();
  const answer = requests.request(LIST);
  vi.advanceTimersByTime(LATE_MS / 2);
  requests.taken(idOf(sent[0]));
  vi.advanceTimersByTime(ANSWER_MS / 2);
  expect(late).not.toContain(true);
  requests.settle(idOf(sent[0]), "at last");
  expect(await answer).toBe("at last");
});

test("what was late is so no more when the kernel says that it has it", () => {
  const { requests, sent, late } = setUp();
  requests.request(LIST);
  vi.advanceTimersByTime(LATE_MS);
  requests.taken(idOf(sent[0]));
  requests.taken("unknown");
  expect(late).toEqual([true, false]);
});

test("nothing is sent any more once it is settled", () => {
  const { requests, sent, late } = setUp();
  requests.keep("req_1", { type: "request", id: "req_1", body: LIST });
  requests.settle("req_1");
  vi.advanceTimersByTime(60_000);
  expect(sent).toHaveLength(1);
  expect(late).toEqual([]);
});

test("keeping a key again takes the place of what was kept under it, its timers too", () => {
  const { requests, sent, late } = setUp();
  const message = (id: string): ViewMessage => ({ type: "cancel", id });
  requests.keep("open", message("old"));
  vi.advanceTimersByTime(1000);
  requests.keep("open", message("new"));
  vi.advanceTimersByTime(1000);
  expect(late).toEqual([]);
  vi.advanceTimersByTime(9000);
  expect(sent).toEqual([message("old"), message("new"), message("new")]);
  expect(late).toEqual([true]);
  requests.settle("open");
  expect(vi.getTimerCount()).toBe(0);
});

test("what waits is sent once more when that is asked for, what is settled is not", () => {
  const { requests, sent } = setUp();
  requests.keep("a", { type: "cancel", id: "a" });
  requests.keep("b", { type: "cancel", id: "b" });
  requests.settle("a");
  sent.splice(0);
  requests.resend();
  expect(sent).toEqual([{ type: "cancel", id: "b" }]);
});

test("what is sent again comes with its bytes, less and less often, and only while it is of use", () => {
  const { requests, sent, buffers } = setUp();
  let isDue = true;
  const buffer = new ArrayBuffer(1);
  const times = { every: 1000, slowest: 3000 };
  requests.keep("a", { type: "cancel", id: "a" }, { ...times, buffer, isDue: () => isDue });
  const counts = [999, 1, 1999, 1, 2999, 1, 2999, 1].map((ms) => {
    vi.advanceTimersByTime(ms);
    return sent.length;
  });
  expect(counts).toEqual([1, 2, 2, 3, 3, 4, 4, 5]);
  requests.resend();
  isDue = false;
  requests.resend();
  vi.advanceTimersByTime(60_000);
  expect(sent).toHaveLength(6);
  expect(buffers).toEqual(Array.from({ length: 6 }, () => [buffer]));
});

test("the kernel is busy until the last late message is answered, whatever became of others", async () => {
  const { requests, late } = setUp();
  requests.keep("a", { type: "cancel", id: "a" });
  requests.keep("b", { type: "cancel", id: "b" });
  vi.advanceTimersByTime(LATE_MS);
  requests.settle("a");
  expect(late).toEqual([true, true, true]);
  requests.refuse("b", { code: "no", message: null, allow_retry: false });
  expect(late.at(-1)).toBe(false);
  requests.refuse("unknown", { code: "no", message: null, allow_retry: false });
  requests.settle("unknown");
});

test("a kernel that does not answer may be asked again, and a refusal without words names its code", async () => {
  const { requests, sent } = setUp();
  const search = expect(requests.ask("search", { query: "x" })).rejects.toMatchObject({
    code: "unanswered",
    allowRetry: true,
  });
  vi.advanceTimersByTime(ANSWER_MS);
  await search;
  const answer = requests.request(LIST);
  requests.refuse(idOf(sent.at(-1)), { code: "odd", message: null, allow_retry: true });
  await expect(answer).rejects.toMatchObject({
    name: "RequestError",
    message: expect.stringContaining("odd"),
  });
  expect(vi.getTimerCount()).toBe(0);
});

test("a quiet message never makes the kernel count as busy", () => {
  const { requests, sent, late } = setUp();
  requests.keep("cancel", { type: "cancel", id: null }, { quiet: true });
  vi.advanceTimersByTime(25_000);
  expect(sent).toHaveLength(3);
  expect(late).toEqual([]);
});

test("an answer comes with its bytes, and one that may take long is waited for", async () => {
  const { requests, sent, late } = setUp();
  const options = { quiet: true, every: 30_000, slowest: 30_000, limit: null };
  const answer = requests.ask("fetch", { attachment_id: "atc_1" }, options);
  vi.advanceTimersByTime(600_000);
  expect(sent).toHaveLength(21);
  expect(sent[2]).toEqual({
    type: "ask",
    id: expect.any(String),
    name: "fetch",
    args: { attachment_id: "atc_1" },
  });
  expect(late).toEqual([]);
  const bytes = new ArrayBuffer(3);
  requests.settle(sent[0]?.type === "ask" ? sent[0].id : "", { name: "a.png" }, [bytes]);
  expect(await answer).toEqual({ body: { name: "a.png" }, buffers: [bytes] });
});

test("what is given up leaves nothing behind, and does so at once where that is known before", async () => {
  const { requests, sent } = setUp();
  const stop = new AbortController();
  const remove = vi.spyOn(stop.signal, "removeEventListener");
  const [first, second] = [1, 2].map(() => requests.ask("refresh", {}, { signal: stop.signal }));
  requests.settle(sent[0]?.type === "ask" ? sent[0].id : "", {});
  await first;
  expect(remove).toHaveBeenCalledTimes(1);
  stop.abort("enough");
  await expect(second).rejects.toBe("enough");
  await expect(requests.ask("refresh", {}, { signal: stop.signal })).rejects.toBe("enough");
  expect([sent.length, vi.getTimerCount(), remove.mock.calls.length]).toEqual([2, 0, 2]);
});

test("giving up refuses every question that waits", async () => {
  const { requests } = setUp();
  const answers = [requests.request(LIST), requests.request(LIST)];
  requests.refuseAll({ code: "restarted", message: "The kernel was restarted.", allow_retry: false });
  for (const answer of answers) await expect(answer).rejects.toThrow("The kernel was restarted.");
});
