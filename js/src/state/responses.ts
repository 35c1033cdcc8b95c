/**
 * The response under way and the request of this view that asked for it.
 *
 * A request is `own` from the moment it is made. It ends exactly once: with the end of its response,
 * with a refusal, or when the kernel is gone.
 */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { ErrorRow, Failure, RequestBody, RunningResponse } from "../protocol/envelope";
import { newId } from "../transport/ids";
import type { Link } from "../transport/link";
import { RequestError } from "../transport/requests";
import type { ActiveResponse } from "./conversation";
import type { SubmittedMessage } from "./drafts";

interface OwnRequest {
  readonly id: string;
  readonly body: RequestBody;
  /** The message, if the request brings one. */
  readonly message: SubmittedMessage | null;
  readonly settle: () => void;
}

/** How a request of this view ended. */
export interface Outcome {
  body: RequestBody;
  message: SubmittedMessage | null;
  hasBegun: boolean;
  /** The server holds what the user sent. */
  isStored: boolean;
  failure: Failure | null;
}

export class Responses {
  readonly active: ReadonlySignal<ActiveResponse | null>;
  /** The message sent, until the server's copy of it arrives. */
  readonly pending: ReadonlySignal<SubmittedMessage | null>;
  readonly #link: Link;
  readonly #onOutcome: (outcome: Outcome) => void;
  readonly #running: Signal<RunningResponse | null> = signal(null);
  readonly #own: Signal<OwnRequest | null> = signal(null);
  readonly #isStored = signal(false);
  readonly #stopping: Signal<string | null> = signal(null);

  constructor(link: Link, allowCancel: ReadonlySignal<boolean>, onOutcome: (outcome: Outcome) => void) {
    this.#link = link;
    this.#onOutcome = onOutcome;
    this.active = computed(() => {
      const running = this.#running.value;
      const own = this.#own.value;
      const current = running ?? (own && { id: own.id, op: own.body.type });
      if (!current) return null;
      const stopping = this.#stopping.value === current.id;
      // What the kernel has not begun can always be withdrawn. Whether the rest can be stopped is told once the
      // message is stored: until then the button stays what it is.
      const isEarly = running === null || (running.id === own?.id && this.pending.value !== null);
      return { ...current, allowCancel: isEarly || allowCancel.value, stopping };
    });
    this.pending = computed(() => (this.#isStored.value ? null : (this.#own.value?.message ?? null)));
  }

  /** Starts a response; resolves when it has ended, however it did. */
  start(body: RequestBody, message: SubmittedMessage | null = null): Promise<void> {
    const id = newId("req");
    return new Promise((resolve) => {
      this.#own.value = { id, body, message, settle: resolve };
      this.#isStored.value = false;
      this.#link.isWatched = true;
      this.#link.start(id, body);
    });
  }

  stop(): void {
    const id = this.active.peek()?.id;
    if (id === undefined) return;
    this.#stopping.value = id;
    this.#link.cancel(id);
  }

  began(id: string, op: string): void {
    this.#running.value = { id, op };
    this.#link.isWatched = true;
  }

  /** The server's copy of the user's message arrived with the frames of that request. */
  stored(id: string | null): void {
    if (id !== null && id === this.#own.peek()?.id) this.#isStored.value = true;
  }

  /** Returns whether that was the request of this view. */
  ended(id: string, failure: Failure | null): boolean {
    const own = this.#own.peek();
    const hasBegun = this.#running.peek()?.id === id;
    if (hasBegun) this.#running.value = null;
    if (this.#stopping.peek() === id) this.#stopping.value = null;
    this.#link.ended(id);
    if (own?.id === id) this.#close(own, hasBegun, failure);
    this.#watch();
    return own?.id === id;
  }

  /** The response of that request is over already; where it was told has been lost. */
  missed(id: string): void {
    if (this.#own.peek()?.id !== id) return;
    this.#isStored.value = true;
    this.ended(id, null);
    this.#link.catchUp();
  }

  /** Another thread is shown. Returns the message that was under way, and whether it was heard of. */
  leave(): { message: SubmittedMessage; hasBegun: boolean } | null {
    const own = this.#own.peek();
    const hasBegun = this.#running.peek()?.id === own?.id;
    this.#running.value = null;
    this.#stopping.value = null;
    this.#own.value = null;
    if (own) {
      this.#link.ended(own.id);
      own.settle();
    }
    return own?.message ? { message: own.message, hasBegun } : null;
  }

  /** Takes what a snapshot says about the response under way. */
  sync(response: RunningResponse | null): void {
    const own = this.#own.peek();
    const gone = this.#running.peek();
    // The message is among the items of the snapshot, wherever the frame that brought it went.
    if (own && (own.id === response?.id || own.id === gone?.id)) this.#isStored.value = true;
    if (gone && gone.id !== response?.id) this.ended(gone.id, null);
    if (response) this.began(response.id, response.op);
    this.#watch();
  }

  /** The kernel is gone: nothing will end any more. */
  abandon(failure: Failure): void {
    const ids = [this.#running.peek()?.id, this.#own.peek()?.id];
    for (const id of new Set(ids)) if (id !== undefined) this.ended(id, failure);
  }

  #close({ body, message, settle }: OwnRequest, hasBegun: boolean, failure: Failure | null): void {
    const isStored = message === null || this.#isStored.peek();
    this.#own.value = null;
    this.#onOutcome({ body, message, hasBegun, isStored, failure });
    settle();
  }

  #watch(): void {
    this.#link.isWatched = this.active.peek() !== null;
  }
}

/**
 * What is shown of a refused request.
 *
 * @throws what is not a refusal.
 */
export function refusalOf(error: unknown): ErrorRow {
  if (!(error instanceof RequestError)) throw error;
  const { code, said: message } = error;
  return errorOf({ code, message, allow_retry: false });
}

export function errorOf({ code, message, allow_retry }: Failure): ErrorRow {
  return { code, allow_retry, ...(message ? { message } : {}) };
}

/**
 * The id of a response that begins or ends.
 *
 * @throws {TypeError} when it is not the one that the event belongs to: a server may send events that look like
 *   those of the kernel.
 */
export function ownId({ type, id }: { type: string; id: unknown }, request: string | null): string {
  if (typeof id === "string" && id === request) return id;
  throw new TypeError(`"id" of ${type} must be that of the response it belongs to.`);
}
