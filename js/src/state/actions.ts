/** Widget actions: where each is handled, and which items wait for theirs to end. */
import { type Signal, signal } from "@preact/signals";
import type { RequestBody } from "../protocol/envelope";
import { isItem, isObject } from "../protocol/guards";
import type { Action } from "../protocol/wire.gen";
import type { Link } from "../transport/link";
import type { WidgetAction } from "./conversation";
import { FORM_REFUSED } from "./fields";
import type { Fold } from "./fold";
import { refusalOf } from "./responses";

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

  /** Resolves when it has ended. The item is busy until then; what failed is the error of the conversation. */
  async run(item_id: string, { type, payload, handler, streaming }: WidgetAction): Promise<void> {
    const action = payload === undefined ? { type } : { type, payload };
    const thread_id = this.#fold.thread.peek()?.id;
    this.busy.value = new Set([...this.busy.peek(), item_id]);
    try {
      // A function of the user's may take as long as it likes.
      if (handler === "client") await this.#link.ask("client_action", { action, item_id }, { limit: null });
      else if (thread_id === undefined) return;
      else if (streaming === false) await this.#sync({ thread_id, item_id, action });
      else await this.#start({ type: "threads.custom_action", params: { thread_id, item_id, action } });
    } catch (error) {
      const refusal = refusalOf(error);
      // What does not fit in a form is said there.
      if (refusal.code !== FORM_REFUSED) this.#fold.error.value = refusal;
    } finally {
      this.busy.value = new Set([...this.busy.peek()].filter((id) => id !== item_id));
    }
  }

  async #sync(params: { thread_id: string; item_id: string; action: Action }): Promise<void> {
    const reply = await this.#link.request({ type: "threads.sync_custom_action", params });
    if (isObject(reply) && isItem(reply.updated_item)) {
      this.#fold.apply({ type: "thread.item.replaced", item: reply.updated_item });
    }
  }
}
