/** The way from one thread to another: which is asked for, and whether the view still waits for it. */
import { type Signal, signal } from "@preact/signals";
import type { Link } from "../transport/link";

export class ThreadSwitch {
  /** From the beginning until the first state, and from a question until what came of it is shown. */
  readonly loading: Signal<boolean> = signal(true);
  readonly #link: Link;
  readonly #fail: (error: unknown) => void;
  /** The thread asked for: an id, or `null` for a new one. */
  #wanted: string | null | undefined;
  /** The kernel has answered: the next state is all that comes of it. */
  #isAnswered = false;
  #asking = new AbortController();

  /** `fail` hears why the kernel refused. */
  constructor(link: Link, fail: (error: unknown) => void) {
    this.#link = link;
    this.#fail = fail;
  }

  /** Whether a thread is asked for. */
  get isUnderWay(): boolean {
    return this.#wanted !== undefined;
  }

  /** Asks for a thread, and no longer for another one. */
  async open(thread_id: string | null): Promise<void> {
    this.#asking.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    this.#isAnswered = false;
    this.#wanted = thread_id;
    this.loading.value = true;
    try {
      await this.#link.ask("open_thread", { thread_id }, { limit: null, signal });
    } catch (error) {
      if (signal.aborted) return;
      this.#fail(error);
    }
    // The state of the thread came before the answer and ended the asking; if not, it was lost, or there is none.
    this.#isAnswered = true;
    this.#link.greet();
  }

  /** The state of a thread came. */
  shown(thread_id: string | null): void {
    if (thread_id === this.#wanted || this.#isAnswered || !this.isUnderWay) this.stop();
  }

  stop(): void {
    this.#wanted = undefined;
    this.loading.value = false;
    this.#asking.abort();
  }
}
