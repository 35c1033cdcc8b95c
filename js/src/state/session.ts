/** One conversation as a model's views see it: what the kernel sends becomes signals, calls become requests. */
import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type {
  Failure,
  FeedbackKind,
  Frame,
  FramePage,
  FramePageArgs,
  Page,
  RequestBody,
  Snapshot,
  ThreadInfo,
} from "../protocol/envelope";
import { isEvent, isObject, readFailure, readFramePage, readTexts } from "../protocol/guards";
import type { ChatOptions } from "../protocol/options.gen";
import type { StructuredInputSubmission, UserMessageInput } from "../protocol/wire.gen";
import { Link, type LinkStatus } from "../transport/link";
import type { Transport } from "../transport/transport";
import { Actions } from "./actions";
import { Attachments } from "./attachments";
import type { Ask, Components, Run } from "./components";
import {
  type Connection,
  type Conversation,
  isOver,
  type PendingMessage,
  type UiListener,
  type WidgetAction,
} from "./conversation";
import { Drafts, pendingOf, type SubmittedMessage } from "./drafts";
import { FieldSync } from "./field-sync";
import { type Fields, FORM_REFUSED } from "./fields";
import { Fold } from "./fold";
import { Mending } from "./mending";
import { askFile, fetchFile, Pictures } from "./pictures";
import { errorOf, type Outcome, ownId, Responses, refusalOf } from "./responses";
import { Search } from "./search";
import { Settings } from "./settings";
import { ThreadSwitch } from "./thread-switch";
import { Threads } from "./threads";
import { UiCalls } from "./ui-calls";

export class Session implements Conversation {
  readonly connection: Signal<Connection> = signal("connecting");
  readonly options: Signal<ChatOptions>;
  readonly draft: Signal<string>;
  readonly attachments: Attachments;
  readonly pictures: Pictures;
  readonly fields: Fields;
  readonly components: Components;
  readonly search: Search;
  readonly #fold = new Fold();
  readonly #link: Link;
  readonly #settings: Settings;
  readonly #fieldSync: FieldSync;
  readonly #threads: Threads;
  readonly #switch: ThreadSwitch;
  readonly #responses: Responses;
  readonly #actions: Actions;
  readonly #drafts: Drafts;
  readonly #mending: Mending;
  readonly #uiCalls = new UiCalls();
  /** Sent before the first state told which thread it is for. */
  readonly #early: Signal<SubmittedMessage | null> = signal(null);
  /** Whether the first state has come. */
  #isWelcomed = false;
  /** Asks again for what failed, when that is not the answer to the last message. */
  #again: { ask: () => void; hasBegun: boolean } | null = null;

  readonly thread = this.#fold.thread;
  readonly items = this.#fold.items;
  readonly progress = this.#fold.progress;
  readonly error = this.#fold.error;
  readonly notices = this.#fold.notices;
  readonly pendingUser: ReadonlySignal<PendingMessage | null> = computed(() => {
    const pending = this.#early.value ?? this.#responses.pending.value;
    return pending && pendingOf(pending);
  });

  /** `isGreeted`: hello has been said on this transport already. `run` runs the modules of components. */
  constructor(transport: Transport, isGreeted = false, run?: Run) {
    const ask: Ask = (name, options) => this.#link.ask("component", { name }, options);
    this.#settings = new Settings(transport, ask, run);
    this.options = this.#settings.options;
    this.components = this.#settings.components;
    this.#link = new Link(transport, {
      snapshot: (snapshot) => this.#take("snapshot", () => this.#snapshot(snapshot)),
      frames: (frames) =>
        this.#take("frames", () => {
          for (const frame of frames) this.#take(typeOf(frame.event), () => this.#frame(frame));
        }),
      reply: (id, failure) => this.#take("reply", () => this.#reply(id, failure)),
      ui: (method, args) => this.#take(method, () => this.#uiCalls.make(method, isObject(args) ? args : {})),
      status: (status) => this.#take("status", () => this.#status(status)),
    });
    this.#fieldSync = new FieldSync(this.#link);
    this.fields = this.#fieldSync.fields;
    this.#mending = new Mending(
      (type, data) => this.log(type, data),
      () => this.#link.greet(),
    );
    this.pictures = new Pictures((id) => askFile(this.#link, id));
    this.attachments = new Attachments(this.#link, this.pictures, this.options);
    this.#drafts = new Drafts(this.attachments);
    this.draft = this.#drafts.text;
    this.#switch = new ThreadSwitch(this.#link, (error) => this.#fail(error));
    this.#threads = new Threads(this.#link, this.#fold);
    this.search = new Search(this.#link, this.#threads, this);
    this.#responses = new Responses(this.#link, this.#fold.allowCancel, (outcome) => this.#outcome(outcome));
    this.#actions = new Actions(this.#link, this.#fold, async (body) => {
      if (this.#isFree()) await this.#start(body);
    });
    this.#link.open(isGreeted);
  }

  dispose(): void {
    this.#switch.stop();
    this.#settings.dispose();
    this.#fieldSync.dispose();
    this.#drafts.dispose();
    this.pictures.dispose();
    this.#link.close();
  }

  get loading(): ReadonlySignal<boolean> {
    return this.#switch.loading;
  }

  get response() {
    return this.#responses.active;
  }

  get busyActions(): ReadonlySignal<ReadonlySet<string>> {
    return this.#actions.busy;
  }

  get hasOlder(): ReadonlySignal<boolean> {
    return this.#threads.hasOlder;
  }

  send(input: UserMessageInput): void {
    const isEarly = !this.#isWelcomed && !this.#isGone() && this.#early.peek() === null;
    if (!isEarly && !this.#isFree()) return;
    const message = this.#drafts.take(input);
    if (isEarly) this.#early.value = message;
    else this.#submit(message);
  }

  stop(): void {
    this.#responses.stop();
  }

  retry(): void {
    if (this.#again) this.#again.ask();
    else {
      const last = this.items.peek().findLast((entry) => entry.item.peek().type === "user_message");
      if (last) this.retryAfter(last.id);
    }
  }

  retryAfter(item_id: string): void {
    const thread_id = this.thread.peek()?.id;
    if (thread_id === undefined || !this.#isFree()) return;
    this.#start({ type: "threads.retry_after_item", params: { thread_id, item_id } });
  }

  dismissError(): void {
    this.error.value = null;
  }

  openThread(id: string | null): void {
    this.search.stop();
    if (this.#isGone() || (id !== null && id === this.thread.peek()?.id)) return;
    void this.#switch.open(id);
  }

  /** Shows a thread that was shown before this conversation began, if it is there and nothing else is shown. */
  resume(thread_id: string): void {
    this.#link.ask("resume", { thread_id }).catch(() => {});
  }

  refresh(): void {
    this.#link.ask("refresh", {}).catch((error: unknown) => this.#fail(error));
  }

  loadOlder(): Promise<void> {
    return this.#threads.loadOlder();
  }

  action(itemId: string, action: WidgetAction): Promise<void> {
    return this.#actions.run(itemId, action);
  }

  answer(item_id: string, input: StructuredInputSubmission): void {
    const thread_id = this.thread.peek()?.id;
    if (thread_id === undefined || !this.#isFree()) return;
    this.#start({ type: "threads.add_structured_input", params: { thread_id, item_id, input } });
  }

  listThreads(after?: string): Promise<Page<ThreadInfo>> {
    return this.#threads.list(after);
  }

  renameThread(id: string, title: string): Promise<void> {
    return this.#threads.rename(id, title);
  }

  async deleteThread(id: string): Promise<void> {
    await this.#threads.delete(id);
    this.#drafts.forget(id);
    if (this.thread.peek()?.id === id) this.openThread(null);
  }

  async feedback(itemIds: readonly string[], kind: FeedbackKind): Promise<void> {
    const id = this.thread.peek()?.id;
    if (id !== undefined) await this.#threads.feedback(id, itemIds, kind);
  }

  readAttachment(id: string): Promise<Blob> {
    return fetchFile(this.#link, id);
  }

  async framePage(args: FramePageArgs): Promise<FramePage> {
    return readFramePage((await this.#link.ask("frame_page", args)).body);
  }

  onUi(listener: UiListener): () => void {
    return this.#uiCalls.listen(listener);
  }

  log(type: string, data: unknown): void {
    this.#link.tell(type, data);
  }

  #isGone(): boolean {
    return isOver(this.connection.peek());
  }

  #fail(error: unknown): void {
    this.error.value = refusalOf(error);
  }

  #isFree(): boolean {
    return !this.#isGone() && !this.loading.peek() && this.response.peek() === null;
  }

  #submit(message: SubmittedMessage): void {
    const { input } = message;
    const thread_id = this.thread.peek()?.id;
    const body: RequestBody =
      thread_id === undefined
        ? { type: "threads.create", params: { input } }
        : { type: "threads.add_user_message", params: { thread_id, input } };
    this.#start(body, message);
  }

  /** Sends what waited for the first state, or gives it back. */
  #submitEarly(): void {
    const message = this.#early.peek();
    this.#early.value = null;
    if (message === null) return;
    if (this.#isFree()) this.#submit(message);
    else this.#drafts.restore(message.draft);
  }

  #start(body: RequestBody, message: SubmittedMessage | null = null): Promise<void> {
    this.#again = null;
    this.error.value = null;
    return this.#responses.start(body, message);
  }

  /** Takes a message or an event. One that breaks the conversation is skipped: the rest goes on. */
  #take(what: string, work: () => void): void {
    try {
      batch(work);
    } catch (error) {
      const isKnown = this.#mending.skipped(what, error);
      if (what === "snapshot" && isKnown) this.#giveUp();
    }
  }

  /** The whole state was asked for anew and cannot be shown either. */
  #giveUp(): void {
    this.#switch.loading.value = false;
    this.error.value = { code: "view", allow_retry: false };
  }

  #frame({ id, event }: Frame): void {
    if (!isEvent(event)) throw new TypeError("An event must be an object with a type.");
    this.#fold.apply(event);
    switch (event.type) {
      case "chatkit.response.start":
        // What failed after its response had begun is not the newest any more.
        if (this.#again?.hasBegun) this.#again = null;
        this.#responses.began(ownId(event, id), event.op);
        // A form that is sent again, by whomever, is refused no longer.
        if (event.request?.type === "threads.custom_action")
          this.fields.forgive(event.request.params.item_id ?? "");
        break;
      case "chatkit.response.end":
        this.#end(ownId(event, id), event.error ? readFailure(event.error) : null);
        break;
      case "thread.created":
        this.#threads.restart(event.thread?.items?.has_more === true);
        break;
      case "chatkit.thread.change":
        if (event.thread_id !== (this.thread.peek()?.id ?? null)) this.#link.greet();
        break;
      case "thread.item.done":
        if (event.item?.type === "user_message") this.#responses.stored(id);
        break;
      case "chatkit.form.draft":
        this.#fieldSync.fill(event.item_id, event.fields, event.origin);
        break;
      case "chatkit.form.refused":
        this.fields.refuse(event.item_id ?? "", readTexts(event.fields));
        break;
    }
  }

  #end(id: string, failure: Failure | null): void {
    // What does not fit in a form is said there.
    if (failure && failure.code !== FORM_REFUSED && this.error.peek() === null)
      this.error.value = errorOf(failure);
    this.#responses.ended(id, failure);
  }

  #reply(id: string, failure: Failure | null): void {
    if (failure === null) this.#responses.missed(id);
    else if (this.#responses.ended(id, failure)) this.error.value = errorOf(failure);
  }

  #snapshot(snapshot: Snapshot): void {
    const from = this.thread.peek()?.id ?? null;
    const to = snapshot.thread?.id ?? null;
    const older = from !== null && from === to ? this.#olderThan(snapshot.items[0]?.id) : [];
    // A new thread gets its id while its first message is under way: the thread is the same.
    const isActive = (snapshot.response ?? this.response.peek()) !== null;
    const isBegun = from === null && isActive && !this.#switch.isUnderWay;
    if (this.#isWelcomed && from !== to && !isBegun) this.#leave(from, to);
    this.#isWelcomed = true;
    this.#fold.replace({ ...snapshot, items: [...older, ...snapshot.items] });
    for (const [itemId, fields] of Object.entries(snapshot.fields ?? {}))
      this.#fieldSync.fill(itemId, fields);
    if (older.length === 0) this.#threads.restart(snapshot.has_older);
    this.#responses.sync(snapshot.response);
    this.#switch.shown(to);
    this.#submitEarly();
  }

  /** The items of older pages, which a snapshot leaves out. */
  #olderThan(firstId: string | undefined) {
    const items = this.items.peek();
    const index = items.findIndex((entry) => entry.id === firstId);
    return items.slice(0, Math.max(index, 0)).map((entry) => entry.item.peek());
  }

  #leave(from: string | null, to: string | null): void {
    const left = this.#responses.leave();
    if (left?.hasBegun) this.#drafts.sent(left.message.draft);
    this.#drafts.change(from, to, left && !left.hasBegun ? left.message.draft : null);
    this.#again = null;
  }

  #outcome({ body, message, hasBegun, isStored, failure }: Outcome): void {
    const isFailed = failure !== null || this.error.peek() !== null;
    if (message && isStored) this.#drafts.sent(message.draft);
    else if (message) this.#drafts.restore(message.draft);
    if (!isFailed) return;
    if (message && !isStored) this.#again = { ask: () => this.#resend(message), hasBegun };
    else if (!message && (!hasBegun || body.type === "threads.custom_action")) {
      this.#again = { ask: () => void this.#start(body), hasBegun };
    }
  }

  #resend(message: SubmittedMessage): void {
    const input = this.#drafts.again(message);
    if (input) this.send(input);
    else this.dismissError();
  }

  #status(status: LinkStatus): void {
    this.connection.value = status;
    if (status === "connecting" || status === "ready" || status === "busy") return;
    this.#switch.stop();
    this.#submitEarly();
    const failure: Failure = { code: status, message: null, allow_retry: false };
    this.#responses.abandon(failure);
  }
}

function typeOf(event: unknown): string {
  return isEvent(event) ? event.type : "malformed";
}
