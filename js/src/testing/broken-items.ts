/** Items that a store or a server may hold although no type allows them: each draws what it can or says that it can't. */
import type { JsonObject } from "../protocol/guards";

const text = (value: unknown) => ({ type: "output_text", text: value, annotations: [] });
const message = (content: unknown): JsonObject => ({ type: "assistant_message", content });
const asked = (content: unknown, more: JsonObject = {}): JsonObject => ({
  type: "user_message",
  content,
  attachments: [],
  inference_options: {},
  ...more,
});
const annotated = (annotations: unknown) =>
  message([{ type: "output_text", text: "kept text", annotations }]);
const widget = (root: unknown): JsonObject => ({ type: "widget", widget: root });
const card = (...children: unknown[]) => widget({ type: "Card", children });
const workflow = (fields: unknown): JsonObject => ({ type: "workflow", workflow: fields });
const steps = (...tasks: unknown[]) => workflow({ type: "custom", tasks, expanded: true });
const form = (inputs: unknown, more: JsonObject = {}): JsonObject => ({
  type: "structured_input",
  status: "pending",
  inputs,
  ...more,
});
const image = (value: unknown): JsonObject => ({ type: "generated_image", image: value });

/** An object that no template literal takes. */
export const UNPRINTABLE = { toString: 1, valueOf: 1 };

function nested(depth: number, wrap: (child: unknown) => unknown): unknown {
  let node: unknown = { type: "Text", value: "innermost" };
  for (let level = 0; level < depth; level += 1) node = wrap(node);
  return node;
}

export const brokenItems: ReadonlyMap<string, JsonObject> = new Map(
  Object.entries({
    "content is null": message(null),
    "content is a number": message(5),
    "content is text": message("only text"),
    "content is an object": message({ 0: text("x") }),
    "content holds null": message([null]),
    "content holds null beside a part": message([text("kept text"), null]),
    "content holds a list": message([[text("x")]]),
    "text is an object": message([text({ a: 1 })]),
    "text is unprintable": message([text(UNPRINTABLE)]),
    "text is a number": message([text(12345)]),
    "text is null": message([text(null), text("kept text")]),
    "annotations are null": annotated(null),
    "annotations are text": annotated("none"),
    "annotations hold null": annotated([null]),
    "annotation without a source": annotated([{}]),
    "source is null": annotated([{ source: null }]),
    "source is text": annotated([{ source: "https://x" }]),
    "source without an address": annotated([{ source: { type: "url", title: "kept title" } }]),
    "source with an object for a title": annotated([
      { source: { type: "url", url: "https://x", title: {} } },
    ]),
    "source of a type nobody knows": annotated([{ source: { type: "__proto__", title: "kept title" } }]),
    "question is null": asked(null),
    "question holds null": asked([null, { type: "input_text", text: "kept text" }]),
    "question has an object for text": asked([{ type: "input_text", text: { a: 1 } }]),
    "attachments are null": asked([{ type: "input_text", text: "kept text" }], { attachments: null }),
    "attachments are text": asked([{ type: "input_text", text: "kept text" }], { attachments: "a.png" }),
    "attachments hold null": asked([{ type: "input_text", text: "kept text" }], { attachments: [null] }),
    "attachment without a name": asked([], {
      attachments: [{ id: "a", type: "file", mime_type: "text/csv" }],
    }),
    "quoted text is an object": asked([{ type: "input_text", text: "kept text" }], { quoted_text: {} }),
    "widget is null": widget(null),
    "widget is text": widget("Card"),
    "widget is a list": widget([{ type: "Text", value: "x" }]),
    "widget without a type": widget({ children: [] }),
    "widget of a type nobody knows": widget({ type: "Gauge", value: 3 }),
    "widget of an inherited type": widget({ type: "constructor", value: 3 }),
    "children hold a number and a list": card({ type: "Text", value: "kept text" }, 5, [[[1]]]),
    "child of a type nobody knows": card({ type: "Text", value: "kept text" }, { type: "Gauge" }),
    "child of an inherited type": card({ type: "Text", value: "kept text" }, { type: "__proto__" }),
    "child with an object for text": card({ type: "Text", value: "kept text" }, { type: "Text", value: {} }),
    "child with an unprintable key": card({ type: "Text", value: "kept text", key: UNPRINTABLE }),
    "child with an unprintable text": card({ type: "Title", value: UNPRINTABLE }),
    "button with an unprintable label": card({
      type: "Button",
      label: UNPRINTABLE,
      onClickAction: UNPRINTABLE,
    }),
    "children 80 deep": card(nested(80, (child) => ({ type: "Box", children: [child] }))),
    "children 150 deep": card(nested(150, (child) => ({ type: "Row", children: child }))),
    "lists 150 deep": widget({ type: "Card", children: nested(150, (child) => [child]) }),
    "JSON that looks like a vnode": card({
      type: "Text",
      value: "kept text",
      props: { a: 1 },
      __k: [],
      ref: {},
      key: {},
    }),
    "raw HTML among the props": card({
      type: "Text",
      value: "kept text",
      dangerouslySetInnerHTML: { __html: "<img>" },
    }),
    "list rows that are none": widget({
      type: "ListView",
      children: [null, 3, { type: "ListViewItem", children: 5 }],
    }),
    "icon of an inherited name": card(
      { type: "Icon", name: "__proto__" },
      { type: "Text", value: "kept text" },
    ),
    "workflow is null": workflow(null),
    "workflow is a number": workflow(5),
    "tasks are missing": workflow({ type: "custom" }),
    "tasks are an object": workflow({ type: "custom", tasks: {} }),
    "tasks hold null": steps(null, { type: "custom", title: "kept text" }),
    "task with an object for a title": steps(
      { type: "custom", title: {} },
      { type: "thought", content: "kept text" },
    ),
    "task with an object for content": steps({ type: "thought", title: "kept text", content: {} }),
    "task with text for sources": steps({ type: "web_search", title: "kept text", sources: "x", queries: 5 }),
    "task of an inherited type": steps({ type: "__proto__", title: "kept text" }),
    "summary is a number": workflow({ type: "custom", tasks: [], summary: 5 }),
    "summary with an object for a title": workflow({ type: "custom", tasks: [], summary: { title: {} } }),
    "duration is text": workflow({ type: "reasoning", tasks: [], summary: { duration: "long" } }),
    "lone task is null": { type: "task", task: null },
    "lone task is text": { type: "task", task: "search" },
    "inputs are null": form(null),
    "inputs hold null": form([null, { id: "a", type: "freeform", question: "kept text" }]),
    "options are a number": form([{ id: "a", type: "multiple_choice", question: "kept text", options: 5 }]),
    "options hold null": form([{ id: "a", type: "multiple_choice", question: "kept text", options: [null] }]),
    "question is an object": form([{ id: "a", type: "freeform", question: {} }]),
    "answer is text": form([{ id: "a", type: "freeform", question: "kept text", answer: "yes" }], {
      status: "answered",
    }),
    "values are a number": form([{ id: "a", type: "freeform", question: "q", answer: { values: 5 } }], {
      status: "answered",
    }),
    "image is null": image(null),
    "image is text": image("https://x"),
    "image without an address": image({}),
    "address is an object": image({ id: "a", url: {} }),
    "address is a script": image({ id: "a", url: "javascript:alert(1)" }),
  }),
);

/** The item under an id of its own, with what every item has. */
export function brokenItem(name: string, id: string): JsonObject {
  return { id, thread_id: "thr_1", created_at: "2026-01-02T03:04:05", ...brokenItems.get(name) };
}
