/**
 * A kernel in the page: the view runs on it without Jupyter, in the demo and in tests.
 *
 * ```ts
 * const kernel = memoryKernel({
 *   options: { startScreen: { greeting: "Hello", prompts: [] } },
 *   threads: [{ info: { id: "thr_1", title: "Last week" }, items: [...] }],
 *   async *script(request, turn) {
 *     yield { type: "progress_update", text: "Thinking", icon: "sparkle" };
 *     yield* turn.say(`You said: **${turn.text}**`, { pace: 20 });
 *     yield turn.item({ type: "widget", widget: { type: "Card", children: [] } });
 *   },
 * });
 * const dispose = attach({ transport: kernel.connect(), host });
 * ```
 *
 * `script` answers every streaming request (`request.type` tells which: a message, an action, a
 * retry, a structured answer); what it throws becomes an error row. Threads, pages, renaming,
 * deleting, older items, search, attachments, stopping and late joiners work without it. To show trouble:
 * `kernel.busy = true` keeps all that comes in until it is `false` again, `kernel.end("restarted")`
 * is a kernel restart, `kernel.loses = (message) => boolean` drops messages on their way out.
 */
import type {
  Ask,
  ClientActionArgs,
  ErrorRow,
  Failure,
  RequestBody,
  Snapshot,
  StreamEvent,
  ViewMessage,
} from "../../protocol/envelope";
import { isItem, type JsonObject } from "../../protocol/guards";
import type { ThreadItem, UserMessageInput } from "../../protocol/wire.gen";
import { Fold } from "../../state/fold";
import type { GivenOptions } from "../../state/options";
import { RequestError } from "../../transport/requests";
import type { ChatMessage, Transport, TransportEnd } from "../../transport/transport";
import { type Answers, answerTo, DONE, type Given } from "./answers";
import { Attachments } from "./attachments";
import { type KernelEnd, memoryTransport, type ViewListener } from "./memory";
import { RecentFrames } from "./recent-frames";
import { prepare } from "./requests";
import { search } from "./search";
import { type GivenThread, Threads } from "./threads";
import { type Script, Turn } from "./turn";

export interface KernelSetup {
  script: Script;
  options?: GivenOptions;
  threads?: readonly { info: GivenThread; items: ThreadItem[] }[];
  /** The thread on screen at first. */
  thread?: string;
  /** Answers `threads.sync_custom_action` with the item to swap in, or with nothing. */
  sync?: (request: RequestBody) => ThreadItem | null;
  /** The function of the actions that the client handles; what it throws is a notice. */
  clientAction?: (args: ClientActionArgs) => unknown;
  /** Frames kept for a view that lost some. */
  keptFrames?: number;
}

export function memoryKernel(setup: KernelSetup): MemoryKernel {
  return new MemoryKernel(setup);
}

export class MemoryKernel {
  /** Everything the views sent that has been read. */
  readonly received: ViewMessage[] = [];
  readonly threads = new Threads();
  readonly attachments = new Attachments();
  /** Drops the messages it returns `true` for, on their way to the views. */
  loses: (message: ChatMessage) => boolean = () => false;

  readonly #setup: KernelSetup;
  readonly #recent: RecentFrames;
  readonly #session = `ses_${crypto.getRandomValues(new Uint32Array(1))[0]}`;
  readonly #transports = new Set<KernelEnd>();
  readonly #inbox: [KernelEnd, ...Parameters<ViewListener>][] = [];
  readonly #replies = new Map<string, ChatMessage | null>();
  readonly #answers: Answers = {
    fetch: ({ attachment_id }) => this.attachments.read(attachment_id),
    search: ({ query }) => ({ body: search(this.threads.all, query) }),
    upload: ({ attachment_id, offset }, piece) => ({
      body: this.attachments.receive(attachment_id, offset, piece),
    }),
    client_action: (args) => this.#clientAction(args),
    open_thread: ({ thread_id }) => this.#open(thread_id),
    refresh: () => this.#refresh(),
  };
  #fold = new Fold();
  #hasOlder = false;
  #running: { id: string; op: string; abort: AbortController } | null = null;
  #busy = false;
  #ids = 0;

  constructor(setup: KernelSetup) {
    this.#setup = setup;
    this.#recent = new RecentFrames(setup.keptFrames ?? 1000);
    for (const { info, items } of setup.threads ?? []) this.threads.add(info, items);
    if (setup.thread) this.#load(setup.thread);
  }

  /** A line of its own, as of one more page that shows the chat. */
  connect(): Transport {
    const { transport, kernel } = memoryTransport({ _options: this.#setup.options ?? {}, _bundle: "memory" });
    this.#transports.add(kernel);
    kernel.onMessage((...call) => {
      if (this.#busy) this.#inbox.push([kernel, ...call]);
      else this.#receive(kernel, ...call);
    });
    return transport;
  }

  get busy(): boolean {
    return this.#busy;
  }

  set busy(value: boolean) {
    this.#busy = value;
    if (!value) for (const call of this.#inbox.splice(0)) this.#receive(...call);
  }

  setOptions(options: GivenOptions): void {
    for (const transport of this.#transports) transport.setTrait("_options", options);
  }

  /** Sends a message as Python would with `chat.ask`. */
  ask(text: string): void {
    const input: UserMessageInput = {
      content: [{ type: "input_text", text }],
      attachments: [],
      inference_options: {},
    };
    const thread = this.#fold.thread.peek();
    const body: RequestBody = thread
      ? { type: "threads.add_user_message", params: { thread_id: thread.id, input } }
      : { type: "threads.create", params: { input } };
    void this.#respond(this.#nextId("req"), body, "python");
  }

  /** Calls a method of the view, such as `kernel.ui("focus_composer")`. */
  ui(method: string, args: JsonObject = {}): void {
    this.#broadcast({ type: "ui", method, args });
  }

  /** Tells the views how far the conversation is, so that they notice what they lost. */
  beacon(): void {
    this.#broadcast({ type: "frames", seq: this.#recent.seq, frames: [] });
  }

  end(reason: TransportEnd): void {
    this.#running?.abort.abort();
    for (const transport of this.#transports) transport.end(reason);
    this.#transports.clear();
  }

  snapshot(): Snapshot {
    const response = this.#running && { id: this.#running.id, op: this.#running.op };
    return { ...this.#fold.toJSON(), has_older: this.#hasOlder, response };
  }

  #receive(transport: KernelEnd, ...[message, buffers]: Parameters<ViewListener>): void {
    this.received.push(message);
    switch (message.type) {
      case "hello": {
        const { view } = message;
        const session = this.#session;
        const snapshot = this.snapshot();
        this.#post(transport, {
          type: "welcome",
          view,
          session,
          seq: this.#recent.seq,
          bundle: "memory",
          snapshot,
        });
        break;
      }
      case "request":
        this.#request(transport, message.id, message.body);
        break;
      case "cancel":
        if (message.id === null || message.id === this.#running?.id) this.#running?.abort.abort();
        break;
      case "resume":
        this.#resume(transport, message.view, message.after_seq);
        break;
      case "ask":
        void this.#ask(transport, message, buffers[0]);
        break;
      case "ui":
      case "bundle":
        break;
    }
  }

  #request(transport: KernelEnd, id: string, body: RequestBody): void {
    const known = this.#replies.get(id);
    if (known) this.#post(transport, known);
    else if (known === null) this.beacon();
    else if (isStreaming(body)) void this.#respond(id, body, "view");
    else this.#reply(transport, id, { type: "reply", id, ...this.#tried(() => this.#run(body)) });
  }

  #reply(transport: KernelEnd, id: string, reply: ChatMessage, bytes?: ArrayBuffer): void {
    this.#replies.set(id, reply);
    this.#post(transport, reply, bytes && [bytes]);
  }

  async #ask(transport: KernelEnd, { id, name, args }: Ask, piece: ArrayBuffer | undefined): Promise<void> {
    const known = this.#replies.get(id);
    if (known !== undefined) return this.#post(transport, known ?? { type: "taken", id });
    this.#replies.set(id, null);
    try {
      const { body, bytes } = await answerTo(this.#answers, name, args, piece);
      this.#reply(transport, id, { type: "reply", id, body }, bytes);
      // What is read may be read again.
      if (bytes) this.#replies.delete(id);
    } catch (error) {
      this.#reply(transport, id, { type: "reply", id, error: failureOf(error) });
    }
  }

  #tried(work: () => unknown): { body: unknown } | { error: Failure } {
    try {
      return { body: work() };
    } catch (error) {
      return { error: failureOf(error) };
    }
  }

  #run(body: RequestBody): unknown {
    switch (body.type) {
      case "threads.sync_custom_action": {
        const item = this.#setup.sync?.(body);
        if (item) this.threads.save(item);
        return item ? { updated_item: item } : {};
      }
      case "attachments.create":
        return this.attachments.create(this.#nextId("atc"), body.params);
      case "attachments.delete":
        this.attachments.delete(body.params.attachment_id);
        return {};
      default:
        return this.threads.answer(body);
    }
  }

  async #respond(id: string, body: RequestBody, source: "view" | "python"): Promise<void> {
    if (this.#running) {
      const error = { code: "responding", message: "A response is already under way.", allow_retry: true };
      this.#broadcast({ type: "reply", id, error });
      return;
    }
    const abort = new AbortController();
    this.#replies.set(id, null);
    this.#running = { id, op: body.type, abort };
    // A response that the user turned away from is stopped, and nobody looks on any more.
    const isShown = () => this.#running?.id === id;
    const emit = (event: StreamEvent) => {
      if (isShown()) this.#emit(id, event);
    };
    const op = body.type;
    emit({ type: "chatkit.response.start", id, op, source, request: body });
    try {
      const { thread, input, events } = prepare(body, this, (prefix) => this.#nextId(prefix));
      for (const event of events) emit(event);
      emit({ type: "stream_options", stream_options: { allow_cancel: true } });
      const turn = new Turn(thread.info, input, abort.signal, (prefix) => this.#nextId(prefix));
      for await (const event of this.#setup.script(body, turn)) {
        if (abort.signal.aborted) break;
        emit(event);
      }
    } catch (error) {
      if (!abort.signal.aborted) emit({ type: "error", ...errorRow(error) });
    }
    this.#replies.set(id, { type: "reply", id, body: {} });
    if (!isShown()) return;
    this.#running = null;
    this.#emit(id, { type: "chatkit.response.end", id, op, error: null, cancelled: abort.signal.aborted });
    this.#keepPartial();
  }

  /** Stores what a stopped response left on the screen. */
  #keepPartial(): void {
    for (const entry of this.#fold.items.peek()) this.threads.save(entry.item.peek());
  }

  #emit(id: string | null, event: StreamEvent): void {
    this.#fold.apply(event);
    const isFinal = event?.type === "thread.item.done" || event?.type === "thread.item.replaced";
    if (isFinal && isItem(event.item)) this.threads.save(event.item);
    const frame = this.#recent.push(id, event);
    this.#broadcast({ type: "frames", seq: frame.seq, frames: [frame] });
  }

  #resume(transport: KernelEnd, view: string, after: number): void {
    const frames = this.#recent.after(after);
    if (frames) this.#post(transport, { type: "frames", seq: this.#recent.seq, frames });
    else this.#post(transport, { type: "snapshot", view, seq: this.#recent.seq, snapshot: this.snapshot() });
  }

  async #clientAction(args: ClientActionArgs): Promise<Given<"client_action">> {
    try {
      await this.#setup.clientAction?.(args);
    } catch (error) {
      this.#emit(null, { type: "notice", level: "danger", message: messageOf(error) });
    }
    return DONE;
  }

  #open(thread_id: string | null): Given<"open_thread"> {
    if (thread_id !== null && thread_id === this.#fold.thread.peek()?.id) return DONE;
    this.#running?.abort.abort();
    this.#running = null;
    this.#keepPartial();
    try {
      this.#load(thread_id);
      this.#show();
      this.#emit(null, { type: "chatkit.thread.change", thread_id });
    } catch (error) {
      this.#emit(null, { type: "chatkit.thread.load.end", thread_id });
      this.#emit(null, { type: "notice", level: "danger", message: messageOf(error) });
    }
    return DONE;
  }

  #refresh(): Given<"refresh"> {
    const id = this.#fold.thread.peek()?.id;
    if (id === undefined || this.#running) return DONE;
    this.#load(id);
    this.#show();
    return DONE;
  }

  #show(): void {
    this.#recent.skip();
    this.#broadcast({ type: "snapshot", view: null, seq: this.#recent.seq, snapshot: this.snapshot() });
  }

  #load(id: string | null): void {
    const stored = id === null ? null : this.threads.get(id);
    const { items, hasOlder } = id === null ? NOTHING : this.threads.newest(id);
    this.#hasOlder = hasOlder;
    this.#fold = new Fold();
    this.#fold.replace({ ...this.#fold.toJSON(), thread: stored?.info ?? null, items });
  }

  #broadcast(message: ChatMessage): void {
    for (const transport of this.#transports) this.#post(transport, message);
  }

  #post(transport: KernelEnd, message: ChatMessage, buffers?: ArrayBuffer[]): void {
    if (!this.loses(message)) transport.post(message, buffers);
  }

  #nextId(prefix: string): string {
    this.#ids += 1;
    return `${prefix}_${this.#ids}`;
  }
}

const NOTHING = { items: [], hasOlder: false };

const STREAMING: ReadonlySet<string> = new Set([
  "threads.create",
  "threads.add_user_message",
  "threads.add_client_tool_output",
  "threads.add_structured_input",
  "threads.retry_after_item",
  "threads.custom_action",
]);

function isStreaming(body: RequestBody): boolean {
  return STREAMING.has(body.type);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function failureOf(error: unknown): Failure {
  if (error instanceof RequestError) {
    return { code: error.code, message: error.said, allow_retry: error.allowRetry };
  }
  return { code: "request", message: messageOf(error), allow_retry: false };
}

function errorRow(error: unknown): ErrorRow {
  const type = error instanceof Error ? error.name : "Error";
  return {
    code: "stream.error",
    allow_retry: true,
    detail: { type, message: messageOf(error), traceback: "" },
  };
}
