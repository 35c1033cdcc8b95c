/**
 * Files on their way to the kernel, in pieces over a line that loses messages.
 *
 * A few pieces travel at a time, and the kernel says how much it has after each. Silence means that one
 * was lost, or that a cell runs: a single piece then asks how far it got, less and less often.
 */
import type { Failure, UploadAnswer, ViewMessage } from "../protocol/envelope";
import { isIndex } from "../protocol/guards";
import { RequestError } from "./requests";

/** Bytes of a piece; whatever reads a message of this size has time for others. */
export const PIECE = 512 * 1024;
/** Bytes that may be under way without an answer. */
const WINDOW = 4 * PIECE;
export const SILENCE_MS = 5000;
const LONGEST_SILENCE_MS = 60_000;
/** Files that travel at the same time; the others wait for their turn. */
const MOST_AT_ONCE = 3;

interface Job {
  readonly id: string;
  readonly file: Blob;
  readonly onProgress: (received: number) => void;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  /** Bytes the kernel has. */
  received: number;
  /** Where the next piece begins. */
  next: number;
  /** The kernel's word on where to go on is believed, also when it is behind what it said before. */
  isAsking: boolean;
  isReading: boolean;
  silence: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

export class Uploads {
  readonly #send: (message: ViewMessage, buffers: ArrayBuffer[]) => void;
  readonly #jobs = new Map<string, Job>();
  readonly #waiting: (() => void)[] = [];

  /** `send` must not throw. */
  constructor(send: (message: ViewMessage, buffers: ArrayBuffer[]) => void) {
    this.#send = send;
  }

  /**
   * Sends a file under the id of its attachment. Resolves when the kernel has stored it.
   *
   * @throws {RequestError} when the kernel refuses it or is gone, or the file cannot be read.
   * @throws the reason of `signal` when that is aborted.
   */
  start(id: string, file: Blob, onProgress: (received: number) => void, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const state = { received: 0, next: 0, isAsking: false, isReading: false, silence: SILENCE_MS };
      const job: Job = { id, file, onProgress, resolve, reject, ...state, timer: undefined };
      const begin = () => {
        this.#jobs.set(id, job);
        this.#wait(job);
        void this.#pump(job);
      };
      signal.addEventListener("abort", () => {
        const index = this.#waiting.indexOf(begin);
        if (index >= 0) this.#waiting.splice(index, 1);
        this.#end(job, () => reject(signal.reason));
      });
      this.#waiting.push(begin);
      this.#startNext();
    });
  }

  /** The kernel says how far an upload is. */
  take(id: string, answer: UploadAnswer): void {
    const job = this.#jobs.get(id);
    if (!job) return;
    if ("error" in answer) this.#refuse(job, answer.error);
    else if (answer.done) this.#end(job, job.resolve);
    else if (!isIndex(answer.received, job.file.size)) return;
    else if (answer.received > job.received || job.isAsking) this.#goOn(job, answer.received);
  }

  /** Nothing will be answered any more. */
  refuseAll(failure: Failure): void {
    for (const begin of this.#waiting.splice(0)) begin();
    for (const job of [...this.#jobs.values()]) this.#refuse(job, failure);
  }

  #startNext(): void {
    if (this.#jobs.size < MOST_AT_ONCE) this.#waiting.shift()?.();
  }

  #goOn(job: Job, received: number): void {
    const isForward = received > job.received;
    job.next = job.isAsking ? received : Math.max(job.next, received);
    job.received = received;
    job.isAsking = false;
    if (isForward) {
      job.silence = SILENCE_MS;
      job.onProgress(received);
    }
    this.#wait(job);
    void this.#pump(job);
  }

  #wait(job: Job): void {
    clearTimeout(job.timer);
    job.timer = setTimeout(() => {
      job.silence = Math.min(job.silence * 2, LONGEST_SILENCE_MS);
      this.#wait(job);
      void this.#ask(job);
    }, job.silence);
  }

  /** Sends one piece, the last if all are there, so that the kernel says where it is. */
  async #ask(job: Job): Promise<void> {
    job.isAsking = true;
    const last = Math.max(0, Math.ceil(job.file.size / PIECE) - 1) * PIECE;
    await this.#sendPiece(job, Math.min(job.received, last));
  }

  async #pump(job: Job): Promise<void> {
    if (job.isReading) return;
    job.isReading = true;
    while (this.#hasNext(job)) {
      const offset = job.next;
      job.next = Math.max(offset + PIECE, 1);
      if (!(await this.#sendPiece(job, offset))) break;
    }
    job.isReading = false;
  }

  /** An empty file is one empty piece. */
  #hasNext({ id, next, received, isAsking, file }: Job): boolean {
    const isLeft = next < file.size || (file.size === 0 && next === 0);
    return this.#jobs.has(id) && !isAsking && isLeft && next < received + WINDOW;
  }

  async #sendPiece(job: Job, offset: number): Promise<boolean> {
    try {
      const bytes = await job.file.slice(offset, offset + PIECE).arrayBuffer();
      if (this.#jobs.get(job.id) !== job) return false;
      this.#send({ type: "upload", id: job.id, offset }, [bytes]);
      return true;
    } catch {
      this.#refuse(job, UNREADABLE);
      return false;
    }
  }

  #refuse(job: Job, failure: Failure): void {
    this.#end(job, () => job.reject(new RequestError(failure)));
  }

  #end(job: Job, settle: () => void): void {
    clearTimeout(job.timer);
    if (this.#jobs.get(job.id) === job) this.#jobs.delete(job.id);
    settle();
    this.#startNext();
  }
}

const UNREADABLE: Failure = { code: "unreadable", message: null, allow_retry: false };
