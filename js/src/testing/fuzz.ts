/** Random inputs of a chat, as the events that a server sends. The same seed and number give the same input. */
import type { JsonObject } from "../protocol/guards";
import { brokenItem, brokenItems } from "./broken-items";
import { CountedWords } from "./counted-words";
import { INHERITED_NAMES } from "./inherited-names";
import { MarkdownGrammar } from "./markdown-grammar";
import { nastyObject, nastyValue, TEXTS } from "./nasty";
import { Random } from "./random";
import { WidgetGrammar } from "./widget-grammar";

export type FuzzKind = "markdown" | "widget" | "event";

export interface FuzzInput {
  readonly kind: FuzzKind;
  readonly event: unknown;
  /** What of it must be seen. */
  readonly words: readonly string[];
}

const BASE = { thread_id: "thr_1", created_at: "2026-01-02T03:04:05" };

/** The input called `index` of a run. */
export function fuzzInput(seed: number, index: number, kind: FuzzKind): FuzzInput {
  const random = new Random(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
  const id = `fuzz_${index}`;
  const words = new CountedWords(`q${index}`);
  switch (kind) {
    case "markdown": {
      const grammar = new MarkdownGrammar(random, words);
      const content = [{ type: "output_text", text: grammar.text(), annotations: annotations(random) }];
      const item = { ...BASE, id, type: "assistant_message", content };
      return { kind, event: { type: "thread.item.done", item }, words: words.all };
    }
    case "widget": {
      const grammar = new WidgetGrammar(random, words);
      const item = { ...BASE, id, type: "widget", widget: grammar.root() };
      return { kind, event: { type: "thread.item.done", item }, words: words.all };
    }
    case "event":
      return { kind, event: anyEvent(random, id), words: [] };
  }
}

function annotations(random: Random): unknown {
  if (random.chance(0.7)) return [];
  const type = random.pick(["url", "file", "entity", ...INHERITED_NAMES]);
  const source = {
    type,
    title: random.pick(TEXTS),
    url: random.pick(TEXTS),
    id: random.pick(TEXTS),
    icon: random.pick(TEXTS),
  };
  return random.pick([
    [{ type: "annotation", source }],
    [{ source: nastyValue(random) }],
    nastyValue(random),
  ]);
}

const TYPES = [
  "thread.item.added",
  "thread.item.done",
  "thread.item.replaced",
  "thread.item.removed",
  "thread.item.updated",
  "thread.updated",
  "progress_update",
  "stream_options",
  "error",
  "notice",
  "client_effect",
  "chatkit.response.start",
  "chatkit.response.end",
  "chatkit.thread.load.end",
  "chatkit.response.queued",
];

const UPDATES = [
  "assistant_message.content_part.added",
  "assistant_message.content_part.text_delta",
  "assistant_message.content_part.annotation_added",
  "assistant_message.content_part.done",
  "widget.root.updated",
  "widget.component.updated",
  "widget.streaming_text.value_delta",
  "workflow.task.added",
  "workflow.task.updated",
  "generated_image.updated",
];

/** An event of a known type with fields that may be anything, around items of a few ids. */
function anyEvent(random: Random, id: string): unknown {
  if (random.chance(0.05)) return nastyObject(random);
  const type = random.chance(0.9) ? random.pick(TYPES) : random.pick(INHERITED_NAMES);
  const known = random.pick(["a", "b", "c", "__proto__", "constructor", id]);
  const event: JsonObject = { type, item_id: known, ...fieldsOf(random, type, known) };
  return random.chance(0.2) ? { ...event, ...nastyObject(random) } : event;
}

function fieldsOf(random: Random, type: string, id: string): JsonObject {
  switch (type) {
    case "thread.item.added":
    case "thread.item.done":
    case "thread.item.replaced":
      return {
        item: random.chance(0.9) ? brokenItem(random.pick([...brokenItems.keys()]), id) : nastyValue(random),
      };
    case "thread.item.updated":
      return { update: anyUpdate(random) };
    case "thread.updated":
      return {
        thread: {
          id: "thr_1",
          title: nastyValue(random),
          status: nastyValue(random),
          metadata: nastyObject(random),
        },
      };
    case "notice":
      return {
        level: random.pick(TEXTS),
        message: random.pick([...TEXTS, nastyValue(random)]),
        title: nastyValue(random),
      };
    case "progress_update":
      return { text: random.pick([...TEXTS, nastyValue(random)]), icon: random.pick(TEXTS) };
    case "error":
      return { code: nastyValue(random), message: nastyValue(random), detail: nastyValue(random) };
    default:
      return {
        id: nastyValue(random),
        error: nastyValue(random),
        name: random.pick(TEXTS),
        data: nastyValue(random),
      };
  }
}

function anyUpdate(random: Random): unknown {
  if (random.chance(0.1)) return nastyValue(random);
  const widget = new WidgetGrammar(random, new CountedWords("u"));
  return {
    type: random.pick(UPDATES),
    content_index: random.pick([0, 1, 7, 999, 1e9, -1, nastyValue(random)]),
    annotation_index: random.pick([0, 3, 2 ** 53, nastyValue(random)]),
    task_index: random.pick([0, 1, 2 ** 40, nastyValue(random)]),
    delta: random.pick([...TEXTS, nastyValue(random)]),
    done: random.chance(0.5),
    component_id: random.pick(TEXTS),
    content: random.pick([{ type: "output_text", text: random.pick(TEXTS) }, nastyValue(random)]),
    annotation: nastyValue(random),
    widget: random.pick([widget.root(), nastyValue(random)]),
    component: random.pick([widget.root(), nastyValue(random)]),
    task: random.pick([{ type: "custom", title: random.pick(TEXTS) }, nastyValue(random)]),
    image: random.pick([{ id: "i", url: random.pick(TEXTS) }, nastyValue(random)]),
    progress: nastyValue(random),
  };
}
