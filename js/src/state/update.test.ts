import { expect, test } from "vitest";
import type { ThreadItem, WidgetNode } from "../protocol/wire.gen";
import { applyUpdate } from "./update";

const BASE = { id: "msg_1", thread_id: "thr_1", created_at: "2026-01-02T03:04:05" };

function message(...texts: string[]): ThreadItem {
  const content = texts.map((text) => ({ type: "output_text" as const, text, annotations: [] }));
  return { ...BASE, type: "assistant_message", content };
}

function parts(item: ThreadItem) {
  if (item.type !== "assistant_message") throw new Error("no message");
  return item.content;
}

function node(item: ThreadItem): WidgetNode {
  if (item.type !== "widget") throw new Error("no widget");
  return item.widget;
}

test("a delta makes a new item and a new part, and leaves the other parts as they are", () => {
  const before = message("one", "two");
  const after = applyUpdate(before, {
    type: "assistant_message.content_part.text_delta",
    content_index: 1,
    delta: "!",
  });
  expect(after).not.toBe(before);
  expect(parts(after)[0]).toBe(parts(before)[0]);
  expect(parts(after).map((part) => part.text)).toEqual(["one", "two!"]);
  expect(parts(before).map((part) => part.text)).toEqual(["one", "two"]);
});

test("an update that does not fit gives the very same item back", () => {
  const item = message("one");
  for (const update of [
    null,
    { type: "workflow.task.added", task_index: 0, task: {} },
    { type: "assistant_message.content_part.text_delta", content_index: -1, delta: "x" },
    { type: "assistant_message.content_part.text_delta", content_index: 1e9, delta: "x" },
    { type: "assistant_message.content_part.text_delta", content_index: 0, delta: 7 },
  ]) {
    expect(applyUpdate(item, update)).toBe(item);
  }
});

test("a widget delta copies the path to its node only", () => {
  const still = { type: "Text", id: "a", value: "still" };
  const moving = { type: "Text", id: "b", value: "mov" };
  const before: ThreadItem = {
    ...BASE,
    type: "widget",
    widget: { type: "Card", children: [still, { type: "Row", children: moving }] },
  };
  const after = applyUpdate(before, {
    type: "widget.streaming_text.value_delta",
    component_id: "b",
    delta: "ed",
    done: true,
  });
  const children = node(after).children as WidgetNode[];
  expect(children[0]).toBe(still);
  expect(children[1]?.children).toEqual({ type: "Text", id: "b", value: "moved", streaming: false });
  expect(moving.value).toBe("mov");
});

test("a widget nested without end is left alone", () => {
  let widget: WidgetNode = { type: "Text", id: "deep", value: "" };
  for (let depth = 0; depth < 50_000; depth += 1) widget = { type: "Box", children: [widget] };
  const item: ThreadItem = { ...BASE, type: "widget", widget };
  const update = { type: "widget.streaming_text.value_delta", component_id: "deep", delta: "x", done: true };
  expect(applyUpdate(item, update)).toBe(item);
});
