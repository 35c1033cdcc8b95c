/** Widget actions: where each is handled, and which items wait for theirs to end. */
import { type Signal, signal } from "@preact/signals";
import type { RequestBody } from "../protocol/envelope";
import { isItem, isObject } from "../protocol/guards";
import type { Link } from "../transport/link";
import { RequestError } from "../transport/requests";
import type { WidgetAction } from "./conversation";
import type { Fold } from "./fold";
import { errorOf } from "./responses";

export class Actions {
  readonly busy: Signal<ReadonlySet<string>> = signal(new Set());
  readonly #link: Link;
  readonly #fold: Fold;
  readonly #start: (body: RequestBody) => Promise<void>;

  /** `start` begins a response, unless one is under way, and resolves at its end. */
  constructor(link: Link, fold: Fold, start: (body: RequestBody) => Promise<void>) {
    this.#link = link;
    this.#fold = fold;
    this.#start = start;
  }

  async run(item_id: string, { type, payload, handler, streaming }: WidgetAction): Promise<void> {
    const action = payload === undefined ? { type } : { type, payload };
    const thread_id = this.#fold.thread.peek()?.id;
    if (handler === "client") return this.#link.tell({ name: "client_action", action, item_id });
    if (thread_id === undefined) return;
    const params = { thread_id, item_id, action };
    this.busy.value = new Set([...this.busy.peek(), item_id]);
    try {
      if (streaming === false) await this.#ask({ type: "threads.sync_custom_action", params });
      else await this.#start({ type: "threads.custom_action", params });
    } finally {
      this.busy.value = new Set([...this.busy.peek()].filter((id) => id !== item_id));
    }
  }

  async #ask(body: RequestBody): Promise<void> {
    try {
      const reply = await this.#link.ask(body);
      if (isObject(reply) && isItem(reply.updated_item)) {
        this.#fold.apply({ type: "thread.item.replaced", item: reply.updated_item });
      }
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      const { code, said: message } = error;
      this.#fold.error.value = errorOf({ code, message, allow_retry: false });
    }
  }
}
