/**
 * One update of one item, without changing what was there.
 *
 * Only what the update touches is copied, so a component compares its part by `===`. Updates that do
 * not fit the item give the item back as it is.
 */
import { isIndex, isObject, type JsonObject } from "../protocol/guards";
import type { Annotation, AssistantMessageContent, ThreadItem, WidgetNode } from "../protocol/wire.gen";

/** An item, with what only views know of it. */
export type ViewItem = ThreadItem & { progress?: number };

/** Bounds what a hostile index can make the view allocate. */
const MAX_PARTS = 1000;

/** Deeper than any widget that is drawn; keeps a hostile one from exhausting the stack. */
const MAX_DEPTH = 200;

export function applyUpdate(item: ThreadItem, update: unknown): ThreadItem {
  if (!isObject(update) || typeof update.type !== "string") return item;
  switch (item.type) {
    case "assistant_message":
      return updateMessage(item, update);
    case "widget":
      return updateWidget(item, update);
    case "workflow":
      return updateWorkflow(item, update);
    case "generated_image":
      return updateImage(item, update);
    default:
      return item;
  }
}

type ItemOf<T extends ThreadItem["type"]> = Extract<ThreadItem, { type: T }>;

function updateMessage(item: ItemOf<"assistant_message">, update: JsonObject): ThreadItem {
  const { content_index: index } = update;
  if (!Array.isArray(item.content) || !isIndex(index, MAX_PARTS - 1)) return item;
  const old = item.content[index] ?? emptyPart();
  const part = isObject(old) ? changedPart(old, update) : null;
  if (part === null) return item;
  const content = item.content.slice();
  while (content.length < index) content.push(emptyPart());
  content.splice(index, 1, part);
  return { ...item, content };
}

function emptyPart(): AssistantMessageContent {
  return { annotations: [], text: "", type: "output_text" };
}

function changedPart(part: AssistantMessageContent, update: JsonObject): AssistantMessageContent | null {
  switch (update.type) {
    case "assistant_message.content_part.text_delta":
      if (typeof update.delta !== "string") return null;
      return { ...part, text: textOf(part) + update.delta };
    case "assistant_message.content_part.added":
      return isObject(update.content) ? (update.content as unknown as AssistantMessageContent) : null;
    case "assistant_message.content_part.annotation_added":
      if (!isObject(update.annotation) || !isIndex(update.annotation_index, Number.MAX_SAFE_INTEGER))
        return null;
      return { ...part, annotations: withAnnotation(part, update.annotation_index, update.annotation) };
    case "assistant_message.content_part.done": {
      if (!isObject(update.content)) return null;
      const done = update.content as unknown as AssistantMessageContent;
      const received = annotationsOf(part);
      return received.length > 0 && annotationsOf(done).length === 0
        ? { ...done, annotations: received }
        : done;
    }
    default:
      return null;
  }
}

function withAnnotation(part: AssistantMessageContent, index: number, annotation: JsonObject): Annotation[] {
  const annotations = annotationsOf(part).slice();
  annotations.splice(index, 0, annotation as unknown as Annotation);
  return annotations;
}

function textOf(part: AssistantMessageContent): string {
  return typeof part.text === "string" ? part.text : "";
}

function annotationsOf(part: AssistantMessageContent): Annotation[] {
  return Array.isArray(part.annotations) ? part.annotations : [];
}

function updateWidget(item: ItemOf<"widget">, update: JsonObject): ThreadItem {
  const widget = changedWidget(item.widget, update);
  return widget === item.widget ? item : { ...item, widget };
}

function changedWidget(root: WidgetNode, update: JsonObject): WidgetNode {
  switch (update.type) {
    case "widget.root.updated":
      return isObject(update.widget) ? (update.widget as WidgetNode) : root;
    case "widget.streaming_text.value_delta": {
      const { delta, done, component_id } = update;
      if (typeof delta !== "string" || typeof done !== "boolean") return root;
      return changedNode(root, component_id, (node) => ({
        ...node,
        value: (typeof node.value === "string" ? node.value : "") + delta,
        streaming: !done,
      }));
    }
    case "widget.component.updated": {
      const { component, component_id } = update;
      return isObject(component) ? changedNode(root, component_id, () => component as WidgetNode) : root;
    }
    default:
      return root;
  }
}

/** Copies the path to the first node with that id, changed; the same node when there is none. */
function changedNode(
  node: WidgetNode,
  id: unknown,
  change: (node: WidgetNode) => WidgetNode,
  depth = 0,
): WidgetNode {
  if (typeof id !== "string" || depth > MAX_DEPTH || !isObject(node)) return node;
  if (node.id === id) return change(node);
  const { children } = node;
  if (!Array.isArray(children)) {
    if (!isObject(children)) return node;
    const child = changedNode(children, id, change, depth + 1);
    return child === children ? node : { ...node, children: child };
  }
  for (const [index, old] of children.entries()) {
    const child = changedNode(old, id, change, depth + 1);
    if (child !== old) return { ...node, children: children.with(index, child) };
  }
  return node;
}

function updateWorkflow(item: ItemOf<"workflow">, update: JsonObject): ThreadItem {
  const { task } = update;
  if (!isObject(task) || !isObject(item.workflow) || !Array.isArray(item.workflow.tasks)) return item;
  const tasks: unknown[] = item.workflow.tasks.slice();
  if (update.type === "workflow.task.added") {
    tasks.push(task);
  } else if (update.type === "workflow.task.updated" && isIndex(update.task_index, tasks.length)) {
    tasks.splice(update.task_index, 1, task);
  } else {
    return item;
  }
  return { ...item, workflow: { ...item.workflow, tasks } } as ThreadItem;
}

function updateImage(item: ItemOf<"generated_image">, update: JsonObject): ThreadItem {
  if (update.type !== "generated_image.updated" || !isObject(update.image)) return item;
  const changed = { ...item, image: update.image } as unknown as ViewItem;
  if (typeof update.progress === "number") changed.progress = update.progress;
  return changed;
}
