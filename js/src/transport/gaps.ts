/** Notices lost, repeated and stale frames. Keeps no frames: what is missing is asked for again. */
import type { Frame } from "../protocol/envelope";

export class Sequence {
  /** The last frame in place; `null` before the first state. */
  #have: number | null = null;

  get have(): number | null {
    return this.#have;
  }

  /** Takes the number a whole state stands for. */
  restart(seq: number): void {
    this.#have = seq;
  }

  /**
   * Returns the frames that come next, in order, and whether one before `head` is missing.
   *
   * Before the first state nothing is taken and nothing is missing: the state will hold it all.
   */
  accept(head: number, frames: readonly Frame[]): { fresh: Frame[]; gap: boolean } {
    if (this.#have === null) return { fresh: [], gap: false };
    const fresh: Frame[] = [];
    let have: number = this.#have;
    for (const frame of frames) {
      if (frame.seq !== have + 1) continue;
      fresh.push(frame);
      have = frame.seq;
    }
    this.#have = have;
    const last = frames.at(-1)?.seq ?? 0;
    return { fresh, gap: Math.max(head, last) > have };
  }
}
