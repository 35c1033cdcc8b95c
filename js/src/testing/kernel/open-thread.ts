/** One thread as the in-page kernel holds it, and the responses in it. */
import type { Failure, RequestBody, ResponseStart, Snapshot } from "../../protocol/envelope";
import { Fold } from "../../state/fold";

/** A request that streams, from its arrival to its end. */
export class Response {
  readonly id: string;
  readonly body: RequestBody;
  readonly source: ResponseStart["source"];
  readonly thread: OpenThread;
  readonly abort = new AbortController();
  /** Why it failed, if it did. */
  failure: Failure | null = null;
  /** Resolves when it is over. */
  readonly ended: Promise<void>;
  readonly end: () => void;

  constructor(id: string, body: RequestBody, source: ResponseStart["source"], thread: OpenThread) {
    this.id = id;
    this.body = body;
    this.source = source;
    this.thread = thread;
    let end = () => {};
    this.ended = new Promise((resolve) => {
      end = resolve;
    });
    this.end = end;
  }
}

/** A new one has no id yet. */
export class OpenThread {
  readonly fold = new Fold();
  /** Whether there are items older than the first one held. */
  hasOlder = false;
  running: Response | null = null;
  /** What waits for its turn, in the order in which it came. */
  readonly waiting: Response[] = [];

  get id(): string | null {
    return this.fold.thread.peek()?.id ?? null;
  }

  /** The state for a view that starts anew, with `most` items at the most. */
  snapshot(most: number): Snapshot {
    const state = this.fold.toJSON();
    const response = this.running && { id: this.running.id, op: this.running.body.type };
    const has_older = this.hasOlder || state.items.length > most;
    return { ...state, items: state.items.slice(-most), has_older, response };
  }
}
