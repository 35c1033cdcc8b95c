/**
 * A wire within the page, for the demo and for tests.
 *
 * The scripted kernel that usually holds the other end is `kernel.ts`.
 */
import type { ViewMessage } from "../../protocol/envelope";
import type { JsonObject } from "../../protocol/guards";
import { newId } from "../../transport/ids";
import {
  type ChatMessage,
  type Wire,
  type WireEnd,
  WireError,
  type WireListener,
} from "../../transport/transport";

export type ViewListener = (message: ViewMessage, buffers: readonly ArrayBuffer[]) => void;

/** The kernel's end of a memory wire. */
export interface KernelEnd {
  post(message: ChatMessage, buffers?: ArrayBuffer[]): void;
  onMessage(listener: ViewListener): void;
  setTrait(name: string, value: unknown): void;
  end(reason: WireEnd): void;
}

/** Messages are copied and delivered in order, in a later microtask, as a real line would. */
export function memoryWire(given: JsonObject = {}): { wire: Wire; kernel: KernelEnd } {
  const traits = new Map(Object.entries(given));
  const views = new Set<WireListener>();
  const ends = new Set<(end: WireEnd) => void>();
  const traitListeners = new Set<{ name: string; listener: (value: unknown) => void }>();
  const backlog: Parameters<WireListener>[] = [];
  let toKernel: ViewListener | null = null;
  let end: WireEnd | null = null;

  const deliver: WireListener = (message, buffers) => {
    if (views.size === 0) backlog.push([message, buffers]);
    for (const view of [...views]) view(message, buffers);
  };

  const wire: Wire = {
    view: newId("view"),
    get end() {
      return end;
    },
    send(message, buffers = []) {
      if (end) throw new WireError(end);
      const [copy, bytes] = structuredClone([message, buffers] as const);
      queueMicrotask(() => toKernel?.(copy, bytes));
    },
    subscribe(listener) {
      views.add(listener);
      for (const call of backlog.splice(0)) listener(...call);
      return () => views.delete(listener);
    },
    onEnd(listener) {
      ends.add(listener);
      return () => ends.delete(listener);
    },
    trait: (name) => traits.get(name),
    onTrait(name, listener) {
      const entry = { name, listener };
      traitListeners.add(entry);
      return () => traitListeners.delete(entry);
    },
  };

  const kernel: KernelEnd = {
    post(message, buffers = []) {
      const [copy, bytes] = structuredClone([message, buffers] as const);
      queueMicrotask(() => end === null && deliver(copy, bytes));
    },
    onMessage(listener) {
      toKernel = listener;
    },
    setTrait(name, value) {
      traits.set(name, value);
      for (const entry of [...traitListeners]) if (entry.name === name) entry.listener(value);
    },
    end(reason) {
      end = reason;
      for (const listener of [...ends]) listener(reason);
    },
  };
  return { wire, kernel };
}
