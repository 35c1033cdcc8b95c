/** A transport over a widget model: the only file that knows the notebook's widget machinery. */
import { readKernelMessage } from "../protocol/guards";
import { newId } from "./ids";
import { type Transport, type TransportEnd, TransportError, type TransportListener } from "./transport";

/** What is used of anywidget's model. */
export interface Model {
  get(name: string): unknown;
  send(content: unknown, callbacks?: unknown, buffers?: ArrayBuffer[]): void;
  // biome-ignore lint/suspicious/noExplicitAny: hosts call back with arguments of their own
  on(name: string, callback: (...args: any[]) => void): void;
  // biome-ignore lint/suspicious/noExplicitAny: hosts call back with arguments of their own
  off(name: string, callback: (...args: any[]) => void): void;
}

/** Hears of a bundle that arrived: its hash, its code and its style sheet. */
export type BundleListener = (hash: string, js: BufferSource, css: BufferSource) => void;

/** Subscribes at once: what a host sends before that is lost for good. */
export function commTransport(
  model: Model,
  onBundle: BundleListener,
): { transport: Transport; end: (reason: TransportEnd) => void; dispose: () => void } {
  const listeners = new Set<TransportListener>();
  const ends = new Set<(end: TransportEnd) => void>();
  const backlog: Parameters<TransportListener>[] = [];
  let ended: TransportEnd | null = null;

  const receive = (content: unknown, buffers: readonly BufferSource[] = []) => {
    const message = readKernelMessage(content);
    if (message === null) return;
    if (message.type === "bundle") {
      const [js, css] = buffers;
      if (js && css) onBundle(message.hash, js, css);
      return;
    }
    if (message.type === "closed") {
      end("closed");
      return;
    }
    if (listeners.size === 0) backlog.push([message, buffers]);
    for (const listener of [...listeners]) listener(message, buffers);
  };
  const end = (reason: TransportEnd) => {
    if (ended !== null) return;
    ended = reason;
    for (const listener of [...ends]) listener(reason);
  };
  // Fired by the notebook when the kernel restarts; the model itself stays on the page.
  const restarted = () => end("restarted");
  model.on("msg:custom", receive);
  model.on("comm_live_update", restarted);

  const transport: Transport = {
    view: newId("view"),
    get end() {
      return ended;
    },
    send(message, buffers) {
      try {
        if (ended === null) model.send(message, undefined, buffers);
      } catch {
        end("restarted");
      }
      if (ended !== null) throw new TransportError(ended);
    },
    subscribe(listener) {
      listeners.add(listener);
      for (const call of backlog.splice(0)) listener(...call);
      return () => listeners.delete(listener);
    },
    onEnd(listener) {
      ends.add(listener);
      return () => ends.delete(listener);
    },
    trait: (name) => model.get(name),
    onTrait(name, listener) {
      const changed = () => listener(model.get(name));
      model.on(`change:${name}`, changed);
      return () => model.off(`change:${name}`, changed);
    },
  };
  const dispose = () => {
    model.off("msg:custom", receive);
    model.off("comm_live_update", restarted);
    end("closed");
  };
  return { transport, end, dispose };
}
