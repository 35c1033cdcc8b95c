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
 * deleting, older items, search, attachments, queueing, stopping and late joiners work without it. To show trouble:
 * `kernel.busy = true` keeps all that comes in until it is `false` again, `kernel.crowded = true` refuses
 * requests, `kernel.end("restarted")` is a kernel restart, `kernel.loses = (message) => boolean` drops
 * messages on their way out.
 */
import type {
  Ask,
  ClientActionArgs,
  Failure,
  FieldDraft,
  FillArgs,
  RequestBody,
  Snapshot,
  StreamEvent,
  ViewMessage,
} from "../../protocol/envelope";
import type { JsonObject } from "../../protocol/guards";
import type { ThreadItem, UserMessageInput } from "../../protocol/wire.gen";
import type { GivenOptions } from "../../state/options";
import { RequestError } from "../../transport/requests";
import type { ChatMessage, Transport, TransportEnd } from "../../transport/transport";
import { type Answers, answerTo, DONE } from "./answers";
import { Attachments } from "./attachments";
import { type ComponentSource, Components } from "./components";
import { failureOf, LookupError } from "./failures";
import { Frames } from "./frames";
import { type KernelEnd, memoryTransport, type ViewListener } from "./memory";
import { RecentFrames } from "./recent-frames";
import { search } from "./search";
import { KernelSession, type SessionSetup } from "./session";
import { type GivenThread, Threads } from "./threads";

export interface KernelSetup extends SessionSetup {
  options?: GivenOptions;
  /** Whether the view shows only what the thread holds, as of a widget that is the value of a cell. */
  isAlone?: boolean;
  threads?: readonly { info: GivenThread; items: ThreadItem[] }[];
  /** The thread on screen at first. */
  thread?: string;
  /** The function of the actions that the client handles; what it throws is a notice. */
  clientAction?: (args: ClientActionArgs) => unknown;
  /** Frames kept for a view that lost some. */
  keptFrames?: number;
  /** The items that a snapshot carries at the most. */
  snapshotItems?: number;
}

export function memoryKernel(setup: KernelSetup): MemoryKernel {
  return new MemoryKernel(setup);
}

export class MemoryKernel {
  /** Everything the views sent that has been read. */
  readonly received: ViewMessage[] = [];
  readonly threads = new Threads();
  readonly attachments = new Attachments();
  readonly frames = new Frames();
  readonly components = new Components();
  /** Drops the messages it returns `true` for, on their way to the views. */
  loses: (message: ChatMessage) => boolean = () => false;

  /** Whether requests are refused, as they are where too much is under way. */
  crowded = false;

  readonly #setup: KernelSetup;
  readonly #recent: RecentFrames;
  readonly #name = `ses_${crypto.getRandomValues(new Uint32Array(1))[0]}`;
  readonly #session: KernelSession;
  readonly #transports = new Set<KernelEnd>();
  readonly #inbox: [KernelEnd, ...Parameters<ViewListener>][] = [];
  /** How requests and questions were answered by their ids, and `null` for those that are not yet. */
  readonly #replies = new Map<string, ChatMessage | null>();
  readonly #answers: Answers = {
    fetch: ({ attachment_id }) => this.attachments.read(attachment_id),
    search: ({ query }) => ({ body: search(this.threads.all, query) }),
    frame_page: (args) => ({ body: this.frames.page(args) }),
    component: ({ name }) => this.components.read(name),
    upload: ({ attachment_id, offset }, piece) => ({
      body: this.attachments.receive(attachment_id, offset, piece),
    }),
    client_action: (args) => this.#toldInChat(() => this.#clientAction(args)),
    open_thread: ({ thread_id }) => this.#toldInChat(() => this.#session.open(thread_id)),
    resume: ({ thread_id }) => this.#toldInChat(() => this.#session.resume(thread_id)),
    refresh: () => this.#toldInChat(() => this.#session.refresh()),
    fill: (args) => {
      this.#fill(args);
      return DONE;
    },
  };
  /** What was typed into widgets, by item and by key. */
  readonly #drafts = new Map<string, Map<string, FieldDraft>>();
  #isReady = false;
  #busy = false;
  readonly #ids = new Map<string, number>();

  constructor(setup: KernelSetup) {
    this.#setup = setup;
    this.#recent = new RecentFrames(setup.keptFrames ?? 1000);
    const onlooker = {
      frame: (id: string | null, event: StreamEvent) => this.#frame(id, event),
      opened: () => this.#opened(),
    };
    this.#session = new KernelSession(setup, this, onlooker, (prefix) => this.#nextId(prefix));
    for (const { info, items } of setup.threads ?? []) this.threads.add(info, items);
    if (setup.thread) this.#session.current = this.#session.load(setup.thread);
  }

  /** A line of its own, as of one more page that shows the chat. */
  connect(): Transport {
    const { options: _options = {}, isAlone: _alone = false } = this.#setup;
    const _components = this.components.hashes;
    const { transport, kernel } = memoryTransport({ _options, _alone, _components, _bundle: "memory" });
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

  /** Adds or replaces a component, as `chat.register_component` does. */
  register(name: string, source: ComponentSource): void {
    this.components.register(name, source);
    for (const transport of this.#transports) transport.setTrait("_components", this.components.hashes);
  }

  /** Sends a message as Python would with `chat.ask`. */
  ask(text: string): void {
    const input: UserMessageInput = {
      content: [{ type: "input_text", text }],
      attachments: [],
      inference_options: {},
    };
    const thread_id = this.#session.current.id;
    const body: RequestBody =
      thread_id === null
        ? { type: "threads.create", params: { input } }
        : { type: "threads.add_user_message", params: { thread_id, input } };
    this.#session.submit(this.#nextId("req"), body, "python");
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
    for (const transport of this.#transports) transport.end(reason);
    this.#transports.clear();
    this.#session.close();
  }

  snapshot(): Snapshot {
    const snapshot = this.#session.current.snapshot(this.#setup.snapshotItems ?? 60);
    const drafts = snapshot.items.flatMap(({ id }): [string, FieldDraft[]][] => {
      const fields = this.#drafts.get(id);
      return fields ? [[id, [...fields.values()]]] : [];
    });
    return drafts.length === 0 ? snapshot : { ...snapshot, fields: Object.fromEntries(drafts) };
  }

  #receive(transport: KernelEnd, ...[message, buffers]: Parameters<ViewListener>): void {
    this.received.push(message);
    switch (message.type) {
      case "hello":
        this.#welcome(transport, message.view);
        break;
      case "request":
        this.#request(transport, message.id, message.body);
        break;
      case "cancel":
        this.#session.stop(message.id);
        break;
      case "resume":
        this.#resume(transport, message.view, message.after_seq);
        break;
      case "ask":
        this.#ask(transport, message, buffers[0]);
        break;
      case "ui":
        this.#session.viewEvent(message.event, message.data);
        break;
      case "bundle":
        break;
    }
  }

  #welcome(transport: KernelEnd, view: string): void {
    const snapshot = this.snapshot();
    const { seq } = this.#recent;
    this.#post(transport, { type: "welcome", view, session: this.#name, seq, bundle: "memory", snapshot });
    if (this.#isReady) return;
    this.#isReady = true;
    this.#session.viewEvent("ready", {});
  }

  #request(transport: KernelEnd, id: string, body: RequestBody): void {
    if (this.#session.isUnderWay(id)) {
      this.#post(transport, { type: "taken", id });
      this.beacon();
    } else if (this.#repeat(transport, id)) return;
    else if (this.crowded) this.#post(transport, { type: "reply", id, error: CROWDED });
    else if (isStreaming(body)) this.#stream(transport, id, body);
    else void this.#reply(transport, id, async () => ({ body: await this.#session.call(body) }));
  }

  #stream(transport: KernelEnd, id: string, body: RequestBody): void {
    const response = this.#session.submit(id, body, "view");
    this.#replies.set(id, { type: "reply", id, body: {} });
    if (response.thread === this.#session.current) return;
    // Frames are of the shown thread only.
    void response.ended.then(() => {
      const { failure } = response;
      this.#replies.delete(id);
      void this.#reply(transport, id, () => (failure ? Promise.reject(new RequestError(failure)) : DONE));
    });
  }

  #ask(transport: KernelEnd, { id, name, args }: Ask, piece: ArrayBuffer | undefined): void {
    if (this.#repeat(transport, id)) return;
    const answered = this.#reply(transport, id, () => answerTo(this.#answers, name, args, piece));
    // What is read may be read again.
    if (!RUN_ONCE.has(name)) void answered.then(() => this.#replies.delete(id));
  }

  /** Says again what has become of a request or a question, if it is known. */
  #repeat(transport: KernelEnd, id: string): boolean {
    const known = this.#replies.get(id);
    if (known !== undefined) this.#post(transport, known ?? { type: "taken", id });
    return known !== undefined;
  }

  async #reply(transport: KernelEnd, id: string, work: () => Work | Promise<Work>): Promise<void> {
    this.#replies.set(id, null);
    let reply: ChatMessage;
    let bytes: ArrayBuffer | ArrayBuffer[] | undefined;
    try {
      const done = await work();
      reply = { type: "reply", id, body: done.body };
      bytes = done.bytes;
    } catch (error) {
      reply = { type: "reply", id, error: failureOf(error) };
    }
    this.#replies.set(id, reply);
    this.#post(transport, reply, bytes && [bytes].flat());
  }

  #resume(transport: KernelEnd, view: string, after: number): void {
    const frames = this.#recent.after(after);
    if (frames) this.#post(transport, { type: "frames", seq: this.#recent.seq, frames });
    else this.#post(transport, { type: "snapshot", view, seq: this.#recent.seq, snapshot: this.snapshot() });
  }

  async #toldInChat(work: () => unknown): Promise<typeof DONE> {
    try {
      await work();
    } catch (error) {
      this.#session.note(error);
    }
    return DONE;
  }

  #fill({ item_id, origin, fields }: FillArgs): void {
    const drafts = this.#drafts.get(item_id) ?? new Map<string, FieldDraft>();
    this.#drafts.set(item_id, drafts);
    for (const field of fields) drafts.set(field.key, field);
    this.#frame(null, { type: "chatkit.form.draft", item_id, origin, fields });
  }

  #clientAction(args: ClientActionArgs): unknown {
    const { clientAction } = this.#setup;
    if (!clientAction)
      throw new LookupError(`Nothing handles the action ${JSON.stringify(args.action.type)}.`);
    return clientAction(args);
  }

  #frame(id: string | null, event: StreamEvent): void {
    const frame = this.#recent.push(id, event);
    this.#broadcast({ type: "frames", seq: frame.seq, frames: [frame] });
  }

  #opened(): void {
    this.#recent.skip();
    this.#broadcast({ type: "snapshot", view: null, seq: this.#recent.seq, snapshot: this.snapshot() });
  }

  #broadcast(message: ChatMessage): void {
    for (const transport of this.#transports) this.#post(transport, message);
  }

  #post(transport: KernelEnd, message: ChatMessage, buffers?: ArrayBuffer[]): void {
    if (!this.loses(message)) transport.post(message, buffers);
  }

  /** Each kind is numbered by itself. */
  #nextId(prefix: string): string {
    const number = (this.#ids.get(prefix) ?? 0) + 1;
    this.#ids.set(prefix, number);
    return `${prefix}_${number}`;
  }
}

/** The body of an answer, and the bytes that go with it. */
interface Work {
  body: unknown;
  bytes?: ArrayBuffer | ArrayBuffer[];
}

const CROWDED: Failure = { code: "too_much", message: "Too much is under way.", allow_retry: true };

/** The questions that have an effect. */
const RUN_ONCE: ReadonlySet<string> = new Set(["client_action", "fill", "open_thread", "resume", "refresh"]);

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
