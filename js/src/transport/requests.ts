/**
 * Messages that must arrive: kept until the kernel took notice of them, and sent again until then.
 *
 * Knows ids and time, not what a request means. Ids make a message that arrives twice run once.
 */
import type { Failure, RequestBody, ViewMessage } from "../protocol/envelope";
import { newId } from "./ids";

/** Unanswered for this long, the kernel counts as busy. */
export const LATE_MS = 1200;
const RESEND_MS = 10_000;
/** How long a request for data may take. A busy kernel answers later than that, to nobody. */
export const ANSWER_MS = 60_000;
/** A file may be on its way for long, and each time it is asked for, it is sent anew. */
export const FILE_RESEND_MS = 30_000;
export const FILE_ANSWER_MS = 300_000;

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

interface Entry {
  message: ViewMessage;
  isLate: boolean;
  late: ReturnType<typeof setTimeout> | undefined;
  resend: ReturnType<typeof setInterval>;
  answer: Answer | undefined;
}

/** What the kernel answered, and the bytes that came with it. */
export interface Reply {
  body: unknown;
  buffers: readonly BufferSource[];
}

interface Answer {
  resolve: (reply: Reply) => void;
  reject: (error: RequestError) => void;
  limit: ReturnType<typeof setTimeout>;
}

interface Options {
  quiet?: boolean;
  again?: () => void;
  every?: number;
  answer?: Answer;
}

export class Requests {
  readonly #send: (message: ViewMessage) => void;
  readonly #onLate: (isLate: boolean) => void;
  readonly #entries = new Map<string, Entry>();

  /** `send` must not throw; `onLate` hears whether anything has been waiting for too long. */
  constructor(send: (message: ViewMessage) => void, onLate: (isLate: boolean) => void) {
    this.#send = send;
    this.#onLate = onLate;
  }

  /**
   * Sends now and `every` so many milliseconds until `settle(key)`. A `quiet` one does not make the kernel
   * count as busy; `again` is done at each repetition, too.
   */
  keep(key: string, message: ViewMessage, options: Options = {}): void {
    const { quiet = false, again = () => {}, every = RESEND_MS, answer } = options;
    this.#drop(key);
    const entry: Entry = {
      message,
      answer,
      isLate: false,
      late: quiet ? undefined : setTimeout(() => this.#setLate(entry), LATE_MS),
      resend: setInterval(() => {
        this.#send(message);
        again();
      }, every),
    };
    this.#entries.set(key, entry);
    this.#send(message);
  }

  /**
   * Asks for data.
   *
   * @throws {RequestError} when the kernel refuses or the answer takes too long.
   */
  async ask(body: RequestBody): Promise<unknown> {
    const id = newId("req");
    return (await this.#ask(id, { type: "request", id, body }, ANSWER_MS, {})).body;
  }

  /**
   * Asks for the bytes of an attachment.
   *
   * @throws {RequestError} when the kernel refuses or the answer takes too long.
   */
  fetch(attachment_id: string): Promise<Reply> {
    const id = newId("req");
    const options = { quiet: true, every: FILE_RESEND_MS };
    return this.#ask(id, { type: "fetch", id, attachment_id }, FILE_ANSWER_MS, options);
  }

  /**
   * Asks for what was said in any thread.
   *
   * @throws {RequestError} when the kernel refuses or the answer takes too long.
   */
  async search(query: string): Promise<unknown> {
    const id = newId("req");
    return (await this.#ask(id, { type: "search", id, query }, ANSWER_MS, {})).body;
  }

  /** Sends all that is waiting once more. */
  resend(): void {
    for (const { message } of [...this.#entries.values()]) this.#send(message);
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

  #ask(id: string, message: ViewMessage, limitMs: number, options: Options): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => this.refuse(id, UNANSWERED), limitMs);
      this.keep(id, message, { ...options, answer: { resolve, reject, limit } });
    });
  }

  #drop(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    clearTimeout(entry.late);
    clearTimeout(entry.answer?.limit);
    clearInterval(entry.resend);
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
