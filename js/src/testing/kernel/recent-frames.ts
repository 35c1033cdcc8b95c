import type { Frame, StreamEvent } from "../../protocol/envelope";

/** Numbers the frames of the in-page kernel and keeps the newest for views that missed some. */
export class RecentFrames {
  readonly #limit: number;
  #frames: Frame[] = [];
  #seq = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get seq(): number {
    return this.#seq;
  }

  push(id: string | null, event: StreamEvent): Frame {
    this.#seq += 1;
    const frame = { seq: this.#seq, id, event: structuredClone(event) };
    this.#frames = [...this.#frames, frame].slice(-this.#limit);
    return frame;
  }

  /** Takes a number that no frame has: whoever is behind needs the whole state. */
  skip(): void {
    this.#seq += 1;
  }

  /** The frames after a number; `null` when some of them are gone, or when it is not reached yet. */
  after(seq: number): Frame[] | null {
    const frames = this.#frames.filter((frame) => frame.seq > seq);
    return seq + frames.length === this.#seq ? frames : null;
  }
}
