/** What a script has at hand while it answers one request: ids, items, pauses and streamed text. */
import type { RequestBody, StreamEvent, ThreadInfo } from "../../protocol/envelope";
import type { JsonObject } from "../../protocol/guards";
import type {
  Annotation,
  ThreadItem,
  ThreadItemAddedEvent,
  ThreadItemDoneEvent,
  UserMessageItem,
} from "../../protocol/wire.gen";

/** An item without the fields the kernel fills in. */
export type ItemFields = { type: ThreadItem["type"]; id?: string } & JsonObject;

export interface Pace {
  /** Milliseconds between two pieces; 0 sends them without a pause. */
  pace?: number;
  /** Characters a piece. */
  size?: number;
  annotations?: Annotation[];
}

/**
 * Answers one streaming request with events. The user's message, `thread.created`, an answered
 * structured input and the truncation before a retry are sent by the kernel beforehand.
 */
export type Script = (request: RequestBody, turn: Turn) => AsyncIterable<StreamEvent> | Iterable<StreamEvent>;

export class Turn {
  /** The id of the request. */
  readonly id: string;
  readonly thread: ThreadInfo;
  /** The user's message, when the request has one. */
  readonly input: UserMessageItem | null;
  /** Aborted when the user stops the response. */
  readonly signal: AbortSignal;
  readonly #nextId: (prefix: string) => string;

  constructor(
    id: string,
    thread: ThreadInfo,
    input: UserMessageItem | null,
    signal: AbortSignal,
    nextId: (prefix: string) => string,
  ) {
    this.id = id;
    this.thread = thread;
    this.input = input;
    this.signal = signal;
    this.#nextId = nextId;
  }

  /** The text of the user's message. */
  get text(): string {
    return this.input?.content.map((part) => part.text).join("") ?? "";
  }

  /** Rejects with the signal's reason when the response is stopped meanwhile. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.signal.aborted) return reject(this.signal.reason);
      const stop = () => {
        clearTimeout(timer);
        reject(this.signal.reason);
      };
      const timer = setTimeout(() => {
        this.signal.removeEventListener("abort", stop);
        resolve();
      }, ms);
      this.signal.addEventListener("abort", stop, { once: true });
    });
  }

  /** A finished item: `yield turn.item({ type: "widget", widget: {...} })`. */
  item(fields: ItemFields): ThreadItemDoneEvent {
    return { type: "thread.item.done", item: this.#fill(fields) };
  }

  /** An item that is still streaming; `yield turn.item(...)` with the same id finishes it. */
  added(fields: ItemFields): ThreadItemAddedEvent {
    return { type: "thread.item.added", item: this.#fill(fields) };
  }

  /** Streams an assistant message: `yield* turn.say("Hello **world**", { pace: 20 })`. */
  async *say(
    text: string,
    { pace = 15, size = 4, annotations = [] }: Pace = {},
  ): AsyncGenerator<StreamEvent> {
    const added = this.added({ type: "assistant_message", content: [] });
    const { id } = added.item;
    yield added;
    for (let at = 0; at < text.length; at += size) {
      if (pace > 0) await this.wait(pace);
      const delta = text.slice(at, at + size);
      const update = { type: "assistant_message.content_part.text_delta", content_index: 0, delta } as const;
      yield { type: "thread.item.updated", item_id: id, update };
    }
    yield this.item({
      id,
      type: "assistant_message",
      content: [{ type: "output_text", text, annotations }],
    });
  }

  #fill(fields: ItemFields): ThreadItem {
    const created_at = new Date().toISOString();
    return {
      id: this.#nextId("msg"),
      thread_id: this.thread.id,
      created_at,
      ...fields,
    } as unknown as ThreadItem;
  }
}
