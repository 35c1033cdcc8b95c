/**
 * Events to the state on screen, one signal an item: a delta touches one item and nothing else.
 *
 * Keeps the same rules as `fold.py`; both pass `tests/fold_cases`. Malformed events are ignored.
 */
import { batch, type Signal, signal } from "@preact/signals";
import type { ErrorRow, FoldState, Notice, Progress, ThreadInfo } from "../protocol/envelope";
import { isItem, isObject, type JsonObject } from "../protocol/guards";
import type { ThreadItem } from "../protocol/wire.gen";
import type { ItemSignal } from "./conversation";
import { applyUpdate } from "./update";

const HIDDEN: ReadonlySet<string> = new Set(["hidden_context_item", "sdk_hidden_context"]);

/** Items whose arrival leaves the progress line standing. */
const QUIET: ReadonlySet<string> = new Set([
  "user_message",
  "client_tool_call",
  "workflow",
  "task",
  "end_of_turn",
]);

export class Fold {
  readonly thread: Signal<ThreadInfo | null> = signal(null);
  readonly items: Signal<readonly ItemSignal[]> = signal([]);
  readonly progress: Signal<Progress | null> = signal(null);
  readonly error: Signal<ErrorRow | null> = signal(null);
  readonly notices: Signal<readonly Notice[]> = signal([]);
  readonly allowCancel: Signal<boolean> = signal(false);
  readonly #byId = new Map<string, ItemSignal>();
  readonly #open = new Set<string>();

  /** Folds one event into the state. */
  apply(event: unknown): void {
    if (isObject(event)) batch(() => this.#apply(event));
  }

  /** Takes another state; items that are in both keep their signals. */
  replace(state: FoldState): void {
    batch(() => {
      this.thread.value = state.thread;
      this.progress.value = state.progress;
      this.error.value = state.error;
      this.notices.value = state.notices;
      this.allowCancel.value = state.allow_cancel;
      this.#setItems(state.items, new Set(state.open));
    });
  }

  /** Puts an older page, oldest first, in front. Items that are already here stay where they are. */
  prepend(page: readonly ThreadItem[]): void {
    const older = page.filter((item) => isItem(item) && isShown(item) && !this.#byId.has(item.id));
    if (older.length > 0)
      this.items.value = [...older.map((item) => this.#create(item)), ...this.items.value];
  }

  toJSON(): FoldState {
    return {
      thread: this.thread.value,
      items: this.items.value.map((entry) => entry.item.value),
      open: [...this.#open],
      progress: this.progress.value,
      error: this.error.value,
      notices: [...this.notices.value],
      allow_cancel: this.allowCancel.value,
    };
  }

  #apply(event: JsonObject): void {
    switch (event.type) {
      case "thread.item.updated":
        this.#update(event);
        break;
      case "thread.item.added":
      case "thread.item.done":
      case "thread.item.replaced":
        this.#put(event.item, event.type);
        break;
      case "thread.item.removed":
        if (typeof event.item_id === "string") this.#remove(new Set([event.item_id]));
        break;
      case "thread.created":
        this.#createThread(event.thread);
        break;
      case "thread.updated":
        this.#updateThread(event.thread);
        break;
      case "progress_update":
        if (typeof event.text === "string") this.progress.value = texts(event, "text", "icon");
        break;
      case "stream_options":
        if (isObject(event.stream_options) && typeof event.stream_options.allow_cancel === "boolean") {
          this.allowCancel.value = event.stream_options.allow_cancel;
        }
        break;
      case "error":
        this.error.value = withoutType(event);
        this.progress.value = null;
        break;
      case "notice":
        if (typeof event.level === "string" && typeof event.message === "string") {
          const notice = texts<Notice>(event, "level", "message", "title");
          this.notices.value = [...this.notices.value, notice];
        }
        break;
      case "chatkit.response.start":
        this.error.value = null;
        this.progress.value = null;
        this.notices.value = [];
        this.allowCancel.value = false;
        break;
      case "chatkit.response.end":
        this.#endResponse();
        break;
      case "chatkit.thread.truncate":
        this.#truncate(event.after_item_id);
        break;
    }
  }

  #update(event: JsonObject): void {
    const entry = this.#byId.get(event.item_id as string);
    if (entry) entry.item.value = applyUpdate(entry.item.peek(), event.update);
  }

  #put(item: unknown, how: "thread.item.added" | "thread.item.done" | "thread.item.replaced"): void {
    if (!isItem(item) || !isShown(item)) return;
    const streaming = how === "thread.item.added";
    if (streaming) this.#open.add(item.id);
    else this.#open.delete(item.id);
    const entry = this.#byId.get(item.id);
    if (entry) {
      entry.item.value = item;
      entry.streaming.value = streaming;
    } else {
      this.items.value = [...this.items.value, this.#create(item)];
    }
    if (how !== "thread.item.replaced" && !QUIET.has(item.type)) this.progress.value = null;
  }

  #create(item: ThreadItem): ItemSignal {
    const entry = { id: item.id, item: signal(item), streaming: signal(this.#open.has(item.id)) };
    this.#byId.set(item.id, entry);
    return entry;
  }

  #remove(ids: ReadonlySet<string>): void {
    if (ids.size === 0) return;
    for (const id of ids) {
      this.#byId.delete(id);
      this.#open.delete(id);
    }
    this.items.value = this.items.value.filter((entry) => !ids.has(entry.id));
  }

  #setItems(items: readonly ThreadItem[], open: ReadonlySet<string>): void {
    const known = new Map(this.#byId);
    this.#byId.clear();
    this.#open.clear();
    const next: ItemSignal[] = [];
    for (const item of items) {
      if (!isItem(item) || this.#byId.has(item.id)) continue;
      if (open.has(item.id)) this.#open.add(item.id);
      const entry = known.get(item.id);
      if (entry) {
        entry.item.value = item;
        entry.streaming.value = open.has(item.id);
        this.#byId.set(item.id, entry);
      }
      next.push(entry ?? this.#create(item));
    }
    const old = this.items.peek();
    const same = next.length === old.length && next.every((entry, index) => entry === old[index]);
    if (!same) this.items.value = next;
  }

  #createThread(thread: unknown): void {
    if (!isObject(thread) || typeof thread.id !== "string") return;
    const data = isObject(thread.items) && Array.isArray(thread.items.data) ? thread.items.data : [];
    this.thread.value = withoutItems(thread);
    this.progress.value = null;
    this.error.value = null;
    this.notices.value = [];
    this.#setItems(data.filter((item) => isItem(item) && isShown(item)) as ThreadItem[], new Set());
  }

  #updateThread(thread: unknown): void {
    if (!isObject(thread) || typeof thread.id !== "string") return;
    const current = this.thread.peek();
    if (current === null || current.id === thread.id) this.thread.value = withoutItems(thread);
  }

  #endResponse(): void {
    this.progress.value = null;
    this.allowCancel.value = false;
    const empty = new Set<string>();
    for (const id of this.#open) {
      const entry = this.#byId.get(id);
      if (entry) entry.streaming.value = false;
      if (entry && isBlank(entry.item.peek())) empty.add(id);
    }
    this.#open.clear();
    this.#remove(empty);
  }

  #truncate(afterId: unknown): void {
    const items = this.items.peek();
    const index = items.findIndex((entry) => entry.id === afterId);
    if (index < 0) return;
    this.#remove(new Set(items.slice(index + 1).map((entry) => entry.id)));
    for (const id of this.#open) {
      const entry = this.#byId.get(id);
      if (entry) entry.streaming.value = false;
    }
    this.#open.clear();
    this.error.value = null;
    this.progress.value = null;
  }
}

function isShown(item: ThreadItem): boolean {
  return !HIDDEN.has(item.type);
}

function isBlank(item: ThreadItem): boolean {
  if (item.type !== "assistant_message") return false;
  const parts = Array.isArray(item.content) ? item.content : [];
  return !parts.some((part) => typeof part?.text === "string" && part.text.trim() !== "");
}

/** Those of the keys that hold a string. */
function texts<T>(event: JsonObject, ...keys: string[]): T {
  const found = keys.filter((key) => typeof event[key] === "string").map((key) => [key, event[key]]);
  return Object.fromEntries(found) as T;
}

function withoutType(event: JsonObject): ErrorRow {
  const { type: _, ...rest } = event;
  return rest as unknown as ErrorRow;
}

function withoutItems(thread: JsonObject): ThreadInfo {
  const { items: _, ...rest } = thread;
  return rest as unknown as ThreadInfo;
}
