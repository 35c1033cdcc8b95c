/**
 * The conversation of the in-page kernel: which thread is shown, and the responses in all of them.
 *
 * Does what `client/session.py` does, as far as a view can tell: `tests/session_cases` binds the two together.
 */
import type { RequestBody, ResponseStart, StreamEvent } from "../../protocol/envelope";
import { isItem, isObject } from "../../protocol/guards";
import type { Thread, ThreadItem } from "../../protocol/wire.gen";
import { errorEvent, inOneLine } from "./failures";
import { OpenThread, Response } from "./open-thread";
import { prepare, type Stores } from "./requests";
import { type Script, Turn } from "./turn";

/** Who follows the conversation. */
export interface Onlooker {
  /** An event of the thread that is shown. */
  frame(id: string | null, event: StreamEvent): void;
  /** Another thread is shown from now on. */
  opened(): void;
}

export interface SessionSetup {
  script: Script;
  /** Answers `threads.sync_custom_action` with the item to swap in, or with nothing. */
  sync?: (request: RequestBody) => ThreadItem | null;
}

const VIEW_EVENTS = new Map(
  (["chatkit.deeplink", "chatkit.history.close", "chatkit.history.open", "chatkit.ready"] as const).map(
    (type) => [type.replace("chatkit.", ""), type],
  ),
);

export class KernelSession {
  current = new OpenThread();
  readonly #setup: SessionSetup;
  readonly #stores: Stores;
  readonly #onlooker: Onlooker;
  readonly #nextId: (prefix: string) => string;
  readonly #responses = new Map<string, Response>();
  /** Threads whose responses go on behind the one that is shown. */
  readonly #background = new Map<string, OpenThread>();

  constructor(setup: SessionSetup, stores: Stores, onlooker: Onlooker, nextId: (prefix: string) => string) {
    this.#setup = setup;
    this.#stores = stores;
    this.#onlooker = onlooker;
    this.#nextId = nextId;
  }

  /** Whether a response runs or waits for its turn. */
  isUnderWay(id: string): boolean {
    return this.#responses.has(id);
  }

  /** Begins a request that streams; it runs when those before it in its thread have ended. */
  submit(id: string, body: RequestBody, source: ResponseStart["source"]): Response {
    const thread = this.#threadOf(body);
    const response = new Response(id, body, source, thread);
    this.#responses.set(id, response);
    if (thread.running) {
      thread.waiting.push(response);
      this.take({ type: "chatkit.response.queued", id, op: body.type }, thread, response);
    } else void this.#run(response);
    return response;
  }

  /**
   * Answers a request that does not stream.
   *
   * @throws {Error} when there is no such operation, or not what it is about.
   */
  async call(body: RequestBody): Promise<unknown> {
    switch (body.type) {
      case "threads.delete": {
        const { thread_id } = body.params;
        await this.#quiet(thread_id);
        const reply = this.#stores.threads.answer(body);
        if (thread_id === this.current.id) this.#show(new OpenThread());
        return reply;
      }
      case "threads.update": {
        const thread = this.#stores.threads.answer(body) as Thread;
        if (thread.id === this.current.id) this.take({ type: "thread.updated", thread });
        return thread;
      }
      case "threads.sync_custom_action": {
        const item = this.#setup.sync?.(body);
        if (!item) return {};
        this.#stores.threads.save(item);
        if (item.thread_id === this.current.id) this.take({ type: "thread.item.replaced", item });
        return { updated_item: item };
      }
      case "attachments.create":
        return this.#stores.attachments.create(this.#nextId("atc"), body.params);
      case "attachments.delete":
        this.#stores.attachments.delete(body.params.attachment_id);
        return {};
      default:
        return this.#stores.threads.answer(body);
    }
  }

  /**
   * Shows a thread, or a new one. A response under way elsewhere goes on.
   *
   * @throws {Error} when there is no such thread; the one that is shown stays.
   */
  open(thread_id: string | null): void {
    if (thread_id === null) this.#show(new OpenThread());
    else if (thread_id !== this.current.id)
      this.#show(this.#background.get(thread_id) ?? this.#read(thread_id));
  }

  /** Shows a thread that was shown before, if it is there and nothing else is shown. */
  resume(thread_id: string): void {
    const isThere = this.#stores.threads.all.some(({ info }) => info.id === thread_id);
    if (this.current.id === null && isThere) this.open(thread_id);
  }

  /** Loads the thread that is shown anew. */
  refresh(): void {
    const { id, running } = this.current;
    if (id !== null && !running) this.#show(this.load(id));
  }

  /** @throws {Error} when there is no such thread. */
  load(id: string): OpenThread {
    const { info } = this.#stores.threads.get(id);
    const { items, hasOlder } = this.#stores.threads.newest(id);
    const thread = new OpenThread();
    thread.hasOlder = hasOlder;
    thread.fold.replace({ ...thread.fold.toJSON(), thread: info, items });
    return thread;
  }

  /** Stops a response, or all of the thread that is shown. */
  stop(id: string | null): void {
    for (const response of [...this.#responses.values()]) {
      if (id === null ? response.thread === this.current : response.id === id) void this.#stop(response);
    }
  }

  /** Stops everything. */
  close(): void {
    for (const response of [...this.#responses.values()]) void this.#stop(response);
  }

  /** Tells what happened in a view. */
  viewEvent(name: string, data: unknown): void {
    const type = VIEW_EVENTS.get(name);
    if (type) this.take({ ...(isObject(data) ? data : {}), type });
    else this.take({ type: "chatkit.log", name, data });
  }

  /** Tells in the chat what failed. */
  note(error: unknown): void {
    this.take({ type: "notice", level: "danger", title: "Something went wrong", message: inOneLine(error) });
  }

  /** Folds, stores and shows one event. */
  take(event: StreamEvent, thread = this.current, response: Response | null = null): void {
    thread.fold.apply(event);
    this.#store(event, thread);
    if (event?.type === "error" && response) {
      const { code = "custom", message, allow_retry = false, detail } = { detail: null, ...event };
      const said = message ?? (detail ? `${detail.type}: ${detail.message}` : null);
      response.failure = { code, message: said, allow_retry };
    }
    if (thread === this.current) this.#onlooker.frame(response?.id ?? null, event);
    if (event?.type === "thread.created") {
      this.take({ type: "chatkit.thread.change", thread_id: thread.id }, thread, response);
    }
  }

  #store(event: StreamEvent, { id }: OpenThread): void {
    const { threads } = this.#stores;
    const isFinal = event?.type === "thread.item.done" || event?.type === "thread.item.replaced";
    if (isFinal && isItem(event.item)) threads.save(event.item);
    else if (event?.type === "thread.item.removed" && id !== null) threads.remove(id, event.item_id);
  }

  /** The thread that a request is about; for one that begins a thread, an empty one that is shown. */
  #threadOf({ params }: RequestBody): OpenThread {
    const id = "thread_id" in params ? params.thread_id : undefined;
    if (id !== undefined) {
      if (id === this.current.id) return this.current;
      const behind = this.#background.get(id);
      if (behind) return behind;
      const thread = new OpenThread();
      thread.fold.apply({ type: "thread.updated", thread: { id } });
      return thread;
    }
    if (this.current.id !== null) this.#show(new OpenThread());
    return this.current;
  }

  #show(thread: OpenThread): void {
    const previous = this.current;
    if (previous.running && previous.id !== null) this.#background.set(previous.id, previous);
    this.current = thread;
    this.#onlooker.opened();
    this.take({ type: "chatkit.thread.change", thread_id: thread.id });
  }

  #read(thread_id: string): OpenThread {
    this.take({ type: "chatkit.thread.load.start", thread_id });
    try {
      return this.load(thread_id);
    } finally {
      this.take({ type: "chatkit.thread.load.end", thread_id });
    }
  }

  async #run(response: Response): Promise<void> {
    const { id, body, source, thread, abort } = response;
    thread.running = response;
    const emit = (event: StreamEvent) => this.take(event, thread, response);
    emit({ type: "chatkit.response.start", id, op: body.type, source, request: body });
    if (body.type === "threads.retry_after_item") {
      emit({ type: "chatkit.thread.truncate", after_item_id: body.params.item_id });
    }
    try {
      const prepared = prepare(body, this.#stores, this.#nextId);
      if (prepared) {
        for (const event of prepared.events) emit(event);
        const turn = new Turn(id, prepared.thread.info, prepared.input, abort.signal, this.#nextId);
        for await (const event of this.#setup.script(body, turn)) {
          if (abort.signal.aborted) break;
          emit(event);
        }
      }
    } catch (error) {
      if (!abort.signal.aborted) emit(errorEvent(error));
    }
    if (abort.signal.aborted) {
      for (const item_id of this.#keepSaid(thread)) emit({ type: "thread.item.removed", item_id });
    }
    thread.running = null;
    this.#end(response);
    const next = thread.waiting.shift();
    if (next) void this.#run(next);
  }

  async #stop({ abort, thread, id }: Response): Promise<void> {
    abort.abort();
    const index = thread.waiting.findIndex((response) => response.id === id);
    const [waited] = index < 0 ? [] : thread.waiting.splice(index, 1);
    if (!waited) return;
    // What ran is over before what waited for it.
    if (thread.running?.abort.signal.aborted) await thread.running.ended;
    this.#end(waited);
  }

  #end(response: Response): void {
    const { id, body, thread, failure, abort } = response;
    this.#responses.delete(id);
    const cancelled = abort.signal.aborted;
    this.take(
      { type: "chatkit.response.end", id, op: body.type, error: failure, cancelled },
      thread,
      response,
    );
    const isQuiet = ![...this.#responses.values()].some((other) => other.thread === thread);
    if (isQuiet && thread.id !== null) this.#background.delete(thread.id);
    response.end();
  }

  /** Stores what a stopped response has said; returns what else it left unfinished, which nobody keeps. */
  #keepSaid(thread: OpenThread): string[] {
    const { items, open } = thread.fold.toJSON();
    const unfinished = items.filter((item) => open.includes(item.id));
    for (const item of unfinished) {
      if (item.type !== "assistant_message") continue;
      if (item.content.some((part) => part.text.trim() !== "")) this.#stores.threads.save(item);
    }
    return unfinished.flatMap((item) => (item.type === "assistant_message" ? [] : [item.id]));
  }

  /** Stops what runs in a thread, and waits for it. */
  async #quiet(thread_id: string): Promise<void> {
    const stopped = [...this.#responses.values()].filter(({ thread }) => thread.id === thread_id);
    for (const response of stopped) void this.#stop(response);
    await Promise.all(stopped.map(({ ended }) => ended));
  }
}
