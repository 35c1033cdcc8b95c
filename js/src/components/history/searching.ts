/** What is in the search field, and what was found for it. */
import { batch, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { FoundItem } from "../../protocol/envelope";
import type { Search } from "../../state/conversation";

/** Whoever types on has not asked yet. */
const PAUSE_MS = 170;

export interface Answer {
  readonly query: string;
  readonly items: readonly FoundItem[];
  readonly hasMore: boolean;
}

/** `asking`: from the first letter until what it found is there. */
export type SearchState = "blank" | "asking" | "ready" | "failed";

export class Searching {
  readonly text: Signal<string> = signal("");
  readonly state: ReadonlySignal<SearchState>;
  /** What was found last, until there is something else; `null` for a blank field. */
  readonly answer: ReadonlySignal<Answer | null>;

  readonly #state = signal<SearchState>("blank");
  readonly #answer = signal<Answer | null>(null);
  readonly #search: Search;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts the questions: an answer to an earlier one comes too late. */
  #latest = 0;
  /** What the question is, once it is made up. */
  #asked: string | null = null;

  constructor(search: Search) {
    this.state = this.#state;
    this.answer = this.#answer;
    this.#search = search;
  }

  get query(): string {
    return this.text.peek().trim();
  }

  /** The field was changed. `isComposing`: its last letters are not chosen yet. */
  type(text: string, isComposing = false): void {
    this.text.value = text;
    const { query } = this;
    if (query === "") this.#clear();
    else if (query !== this.#asked) {
      this.#stop();
      this.#state.value = "asking";
      if (isComposing) return;
      this.#asked = query;
      this.#timer = setTimeout(() => void this.ask(), PAUSE_MS);
    }
  }

  clear(): void {
    this.text.value = "";
    this.#clear();
  }

  /** Asks now for what is in the field. */
  async ask(): Promise<void> {
    const { query } = this;
    if (query === "") return;
    this.#stop();
    const request = this.#latest;
    this.#asked = query;
    this.#state.value = "asking";
    try {
      const { data, has_more } = await this.#search.find(query);
      if (request !== this.#latest) return;
      batch(() => {
        this.#answer.value = { query, items: data, hasMore: has_more };
        this.#state.value = "ready";
      });
    } catch {
      if (request === this.#latest) this.#state.value = "failed";
    }
  }

  dispose(): void {
    this.#stop();
  }

  #clear(): void {
    this.#stop();
    this.#answer.value = null;
    this.#state.value = "blank";
  }

  /** Nothing that is under way counts any more. */
  #stop(): void {
    clearTimeout(this.#timer);
    this.#latest += 1;
    this.#asked = null;
  }
}
