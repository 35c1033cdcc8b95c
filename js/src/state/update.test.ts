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
    { type: "assistant_message.content_part.unheard_of", content_index: 0, delta: "x", content: {} },
  ]) {
    expect(applyUpdate(item, update)).toBe(item);
  }
  const workflow = { type: "custom" as const, tasks: [], expanded: false };
  const others: ThreadItem[] = [
    { ...BASE, type: "workflow", workflow },
    { ...BASE, type: "generated_image" },
  ];
  const unheardOf = { type: "unheard_of", task: { type: "custom" }, task_index: 0, image: { id: "a" } };
  for (const other of others) expect(applyUpdate(other, unheardOf)).toBe(other);
});

test("a message has a thousand parts at most, empty ones before the one that is told of", () => {
  const added = (content_index: number) => ({
    type: "assistant_message.content_part.text_delta",
    content_index,
    delta: "x",
  });
  const texts = parts(applyUpdate(message("one"), added(999))).map((part) => part.text);
  expect([texts.length, texts[0], texts[1], texts[999]]).toEqual([1000, "one", "", "x"]);
  const item = message("one");
  expect(applyUpdate(item, added(1000))).toBe(item);
});

test("what an update does not touch is not copied", () => {
  const annotated = message("one");
  const annotation = { type: "annotation", index: 0, source: { type: "url", url: "https://a.example" } };
  const once = applyUpdate(annotated, {
    type: "assistant_message.content_part.annotation_added",
    content_index: 0,
    annotation_index: 0,
    annotation,
  });
  expect([parts(once)[0]?.annotations.length, parts(annotated)[0]?.annotations.length]).toEqual([1, 0]);
  const workflow = { type: "custom" as const, tasks: [], expanded: false };
  const before: ThreadItem = { ...BASE, type: "workflow", workflow };
  applyUpdate(before, { type: "workflow.task.added", task_index: 0, task: { type: "custom" } });
  expect(workflow.tasks).toEqual([]);
  const card = { type: "Card", children: { type: "Text", id: "a", value: "x" } };
  const widget: ThreadItem = { ...BASE, type: "widget", widget: card };
  const missing = { type: "widget.component.updated", component_id: "b", component: { type: "Text" } };
  expect(applyUpdate(widget, missing)).toBe(widget);
});

test("a part that is done is what the server says of it", () => {
  const content = { type: "output_text", text: "done" };
  const update = { type: "assistant_message.content_part.done", content_index: 0, content };
  expect(parts(applyUpdate(message("one"), update))[0]).toBe(content);
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

test.each([true, false])("a widget nested without end is left alone (lists: %s)", (isList) => {
  let widget: WidgetNode = { type: "Text", id: "deep", value: "" };
  for (let depth = 0; depth < 50_000; depth += 1)
    widget = { type: "Box", children: isList ? [widget] : widget };
  const item: ThreadItem = { ...BASE, type: "widget", widget };
  const update = { type: "widget.streaming_text.value_delta", component_id: "deep", delta: "x", done: true };
  expect(applyUpdate(item, update)).toBe(item);
});
