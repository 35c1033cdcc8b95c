/** A link whose kernel is the test, in a page that is none. */
import { afterEach, beforeEach, vi } from "vitest";
import type { Frame, RequestBody, Snapshot, ViewMessage } from "../protocol/envelope";
import { memoryTransport } from "../testing/kernel/memory";
import { Link, type LinkStatus } from "./link";
import type { ChatMessage } from "./transport";

/** What a link needs of a page. It counts who listens. */
class Page extends EventTarget {
  visibilityState = "visible";
  listeners = 0;

  override addEventListener(...args: Parameters<EventTarget["addEventListener"]>) {
    this.listeners += 1;
    super.addEventListener(...args);
  }

  override removeEventListener(...args: Parameters<EventTarget["removeEventListener"]>) {
    this.listeners -= 1;
    super.removeEventListener(...args);
  }
}

/** The page of the test that runs. */
export let page: Page;

/** Gives each test of a file a page and a time of its own. */
export function fakePage(): void {
  beforeEach(() => {
    vi.useFakeTimers();
    page = new Page();
    vi.stubGlobal("document", page);
    for (const name of ["addEventListener", "removeEventListener", "dispatchEvent"] as const) {
      vi.stubGlobal(name, page[name].bind(page));
    }
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });
}

export const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

export const LIST: RequestBody = { type: "threads.list", params: { order: "desc" } };

export const RETRY: RequestBody = {
  type: "threads.retry_after_item",
  params: { thread_id: "t", item_id: "m" },
};

export function state(fields: Partial<Snapshot> = {}): Snapshot {
  const fold = { thread: null, items: [], open: [], progress: null, error: null, notices: [] };
  return { ...fold, allow_cancel: false, has_older: false, response: null, ...fields };
}

export function frame(seq: number, id: string | null = null): Frame {
  return { seq, id, event: { type: "notice", level: "info", message: `${seq}` } };
}

export function frames(...seqs: number[]): ChatMessage {
  return { type: "frames", seq: seqs.at(-1) ?? 0, frames: seqs.map((seq) => frame(seq)) };
}

/** A link whose kernel is the test. `open` says hello; `welcome` answers it. */
export function setUp({ isGreeted = false, bundle = "h" as unknown } = {}) {
  const { transport, kernel } = memoryTransport({ _bundle: bundle });
  const sent: ViewMessage[] = [];
  const told: unknown[] = [];
  const statuses: LinkStatus[] = [];
  kernel.onMessage((message) => sent.push(message));
  const link = new Link(transport, {
    snapshot: (snapshot) => told.push(["snapshot", snapshot]),
    frames: (fresh) => told.push(["frames", fresh.map(({ seq }) => seq)]),
    reply: (id, failure) => told.push(["reply", id, failure]),
    ui: (method, args) => told.push(["ui", method, args]),
    status: (status) => statuses.push(status),
  });
  link.open(isGreeted);
  /** What was sent since the last call. */
  const take = () => sent.splice(0);
  const types = () => take().map(({ type }) => type);
  const hear = async (message: ChatMessage, buffers?: ArrayBuffer[]) => {
    kernel.post(message, buffers);
    await pass();
  };
  const welcome = async (seq = 10, session = "s", view = transport.view, snapshot = state()) => {
    await hear({ type: "welcome", view, session, seq, bundle: "h", snapshot });
  };
  return { transport, kernel, link, told, statuses, take, types, hear, welcome };
}

/** The same, welcomed and with nothing to be done. */
export async function ready() {
  const made = setUp();
  await made.welcome();
  made.take();
  made.told.splice(0);
  made.statuses.splice(0);
  return made;
}
