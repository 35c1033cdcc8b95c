/** A widget model as a notebook provides it, for tests. */
import type { Model } from "./comm";

export class FakeModel implements Model {
  readonly sent: { type: string; [key: string]: unknown }[] = [];
  /** The buffers of each message of `sent`. */
  readonly buffers: ArrayBuffer[][] = [];
  isDead = false;
  readonly #traits: Record<string, unknown>;
  readonly #listeners = new Map<string, Set<(...args: unknown[]) => void>>();

  constructor(traits: Record<string, unknown> = {}) {
    this.#traits = traits;
  }

  get listeners(): number {
    return [...this.#listeners.values()].reduce((sum, set) => sum + set.size, 0);
  }

  get(name: string): unknown {
    return this.#traits[name];
  }

  set(name: string, value: unknown): void {
    this.#traits[name] = value;
    this.fire(`change:${name}`);
  }

  send(content: unknown, _callbacks?: unknown, buffers: ArrayBuffer[] = []): void {
    if (this.isDead) throw new Error("Cannot send");
    this.sent.push(structuredClone(content) as { type: string });
    this.buffers.push(buffers);
  }

  on(name: string, callback: (...args: unknown[]) => void): void {
    this.#listeners.set(name, (this.#listeners.get(name) ?? new Set()).add(callback));
  }

  off(name: string, callback: (...args: unknown[]) => void): void {
    this.#listeners.get(name)?.delete(callback);
  }

  fire(name: string, ...args: unknown[]): void {
    for (const callback of [...(this.#listeners.get(name) ?? [])]) callback(...args);
  }
}
