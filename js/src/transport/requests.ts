/**
 * Messages that must arrive: kept until the kernel took notice of them, and sent again until then.
 *
 * Knows ids and time, not what a request means. Ids make a message that arrives twice run once.
 */
import type { Failure, Questions, RequestBody, ViewMessage } from "../protocol/envelope";
import { newId } from "./ids";

/** Unanswered for this long, the kernel counts as busy. */
export const LATE_MS = 1200;
const RESEND_MS = 10_000;
/** A question that was lost, such as a click, is missed soon. */
const FIRST_RESEND_MS = 2000;
/** How long a request for data may take. A busy kernel answers later than that, to nobody. */
export const ANSWER_MS = 60_000;

/** The kernel refused a request, or did not answer it. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  readonly code: string;
  /** What the kernel says about it, if anything. */
  readonly said: string | null;
  readonly allowRetry: boolean;

  constructor(failure: Failure) {
    super(failure.message || failure.code);
    this.code = failure.code;
    this.said = failure.message || null;
    this.allowRetry = failure.allow_retry;
  }
}

/** What the kernel answered, and the bytes that came with it. */
export interface Reply<T = unknown> {
  body: T;
  buffers: readonly BufferSource[];
}

interface KeepOptions {
  /** It does not make the kernel count as busy. */
  quiet?: boolean;
  /** Milliseconds until it is sent again, twice as many each time up to `slowest`. */
  every?: number;
  slowest?: number;
  /** Goes with the message. */
  buffer?: ArrayBuffer;
  /** Whether it is worth sending again now. */
  isDue?: () => boolean;
}

export interface AskOptions extends KeepOptions {
  /** Milliseconds until it is given up; `null` for what may take as long as it likes. */
  limit?: number | null;
  /** Gives it up. */
  signal?: AbortSignal;
}

interface Answer {
  resolve: (reply: Reply) => void;
  reject: (error: unknown) => void;
  /** Waits no more. */
  stop: () => void;
}

interface Entry {
  readonly send: () => void;
  readonly isDue: () => boolean;
  readonly answer: Answer | undefined;
  readonly late: ReturnType<typeof setTimeout> | undefined;
  resend: ReturnType<typeof setTimeout> | undefined;
  isLate: boolean;
}

export class Requests {
  readonly #send: (message: ViewMessage, buffers: ArrayBuffer[]) => void;
  readonly #onLate: (isLate: boolean) => void;
  readonly #entries = new Map<string, Entry>();

  /** `send` must not throw; `onLate` hears whether anything has been waiting for too long. */
  constructor(
    send: (message: ViewMessage, buffers: ArrayBuffer[]) => void,
    onLate: (isLate: boolean) => void,
  ) {
    this.#send = send;
    this.#onLate = onLate;
  }

  /** Sends now and again until `settle(key)`. */
  keep(key: string, message: ViewMessage, options: KeepOptions = {}, answer?: Answer): void {
    const { quiet = false, every = RESEND_MS, slowest = every, buffer, isDue = () => true } = options;
    const buffers = buffer ? [buffer] : [];
    this.#drop(key);
    const entry: Entry = {
      send: () => this.#send(message, buffers),
      isDue,
      answer,
      isLate: false,
      late: quiet ? undefined : setTimeout(() => this.#setLate(entry), LATE_MS),
      resend: undefined,
    };
    const sendLater = (delay: number) => {
      entry.resend = setTimeout(() => {
        if (isDue()) entry.send();
        sendLater(Math.min(delay * 2, slowest));
      }, delay);
    };
    this.#entries.set(key, entry);
    entry.send();
    sendLater(every);
  }

  /**
   * Sends a ChatKit request for data.
   *
   * @throws {RequestError} when the kernel refuses or the answer takes too long.
   */
  async request(body: RequestBody): Promise<unknown> {
    const id = newId("req");
    return (await this.#wait(id, { type: "request", id, body }, {})).body;
  }

  /**
   * Asks anything else. However often it is sent until it is answered, it has its effect once.
   *
   * @throws {RequestError} when the kernel refuses or the answer takes too long.
   * @throws the reason of `signal` when that is aborted.
   */
  ask<N extends keyof Questions>(
    name: N,
    args: Questions[N]["args"],
    options: AskOptions = {},
  ): Promise<Reply<Questions[N]["answer"]>> {
    const id = newId("ask");
    const { every = FIRST_RESEND_MS, slowest = RESEND_MS } = options;
    const message: ViewMessage = { type: "ask", id, name, args };
    return this.#wait(id, message, { ...options, every, slowest }) as Promise<Reply<Questions[N]["answer"]>>;
  }

  /** Sends all that is waiting once more. */
  resend(): void {
    for (const entry of [...this.#entries.values()]) if (entry.isDue()) entry.send();
  }

  /** The kernel took notice; `body` is its answer to a request for data. */
  settle(key: string, body?: unknown, buffers: readonly BufferSource[] = []): void {
    this.#drop(key)?.answer?.resolve({ body, buffers });
  }

  /** The kernel has it, and is not busy with anything else. */
  taken(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    clearTimeout(entry.late);
    entry.isLate = false;
    this.#tellLate();
  }

  refuse(key: string, failure: Failure): void {
    this.#drop(key)?.answer?.reject(new RequestError(failure));
  }

  /** Gives up all that is waiting. */
  refuseAll(failure: Failure): void {
    for (const key of [...this.#entries.keys()]) this.refuse(key, failure);
  }

  #wait(id: string, message: ViewMessage, options: AskOptions): Promise<Reply> {
    const { limit = ANSWER_MS, signal, ...kept } = options;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const giveUp = () => this.#drop(id)?.answer?.reject(signal?.reason);
      const timer = limit === null ? undefined : setTimeout(() => this.refuse(id, UNANSWERED), limit);
      signal?.addEventListener("abort", giveUp);
      const stop = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", giveUp);
      };
      this.keep(id, message, kept, { resolve, reject, stop });
    });
  }

  #drop(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    clearTimeout(entry.late);
    clearTimeout(entry.resend);
    entry.answer?.stop();
    if (entry.isLate) this.#tellLate();
    return entry;
  }

  #setLate(entry: Entry): void {
    entry.isLate = true;
    this.#tellLate();
  }

  #tellLate(): void {
    this.#onLate([...this.#entries.values()].some((entry) => entry.isLate));
  }
}

const UNANSWERED: Failure = { code: "unanswered", message: null, allow_retry: true };
