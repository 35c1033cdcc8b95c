import { expect, test } from "vitest";
import { isInKernel } from "./envelope";
import { isAttachment, isIndex, readFound, readKernelMessage, readPage } from "./guards";

const SNAPSHOT = {
  thread: null,
  items: [],
  open: [],
  progress: null,
  error: null,
  notices: [],
  allow_cancel: false,
  has_older: false,
  response: null,
};

test.each([
  { type: "welcome", view: "v", session: "s", seq: 0, bundle: "h", snapshot: SNAPSHOT },
  { type: "snapshot", view: null, seq: 3, snapshot: SNAPSHOT },
  { type: "frames", seq: 1, frames: [{ seq: 1, id: null, event: { type: "later.invention" } }] },
  { type: "reply", id: "r", body: null },
  { type: "reply", id: "r", error: { code: "x", message: null, allow_retry: false } },
  { type: "bundle", hash: "h" },
  { type: "ui", method: "focus_composer", args: {} },
])("a sound message is read as it is: $type", (message) => {
  expect(readKernelMessage(message)).toBe(message);
});

test.each([
  { type: "welcome", view: "v", session: "s", seq: "0", snapshot: SNAPSHOT },
  { type: "snapshot", view: null, seq: 3, snapshot: { ...SNAPSHOT, items: {} } },
  { type: "snapshot", view: null, seq: 3, snapshot: { ...SNAPSHOT, thread: "thr_1" } },
  { type: "frames", seq: 1, frames: {} },
  { type: "reply", id: "r" },
  { type: "reply", id: null, body: {} },
  { type: "reply", id: "r", error: "no" },
])("a message of the wrong shape is dropped: %o", (message) => {
  expect(readKernelMessage(message)).toBeNull();
});

test("what could not be read has an answer, though nobody waits for it", () => {
  const error = { code: "invalid_request", message: "No.", allow_retry: false };
  const type = "reply";
  expect(readKernelMessage({ type, id: null, error })).toEqual({ type, id: null, error });
  expect(readKernelMessage({ type, id: 5, error })).toBeNull();
});

test("a malformed event keeps its number, and what is not a frame is left out", () => {
  const frames = [
    { seq: 1, id: null },
    null,
    { seq: "2", id: null, event: {} },
    { seq: 3, id: null, event: 5 },
  ];
  const message = { type: "frames", seq: 3, frames };
  expect(readKernelMessage(message)).toEqual({ ...message, frames: [frames[0], frames[3]] });
});

test("a page keeps its sound entries and its cursor", () => {
  const page = { data: [{ id: "a" }, null, { id: 1 }, "b"], has_more: true, after: "a" };
  expect(readPage(page)).toEqual({ data: [{ id: "a" }], has_more: true, after: "a" });
  expect(readPage({ data: "x" })).toEqual({ data: [], has_more: false });
});

test("an index is a whole number within its limit", () => {
  expect([0, 5, 6, -1, 1.5, "1", true, Number.NaN].map((value) => isIndex(value, 5))).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
    false,
    false,
  ]);
});

test("an attachment is a file, or an image with an address", () => {
  const file = { id: "a", type: "file", name: "a.csv", mime_type: "text/csv" };
  expect(isAttachment(file)).toBe(true);
  expect(isAttachment({ ...file, type: "image", preview_url: "https://x" })).toBe(true);
  expect(isAttachment({ ...file, type: "image" })).toBe(false);
  expect(isAttachment({ ...file, type: "folder" })).toBe(false);
  expect(isAttachment({ ...file, name: null })).toBe(false);
  expect(isAttachment(null)).toBe(false);
});

test("an address tells whether the kernel has the bytes", () => {
  expect(isInKernel("chatkit-notebook:///attachments/a%2Fb")).toBe(true);
  expect(isInKernel("https://example.com/chatkit-notebook:")).toBe(false);
});

test("what was found is read without the entries of another shape", () => {
  const found = { thread_id: "t", title: null, item_id: "i", created_at: "2026-01-02", excerpt: "words" };
  const entries = [found, { ...found, title: 3 }, { ...found, excerpt: undefined }, "x"];
  expect(readFound({ data: entries, has_more: true })).toEqual({ data: [found], has_more: true });
  expect(readFound(null)).toEqual({ data: [], has_more: false });
});
