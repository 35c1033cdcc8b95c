/** Reading and changing threads: the list, titles, older pages, feedback. */
import { type Signal, signal } from "@preact/signals";
import type { FeedbackKind, Page, ThreadInfo } from "../protocol/envelope";
import { readPage } from "../protocol/guards";
import type { ThreadItem } from "../protocol/wire.gen";
import type { Link } from "../transport/link";
import type { Fold } from "./fold";

const THREADS_PAGE = 30;
const ITEMS_PAGE = 20;

export class Threads {
  readonly hasOlder: Signal<boolean> = signal(false);
  readonly #link: Link;
  readonly #fold: Fold;
  /** Where the next older page begins, if the store named a place. */
  #cursor: string | null = null;
  #loading: Promise<void> | null = null;

  constructor(link: Link, fold: Fold) {
    this.#link = link;
    this.#fold = fold;
  }

  async list(after?: string): Promise<Page<ThreadInfo>> {
    const params = { limit: THREADS_PAGE, order: "desc" as const, ...(after === undefined ? {} : { after }) };
    return readPage<ThreadInfo>(await this.#link.request({ type: "threads.list", params }));
  }

  async rename(thread_id: string, title: string): Promise<void> {
    await this.#link.request({ type: "threads.update", params: { thread_id, title } });
    const thread = this.#fold.thread.peek();
    if (thread?.id === thread_id) this.#fold.thread.value = { ...thread, title };
  }

  async delete(thread_id: string): Promise<void> {
    await this.#link.request({ type: "threads.delete", params: { thread_id } });
  }

  async feedback(thread_id: string, item_ids: readonly string[], kind: FeedbackKind): Promise<void> {
    await this.#link.request({
      type: "items.feedback",
      params: { thread_id, item_ids: [...item_ids], kind },
    });
  }

  /** What is shown begins at another place now. */
  restart(hasOlder: boolean): void {
    this.hasOlder.value = hasOlder;
    this.#cursor = null;
    this.#loading = null;
  }

  /** Puts the page of up to `limit` items before the first item in front. Calls meanwhile share the same page. */
  loadOlder(limit = ITEMS_PAGE): Promise<void> {
    this.#loading ??= this.#loadOlder(limit).finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  async #loadOlder(limit: number): Promise<void> {
    const thread_id = this.#fold.thread.peek()?.id;
    while (thread_id !== undefined && this.hasOlder.peek()) {
      // Where all of the newest page is hidden, nothing is shown that the next one could come before.
      const after = this.#cursor ?? this.#fold.items.peek()[0]?.id;
      const params = { thread_id, limit, order: "desc" as const, ...(after === undefined ? {} : { after }) };
      const page = readPage<ThreadItem>(await this.#link.request({ type: "items.list", params }));
      if (this.#fold.thread.peek()?.id !== thread_id) return;
      const next = page.after ?? page.data.at(-1)?.id ?? null;
      this.#cursor = next;
      this.hasOlder.value = page.has_more && next !== null && next !== after;
      // Hidden items are left out after paging, so a page may be empty and have a next one.
      if (page.data.length > 0) return this.#fold.prepend(page.data.reverse());
    }
  }
}
