/**
 * How a view reaches its kernel, whatever carries the messages.
 *
 * `comm.ts` implements it over a widget model, `testing/kernel/memory.ts` within the page.
 */
import type { KernelMessage, ViewMessage } from "../protocol/envelope";

/** Why a transport went dead: the kernel lost its end, was shut down, or the widget was closed. */
export type TransportEnd = "restarted" | "stopped" | "closed";

/** The bundle is for the loader, and the end for the transport; all else is for the conversation. */
export type ChatMessage = Exclude<KernelMessage, { type: "bundle" } | { type: "closed" }>;

/** `buffers`: the bytes that came with the message. */
export type TransportListener = (message: ChatMessage, buffers: readonly BufferSource[]) => void;

/**
 * One model's line to its kernel, shared by all its views. It lives as long as the model.
 *
 * Messages received before the first subscriber are kept for it.
 */
export interface Transport {
  /** The name under which the kernel answers this line. */
  readonly view: string;
  /**
   * `buffers` are whole ones: hosts send the buffer behind a view, not the view.
   *
   * @throws {TransportError} when the line is dead. Returning does not mean that the kernel got it.
   */
  send(message: ViewMessage, buffers?: ArrayBuffer[]): void;
  subscribe(listener: TransportListener): () => void;
  /** `null` while the line is alive. */
  readonly end: TransportEnd | null;
  onEnd(listener: (end: TransportEnd) => void): () => void;
  /** The value of a synced trait, such as `_options`. */
  trait(name: string): unknown;
  onTrait(name: string, listener: (value: unknown) => void): () => void;
}

/** The line is dead. */
export class TransportError extends Error {
  override readonly name = "TransportError";
  readonly end: TransportEnd;

  constructor(end: TransportEnd) {
    super(end);
    this.end = end;
  }
}
