/// <reference types="vite/client" />
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
  });

  test("an older page comes in front, without what is here already", () => {
    const fold = new Fold();
    fold.apply({ type: "thread.item.done", item: message("msg_3") });
    fold.prepend([message("msg_1"), message("msg_2"), message("msg_3")]);
    expect(fold.items.value.map((entry) => entry.id)).toEqual(["msg_1", "msg_2", "msg_3"]);
    fold.apply(delta("msg_1", "x"));
    expect(fold.toJSON().items[0]).toEqual(message("msg_1", "x"));
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
