/** Requests from Python to the view, such as `focus_composer`. */
import type { UiListener } from "./conversation";

/** Those that came before anything could hear them. */
const MAX_UNHEARD = 20;

export class UiCalls {
  readonly #listeners = new Set<UiListener>();
  readonly #unheard: Parameters<UiListener>[] = [];

  listen(listener: UiListener): () => void {
    this.#listeners.add(listener);
    for (const call of this.#unheard.splice(0)) listener(...call);
    return () => this.#listeners.delete(listener);
  }

  make(...call: Parameters<UiListener>): void {
    if (this.#listeners.size === 0 && this.#unheard.length < MAX_UNHEARD) this.#unheard.push(call);
    for (const listener of [...this.#listeners]) listener(...call);
  }
}
