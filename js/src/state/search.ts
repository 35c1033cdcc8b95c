/** Finds what was said in any thread, and opens the thread where it was. */
import { effect, type Signal, signal } from "@preact/signals";
import type { FoundItem, FoundPage } from "../protocol/envelope";
import { readFound } from "../protocol/guards";
import type { Link } from "../transport/link";
import type { Conversation, Search as SearchInterface, ShowResult, Target } from "./conversation";
import type { Threads } from "./threads";

/** How far back a message is looked for: pages, and items of one. */
const MOST_PAGES = 20;
const PAGE = 50;

type Shown = Pick<Conversation, "thread" | "items" | "loading" | "openThread">;

export class Search implements SearchInterface {
  readonly seeking: Signal<boolean> = signal(false);
  readonly target: Signal<Target | null> = signal(null);
  readonly #link: Link;
  readonly #threads: Threads;
  readonly #shown: Shown;
  /** Counts what was asked for: whoever asks last is right. */
  #latest = 0;

  constructor(link: Link, threads: Threads, shown: Shown) {
    this.#link = link;
    this.#threads = threads;
    this.#shown = shown;
  }

  async find(query: string): Promise<FoundPage> {
    return readFound((await this.#link.ask("search", { query })).body);
  }

  async show({ thread_id, item_id }: FoundItem, query: string): Promise<ShowResult> {
    this.#shown.openThread(thread_id);
    this.stop();
    const request = this.#latest;
    const isLeft = () => request !== this.#latest || this.#shown.thread.peek()?.id !== thread_id;
    this.seeking.value = true;
    try {
      await becomesFalse(this.#shown.loading);
      for (let page = 0; !isLeft(); page += 1) {
        if (this.#shown.items.peek().some(({ id }) => id === item_id)) {
          this.target.value = { itemId: item_id, query };
          return "shown";
        }
        if (!this.#threads.hasOlder.peek()) return "gone";
        if (page === MOST_PAGES) return "far";
        await this.#threads.loadOlder(PAGE);
      }
      return "left";
    } finally {
      if (request === this.#latest) this.seeking.value = false;
    }
  }

  /** Something else is to be shown. */
  stop(): void {
    this.#latest += 1;
    this.seeking.value = false;
    this.target.value = null;
  }
}

function becomesFalse(waiting: Conversation["loading"]): Promise<void> {
  return new Promise((resolve) => {
    const end = effect(() => {
      if (!waiting.value) queueMicrotask(() => end());
      if (!waiting.value) resolve();
    });
  });
}
