/**
 * A transport within the page, for the demo and for tests.
 *
 * The scripted kernel that usually holds the other end is `kernel.ts`.
 */
import type { ViewMessage } from "../../protocol/envelope";
import type { JsonObject } from "../../protocol/guards";
import { newId } from "../../transport/ids";
import {
  type ChatMessage,
  type Transport,
  type TransportEnd,
  TransportError,
  type TransportListener,
} from "../../transport/transport";

export type ViewListener = (message: ViewMessage, buffers: readonly ArrayBuffer[]) => void;

/** The kernel's end of a memory transport. */
export interface KernelEnd {
  post(message: ChatMessage, buffers?: ArrayBuffer[]): void;
  onMessage(listener: ViewListener): void;
  setTrait(name: string, value: unknown): void;
  end(reason: TransportEnd): void;
}

/** Messages are copied and delivered in order, in a later microtask, as a real line would. */
export function memoryTransport(given: JsonObject = {}): { transport: Transport; kernel: KernelEnd } {
  const traits = new Map(Object.entries(given));
  const views = new Set<TransportListener>();
  const ends = new Set<(end: TransportEnd) => void>();
  const traitListeners = new Set<{ name: string; listener: (value: unknown) => void }>();
  const backlog: Parameters<TransportListener>[] = [];
  let toKernel: ViewListener | null = null;
  let end: TransportEnd | null = null;

  const deliver: TransportListener = (message, buffers) => {
    if (views.size === 0) backlog.push([message, buffers]);
    for (const view of [...views]) view(message, buffers);
  };

  const transport: Transport = {
    view: newId("view"),
    get end() {
      return end;
    },
    send(message, buffers = []) {
      if (end) throw new TransportError(end);
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
  return { transport, kernel };
}
