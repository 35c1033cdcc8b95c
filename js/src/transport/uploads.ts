/**
 * Files on their way to the kernel, in pieces over a line that loses messages.
 *
 * A few pieces travel at a time, and the kernel says how much it has after each. It takes a piece only where the one
 * before ended: when none is under way any more, the next one begins where the kernel is.
 */
import type { Failure } from "../protocol/envelope";
import { isIndex } from "../protocol/guards";
import type { Link } from "./link";
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
  /** Gives up what is under way. */
  stop: AbortController;
  /** Where the pieces begin that are not answered yet. */
  underWay: Set<number>;
  /** Silence made a piece ask how far the kernel is: the others may be lost, too. */
  isAsking: boolean;
  /** Bytes the kernel has. */
  received: number;
  /** Where the next piece begins. */
  next: number;
  /** The most that the kernel said since then; -1 for nothing. */
  heard: number;
  /** Where the kernel was when pieces began there last. */
  mark: number;
  isReading: boolean;
  pause: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

export class Uploads {
  readonly #ask: Link["ask"];
  readonly #jobs = new Map<string, Job>();
  readonly #waiting: (() => void)[] = [];

  constructor(ask: Link["ask"]) {
    this.#ask = ask;
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
      const place = { received: 0, next: 0, heard: -1, mark: 0 };
      const flight = { stop: new AbortController(), underWay: new Set<number>(), isAsking: false };
      const rest = { isReading: false, pause: SILENCE_MS, timer: undefined };
      const job: Job = { id, file, onProgress, resolve, reject, ...place, ...flight, ...rest };
      const begin = () => {
        this.#jobs.set(id, job);
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

  /** Nothing will be answered any more. */
  refuseAll(failure: Failure): void {
    for (const begin of this.#waiting.splice(0)) begin();
    for (const job of [...this.#jobs.values()]) this.#refuse(job, failure);
  }

  #startNext(): void {
    if (this.#jobs.size < MOST_AT_ONCE) this.#waiting.shift()?.();
  }

  async #pump(job: Job): Promise<void> {
    if (job.isReading) return;
    job.isReading = true;
    while (this.#hasNext(job)) {
      const offset = job.next;
      job.next = Math.max(offset + PIECE, 1);
      try {
        const bytes = await job.file.slice(offset, offset + PIECE).arrayBuffer();
        if (this.#jobs.get(job.id) === job) void this.#send(job, offset, bytes);
      } catch {
        this.#refuse(job, UNREADABLE);
      }
    }
    job.isReading = false;
  }

  /** An empty file is one empty piece. */
  #hasNext(job: Job): boolean {
    const { next, received, file } = job;
    const isLeft = next < file.size || (file.size === 0 && next === 0);
    return this.#jobs.get(job.id) === job && isLeft && next < received + WINDOW;
  }

  async #send(job: Job, offset: number, buffer: ArrayBuffer): Promise<void> {
    const { signal } = job.stop;
    job.underWay.add(offset);
    const pace = { quiet: true, every: SILENCE_MS, slowest: LONGEST_SILENCE_MS, limit: null };
    const options = { ...pace, buffer, signal, isDue: () => this.#isFirst(job, offset) };
    try {
      const { body } = await this.#ask("upload", { attachment_id: job.id, offset }, options);
      if (signal.aborted) return;
      if (body.done === true) return this.#end(job, job.resolve);
      if (isIndex(body.received, job.file.size)) this.#hear(job, body.received);
    } catch (error) {
      if (signal.aborted) return;
      const isCrowded = error instanceof RequestError && error.code === "too_much";
      if (!isCrowded) return this.#end(job, () => job.reject(error));
    }
    job.underWay.delete(offset);
    if (job.isAsking || (job.underWay.size === 0 && !job.isReading)) this.#goBack(job);
    else void this.#pump(job);
  }

  /** A kernel that is busy gets one piece only, again and again: without it the others are of no use. */
  #isFirst(job: Job, offset: number): boolean {
    if (offset > Math.min(...job.underWay)) return false;
    job.isAsking = true;
    job.heard = -1;
    return true;
  }

  #hear(job: Job, received: number): void {
    job.heard = Math.max(job.heard, received);
    if (received <= job.received) return;
    job.received = received;
    job.onProgress(received);
  }

  /** Goes on where the kernel is, also when that is behind what it said before; after a pause if it stands still. */
  #goBack(job: Job): void {
    const at = job.heard < 0 ? job.received : job.heard;
    const isForward = at > job.mark;
    const last = Math.max(0, Math.ceil(job.file.size / PIECE) - 1) * PIECE;
    job.stop.abort();
    Object.assign(job, { stop: new AbortController(), underWay: new Set(), isAsking: false });
    Object.assign(job, { received: at, next: Math.min(at, last), heard: -1, mark: at });
    if (isForward) {
      job.pause = SILENCE_MS;
      void this.#pump(job);
    } else {
      job.timer = setTimeout(() => void this.#pump(job), job.pause);
      job.pause = Math.min(job.pause * 2, LONGEST_SILENCE_MS);
    }
  }

  #refuse(job: Job, failure: Failure): void {
    this.#end(job, () => job.reject(new RequestError(failure)));
  }

  #end(job: Job, settle: () => void): void {
    clearTimeout(job.timer);
    if (this.#jobs.get(job.id) === job) this.#jobs.delete(job.id);
    settle();
    job.stop.abort();
    this.#startNext();
  }
}

const UNREADABLE: Failure = { code: "unreadable", message: null, allow_retry: false };
