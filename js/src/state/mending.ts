/** What becomes of messages that break the conversation: they are skipped, and the log says why. */

/** A reason may come with every event of a long answer. */
const MOST_REASONS = 50;
const LONGEST_REASON = 1_000;

export class Mending {
  readonly #log: (type: string, data: unknown) => void;
  readonly #askAnew: () => void;
  /** How often each reason came up. */
  readonly #counts = new Map<string, number>();

  /** `askAnew` asks the kernel for the whole state. */
  constructor(log: (type: string, data: unknown) => void, askAnew: () => void) {
    this.#log = log;
    this.#askAnew = askAnew;
  }

  /**
   * Something of the type `what` was skipped. The first time, the state is asked for anew; if that brings the same
   * again, it is told once more and left at that.
   *
   * @returns whether it came up before.
   */
  skipped(what: string, error: unknown): boolean {
    const reason = reasonOf(error);
    const key = JSON.stringify([what, reason]);
    const count = (this.#counts.get(key) ?? 0) + 1;
    if (count === 1 && this.#counts.size >= MOST_REASONS) return true;
    this.#counts.set(key, count);
    if (count <= 2) this.#log("event.skipped", { type: what, reason, again: count > 1 });
    if (count === 1) this.#askAnew();
    return count > 1;
  }
}

/** What was thrown, in one line. */
export function reasonOf(error: unknown): string {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : typeof error;
  return reason.slice(0, LONGEST_REASON);
}
