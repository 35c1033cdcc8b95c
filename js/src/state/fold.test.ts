/// <reference types="vite/client" />
import { effect } from "@preact/signals";
import { describe, expect, test } from "vitest";
import type { FoldState } from "../protocol/envelope";
import { Fold } from "./fold";

interface Case {
  name: string;
  start: FoldState | null;
  events: unknown[];
  expect: FoldState;
}

// The cases are those of fold.py: both sides must come to the same state.
const files = import.meta.glob<Case | Case[]>("../../../tests/fold_cases/*.json", {
  eager: true,
  import: "default",
});

function folded({ start, events }: Pick<Case, "start" | "events">): Fold {
  const fold = new Fold();
  if (start) fold.replace(start);
  for (const event of events) fold.apply(event);
  return fold;
}

for (const [path, content] of Object.entries(files)) {
  describe(path.split("/").at(-1) ?? path, () => {
    test.each([content].flat())("$name", (item) => {
      expect(folded(item).toJSON()).toEqual(item.expect);
    });
  });
}

const message = (id: string, text = "") => ({
  id,
  thread_id: "thr_1",
  created_at: "2026-01-02T03:04:05",
  type: "assistant_message" as const,
  content: [{ type: "output_text" as const, text, annotations: [] }],
});

const delta = (item_id: string, text: string) => ({
  type: "thread.item.updated",
  item_id,
  update: { type: "assistant_message.content_part.text_delta", content_index: 0, delta: text },
});

describe("signals", () => {
  test("a delta changes its item's signal and neither the list nor another item", () => {
    const fold = new Fold();
    fold.apply({ type: "thread.item.done", item: message("msg_1", "one") });
    fold.apply({ type: "thread.item.added", item: message("msg_2") });
    const list = fold.items.value;
    const first = list[0]?.item.value;
    fold.apply(delta("msg_2", "two"));
    expect(fold.items.value).toBe(list);
    expect(list[0]?.item.value).toBe(first);
    expect(list[1]?.item.value).toEqual(message("msg_2", "two"));
    expect(list.map((entry) => entry.streaming.value)).toEqual([false, true]);
  });

  test("replacing the state keeps the signals of the items that stay", () => {
    const fold = new Fold();
    fold.apply({ type: "thread.item.added", item: message("msg_1", "o") });
    const [entry] = fold.items.value;
    const list = fold.items.value;
    fold.replace({ ...fold.toJSON(), items: [message("msg_1", "one")], open: [] });
    expect(fold.items.value).toBe(list);
    expect(entry?.item.value).toEqual(message("msg_1", "one"));
    expect(entry?.streaming.value).toBe(false);
    fold.apply(delta("msg_1", "!"));
    expect(entry?.item.value).toEqual(message("msg_1", "one!"));
  });

  test.each([
    { type: "thread.item.done", item: message("msg_2", "x") },
    { type: "thread.item.replaced", item: message("msg_2", "x") },
    { type: "chatkit.response.end", id: "r", error: null, cancelled: false },
    { type: "chatkit.thread.truncate", after_item_id: "msg_2" },
  ])("an item streams until $type", (event) => {
    const fold = new Fold();
    fold.apply({ type: "thread.item.done", item: message("msg_1") });
    fold.apply({ type: "thread.item.added", item: message("msg_2", "x") });
    fold.apply({ type: "thread.item.added", item: message("msg_1", "x") });
    fold.apply({ type: "thread.item.done", item: message("msg_1", "x") });
    const streaming = () => fold.items.value.map((entry) => entry.streaming.value);
    expect(streaming()).toEqual([false, true]);
    const list = fold.items.value;
    fold.apply(event);
    expect([streaming(), fold.toJSON().open]).toEqual([[false, false], []]);
    expect(fold.items.value).toBe(list);
    fold.apply({ type: "thread.item.added", item: message("msg_2", "x") });
    expect(streaming()).toEqual([false, true]);
  });

  test("a state with other items, or in another order, changes the list", () => {
    const fold = new Fold();
    for (const ids of [
      ["msg_1", "msg_2"],
      ["msg_1", "msg_3"],
      ["msg_3", "msg_1"],
      ["msg_4", "msg_5"],
    ]) {
      fold.replace({ ...fold.toJSON(), items: ids.map((id) => message(id)) });
      expect(fold.items.value.map((entry) => entry.id)).toEqual(ids);
    }
  });

  test("a thread without a name of its own is none, and a message of broken parts says nothing", () => {
    const fold = new Fold();
    for (const thread of [{ id: 5 }, null, "thr_1"]) fold.apply({ type: "thread.updated", thread });
    fold.apply({ type: "thread.item.added", item: { ...message("msg_1"), content: [null, { text: 7 }] } });
    fold.apply({ type: "chatkit.response.end", id: "r", error: null, cancelled: false });
    expect(fold.toJSON()).toMatchObject({ thread: null, items: [] });
  });

  test("an item that comes twice in a state is one, and one that was removed may come again", () => {
    const fold = new Fold();
    fold.replace({ ...fold.toJSON(), items: [message("msg_1", "first"), message("msg_1", "second")] });
    expect(fold.toJSON().items).toEqual([message("msg_1", "first")]);
    fold.apply({ type: "thread.item.removed", item_id: "msg_1" });
    fold.apply({ type: "thread.item.added", item: message("msg_1", "third") });
    expect(fold.toJSON()).toMatchObject({ items: [message("msg_1", "third")], open: ["msg_1"] });
  });

  test("an older page comes in front, without what is here already", () => {
    const fold = new Fold();
    fold.apply({ type: "thread.item.done", item: message("msg_3") });
    const hidden = { ...message("msg_0"), type: "hidden_context_item" as const, content: "x" };
    fold.prepend([hidden, message("msg_1"), message("msg_2"), message("msg_3")]);
    expect(fold.items.value.map((entry) => entry.id)).toEqual(["msg_1", "msg_2", "msg_3"]);
    fold.apply(delta("msg_1", "x"));
    expect(fold.toJSON().items[0]).toEqual(message("msg_1", "x"));
    const list = fold.items.value;
    fold.prepend([hidden, message("msg_2")]);
    expect(fold.items.value).toBe(list);
  });

  test("a whole state takes the place of all that was there", () => {
    const fold = new Fold();
    const empty = fold.toJSON();
    fold.apply({ type: "thread.created", thread: { id: "thr_1", items: { data: [message("msg_1")] } } });
    fold.apply({ type: "thread.item.added", item: message("msg_2", "x") });
    fold.apply({ type: "notice", level: "info", message: "m" });
    fold.apply({ type: "stream_options", stream_options: { allow_cancel: true } });
    fold.apply({ type: "error", code: "no", allow_retry: false });
    fold.apply({ type: "progress_update", text: "Thinking" });
    const full = fold.toJSON();
    fold.replace(empty);
    expect(fold.toJSON()).toEqual(empty);
    fold.apply(delta("msg_2", "y"));
    expect(fold.toJSON()).toEqual(empty);
    fold.replace(full);
    expect(fold.toJSON()).toEqual(full);
    expect(fold.items.value.map((entry) => entry.streaming.value)).toEqual([false, true]);
  });

  test("what one event changes is seen at once", () => {
    const fold = new Fold();
    const seen: unknown[] = [];
    const stop = effect(() => {
      seen.push([fold.thread.value?.id, fold.items.value.length]);
    });
    fold.apply({ type: "thread.created", thread: { id: "thr_1", items: { data: [message("msg_1")] } } });
    stop();
    expect(seen).toEqual([
      [undefined, 0],
      ["thr_1", 1],
    ]);
  });

  test("a delta costs the same in a long thread", () => {
    const fold = new Fold();
    const items = Array.from({ length: 20_000 }, (_, index) => message(`msg_${index}`));
    fold.replace({ ...fold.toJSON(), items });
    const list = fold.items.value;
    for (let count = 0; count < 20_000; count += 1) fold.apply(delta("msg_0", "x"));
    expect(fold.items.value).toBe(list);
  });
});
