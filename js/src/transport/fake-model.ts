/** A widget model as a notebook provides it, for tests. */
import type { JsonObject } from "../protocol/guards";
import type { Model } from "./comm";

class FakeSignal<T> {
  readonly slots = new Set<(sender: unknown, value: T) => void>();
  connect(slot: (sender: unknown, value: T) => void): void {
    this.slots.add(slot);
  }
  disconnect(slot: (sender: unknown, value: T) => void): void {
    this.slots.delete(slot);
  }
  emit(value: T): void {
    for (const slot of [...this.slots]) slot(this, value);
  }
}

export class FakeKernel {
  readonly disposed = new FakeSignal<void>();
  readonly statusChanged = new FakeSignal<string>();
}

export class FakeModel implements Model {
  readonly sent: ({ type: string } & JsonObject)[] = [];
  /** The buffers of each message of `sent`. */
  readonly buffers: ArrayBuffer[][] = [];
  isDead = false;
  /** The kernel as a host shows it to widgets; there is none by default. */
  widget_manager: { kernel: FakeKernel } | undefined;
  readonly #traits: Map<string, unknown>;
  readonly #listeners = new Map<string, Set<(...args: unknown[]) => void>>();

  constructor(traits: JsonObject = {}) {
    this.#traits = new Map(Object.entries(traits));
  }

  get listeners(): number {
    return [...this.#listeners.values()].reduce((sum, set) => sum + set.size, 0);
  }

  get(name: string): unknown {
    return this.#traits.get(name);
  }

  set(name: string, value: unknown): void {
    this.#traits.set(name, value);
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
