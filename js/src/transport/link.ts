/**
 * Keeps a view in step with its kernel over a line that loses messages.
 *
 * Says hello until it is welcomed, hands over each event exactly once and in order, asks again for
 * what is missing, and sees that requests arrive. What events mean is the receiver's business.
 */
import type {
  Failure,
  Frame,
  Questions,
  Refusal,
  ReplyMessage,
  RequestBody,
  Snapshot,
  SnapshotMessage,
  ViewMessage,
  Welcome,
} from "../protocol/envelope";
import { Sequence } from "./gaps";
import { Repeat } from "./repeat";
import { type AskOptions, LATE_MS, type Reply, Requests } from "./requests";
import type { ChatMessage, Transport, TransportEnd } from "./transport";
import { Uploads } from "./uploads";

export type LinkStatus = "connecting" | "ready" | "busy" | TransportEnd;

export interface Receiver {
  /** Replaces all that came before. */
  snapshot(snapshot: Snapshot): void;
  frames(frames: readonly Frame[]): void;
  /** The kernel answered a request, not with events. */
  reply(id: string, failure: Failure | null): void;
  ui(method: string, args: unknown): void;
  status(status: LinkStatus): void;
}

const QUIET_MS = 5000;

export class Link {
  readonly #transport: Transport;
  readonly #bundle: string | null;
  readonly #receiver: Receiver;
  readonly #requests: Requests;
  readonly #uploads: Uploads;
  readonly #sequence = new Sequence();
  readonly #cleanup: (() => void)[] = [];
  #session: string | null = null;
  #isLate = false;
  #isWatched = false;
  #heardAt = 0;
  #greeting: Repeat | null = null;
  #catchingUp: Repeat | null = null;

  /** Call `open` to begin. */
  constructor(transport: Transport, receiver: Receiver) {
    const hash = transport.trait("_bundle");
    this.#transport = transport;
    this.#bundle = typeof hash === "string" ? hash : null;
    this.#receiver = receiver;
    this.#requests = new Requests(
      (message, buffers) => this.#send(message, buffers),
      (isLate) => {
        this.#isLate = isLate;
        this.#tellStatus();
      },
    );
    this.#uploads = new Uploads((...question) => this.ask(...question));
  }

  /** `isGreeted`: hello has been said on this transport already. */
  open(isGreeted: boolean): void {
    this.#cleanup.push(
      this.#transport.onEnd(() => this.#end()),
      this.#transport.subscribe((message, buffers) => this.#receive(message, buffers)),
    );
    const late = setTimeout(() => this.#tellStatus(true), LATE_MS);
    const poll = setInterval(() => this.#poll(), QUIET_MS);
    const back = () => document.visibilityState !== "hidden" && this.catchUp();
    document.addEventListener("visibilitychange", back);
    globalThis.addEventListener("online", back);
    this.#cleanup.push(() => {
      clearTimeout(late);
      clearInterval(poll);
      document.removeEventListener("visibilitychange", back);
      globalThis.removeEventListener("online", back);
      this.#greeting?.stop();
      this.#catchingUp?.stop();
    });
    if (this.#transport.end !== null) this.#end();
    else if (this.#session === null) {
      this.#greeting = new Repeat(() => this.#hello());
      this.#greeting.start(!isGreeted);
    }
  }

  close(): void {
    for (const clean of this.#cleanup.splice(0)) clean();
    this.#refuseAll(this.#transport.end ?? "closed");
  }

  /** While watched, silence makes the link ask whether it missed something. */
  set isWatched(value: boolean) {
    this.#isWatched = value;
    this.#heardAt = Date.now();
  }

  /** Sends a request that answers with events; `reply` or a frame with its id acknowledges it. */
  start(id: string, body: RequestBody): void {
    this.#requests.keep(id, { type: "request", id, body });
  }

  /** Stops that response; repeated until `ended(id)`. */
  cancel(id: string): void {
    this.#requests.keep(cancelKey(id), { type: "cancel", id }, { quiet: true });
  }

  ended(id: string): void {
    this.#requests.settle(id);
    this.#requests.settle(cancelKey(id));
  }

  /** @throws {RequestError} when the kernel refuses, is gone, or takes too long. */
  request(body: RequestBody): Promise<unknown> {
    return this.#unlessEnded(this.#requests.request(body));
  }

  /**
   * Asks what is not a ChatKit request. It is sent again until it is answered, and has its effect once.
   *
   * @throws {RequestError} as `request` does.
   */
  ask<N extends keyof Questions>(
    name: N,
    args: Questions[N]["args"],
    options?: AskOptions,
  ): Promise<Reply<Questions[N]["answer"]>> {
    return this.#unlessEnded(this.#requests.ask(name, args, options));
  }

  /** Sends the bytes of an attachment: see `Uploads.start`. */
  upload(...args: Parameters<Uploads["start"]>): Promise<void> {
    return this.#unlessEnded(this.#uploads.start(...args));
  }

  /** Asks for the whole state, until it comes. */
  greet(): void {
    this.#greeting?.stop();
    this.#greeting = new Repeat(() => this.#hello());
    this.#greeting.start(true);
  }

  /** Asks for what came after the last frame in place, until there is an answer. */
  catchUp(): void {
    if (this.#sequence.have === null || this.#transport.end !== null) return;
    this.#catchingUp?.stop();
    this.#catchingUp = new Repeat(() => this.#resume());
    this.#catchingUp.start(true);
  }

  /** Tells of an event that may be lost. */
  tell(event: string, data: unknown): void {
    this.#send({ type: "ui", event, data });
  }

  #unlessEnded<T>(answer: Promise<T>): Promise<T> {
    if (this.#transport.end !== null) this.#refuseAll(this.#transport.end);
    return answer;
  }

  #refuseAll(end: TransportEnd): void {
    const failure = failureOf(end);
    this.#requests.refuseAll(failure);
    this.#uploads.refuseAll(failure);
  }

  #send(message: ViewMessage, buffers?: ArrayBuffer[]): void {
    try {
      this.#transport.send(message, buffers);
    } catch (error) {
      // The transport has told its end to `onEnd`; nothing is left to do here. Its error is the loader's: no class of ours.
      if (this.#transport.end === null) throw error;
    }
  }

  #hello(): void {
    const { view } = this.#transport;
    const have_seq = this.#sequence.have;
    this.#send({ type: "hello", view, session: this.#session, have_seq, bundle: this.#bundle });
  }

  #receive(message: ChatMessage, buffers: readonly BufferSource[]): void {
    switch (message.type) {
      case "welcome":
        if (message.view === this.#transport.view) this.#welcome(message);
        break;
      case "snapshot":
        if (message.view === null || message.view === this.#transport.view) this.#replace(message);
        break;
      case "frames":
        this.#frames(message.seq, message.frames);
        break;
      case "reply":
        if (message.id !== null) this.#reply(message.id, message, buffers);
        break;
      case "taken":
        this.#requests.taken(message.id);
        break;
      case "ui":
        this.#receiver.ui(message.method, message.args);
        break;
    }
  }

  #welcome(message: Welcome): void {
    const isStale = message.session === this.#session && message.seq < (this.#sequence.have ?? 0);
    // It answers an earlier hello: the state that was asked for is still to come.
    if (isStale) return;
    this.#session = message.session;
    this.#greeting?.stop();
    this.#take(message.seq, message.snapshot);
    this.#tellStatus();
  }

  #replace(message: SnapshotMessage): void {
    const { have } = this.#sequence;
    if (have === null || message.seq < have) return;
    this.#take(message.seq, message.snapshot);
  }

  #take(seq: number, snapshot: Snapshot): void {
    this.#heardAt = Date.now();
    this.#sequence.restart(seq);
    this.#catchingUp?.stop();
    if (snapshot.response) this.#requests.settle(snapshot.response.id);
    this.#receiver.snapshot(snapshot);
    // What the state jumped over may hold the answers to what is waiting.
    this.#requests.resend();
  }

  #frames(head: number, frames: readonly Frame[]): void {
    this.#heardAt = Date.now();
    const { fresh, gap } = this.#sequence.accept(head, frames);
    for (const frame of fresh) if (frame.id !== null) this.#requests.settle(frame.id);
    if (fresh.length > 0) this.#receiver.frames(fresh);
    if (!gap) this.#catchingUp?.stop();
    else if (fresh.length > 0 || !this.#catchingUp?.isRunning) this.catchUp();
  }

  #reply(id: string, message: ReplyMessage | Refusal, buffers: readonly BufferSource[]): void {
    const failure = "error" in message ? message.error : null;
    if (failure) this.#requests.refuse(id, failure);
    else this.#requests.settle(id, "body" in message ? message.body : undefined, buffers);
    this.#receiver.reply(id, failure);
  }

  #resume(): void {
    const { have } = this.#sequence;
    if (have !== null) this.#send({ type: "resume", view: this.#transport.view, after_seq: have });
  }

  #poll(): void {
    if (this.#isWatched && Date.now() - this.#heardAt >= QUIET_MS) this.#resume();
  }

  #end(): void {
    this.close();
    this.#tellStatus();
  }

  #tellStatus(isSlow = false): void {
    const waiting = this.#session === null ? (isSlow ? "busy" : "connecting") : "ready";
    this.#receiver.status(this.#transport.end ?? (this.#isLate ? "busy" : waiting));
  }
}

function cancelKey(id: string): string {
  return `cancel ${id}`;
}

function failureOf(end: TransportEnd): Failure {
  return { code: end, message: null, allow_retry: false };
}
