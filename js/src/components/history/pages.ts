/** The list of threads as far as it has been loaded. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { ThreadInfo } from "../../protocol/envelope";
import type { Conversation } from "../../state/conversation";

export type ListState = "loading" | "ready" | "failed";

export class ThreadPages {
  readonly threads: ReadonlySignal<readonly ThreadInfo[]>;
  readonly state: ReadonlySignal<ListState>;
  readonly hasMore: ReadonlySignal<boolean>;

  readonly #threads = signal<readonly ThreadInfo[]>([]);
  readonly #state = signal<ListState>("loading");
  readonly #hasMore = signal(false);
  readonly #conversation: Conversation;
  readonly #removed = new Set<string>();
  #after: string | undefined;

  constructor(conversation: Conversation) {
    this.threads = this.#threads;
    this.state = this.#state;
    this.hasMore = this.#hasMore;
    this.#conversation = conversation;
  }

  async loadMore(): Promise<void> {
    this.#state.value = "loading";
    try {
      const page = await this.#conversation.listThreads(this.#after);
      const known = new Set(this.#threads.value.map(({ id }) => id));
      this.#threads.value = [...this.#threads.value, ...page.data.filter(({ id }) => !known.has(id))];
      this.#after = page.after ?? page.data.at(-1)?.id;
      this.#hasMore.value = page.has_more && page.data.length > 0;
      this.#state.value = "ready";
    } catch {
      this.#state.value = "failed";
    }
  }

  rename(id: string, title: string): void {
    this.#threads.value = this.#threads.value.map((thread) =>
      thread.id === id ? { ...thread, title } : thread,
    );
  }

  /** Whether a thread was taken off the list. The kernel may have it for a while. */
  isRemoved = (id: string): boolean => this.#removed.has(id);

  /** Takes a thread off the list; the function returned puts it back where it was. */
  remove(id: string): () => void {
    const index = this.#threads.value.findIndex((thread) => thread.id === id);
    const thread = this.#threads.value[index];
    if (thread === undefined) return () => {};
    this.#removed.add(id);
    this.#threads.value = this.#threads.value.filter((other) => other !== thread);
    return () => {
      this.#removed.delete(id);
      this.#threads.value = this.#threads.value.toSpliced(index, 0, thread);
    };
  }
}
