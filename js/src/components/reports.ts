/** Tells Python's log why parts of the view can't be shown: each reason once, not at every drawing. */
import { en } from "../locales/en";
import type { Conversation } from "../state/conversation";
import { reasonOf } from "../state/mending";
import { type Part, partName } from "./parts";

/** So many a view: a thread full of broken parts must not fill the log. */
const MOST = 100;

export class Reports {
  readonly #conversation: Pick<Conversation, "log">;
  readonly #told = new Set<string>();

  constructor(conversation: Pick<Conversation, "log">) {
    this.#conversation = conversation;
  }

  /** `what` is what can't be shown, `id` the item that it belongs to. */
  tell(what: Part, id: string | undefined, error: unknown): void {
    // The log has one language, whichever the view speaks.
    const part = partName(what, en);
    const reason = reasonOf(error);
    const key = JSON.stringify([part, id, reason]);
    if (this.#told.has(key) || this.#told.size >= MOST) return;
    this.#told.add(key);
    this.#conversation.log("part.failed", { part, item_id: id ?? null, reason });
    if (this.#told.size === MOST)
      this.#conversation.log("part.failed", {
        part: "others",
        item_id: null,
        // biome-ignore lint/plugin: the log has one language
        reason: "No more are told of.",
      });
  }
}
