/**
 * The seam between the conversation and the components that draw it.
 *
 * Everything the components read is a signal; everything they do is a method. Methods that start a
 * response return nothing: what became of it shows in `response`, `error` and `connection`.
 */
import type { ReadonlySignal, Signal } from "@preact/signals";
import type {
  ErrorRow,
  Failure,
  FeedbackKind,
  FoundItem,
  FoundPage,
  FramePage,
  FramePageArgs,
  Notice,
  Page,
  Progress,
  ThreadInfo,
} from "../protocol/envelope";
import type { JsonObject } from "../protocol/guards";
import type { ChatOptions } from "../protocol/options.gen";
import type {
  ActionConfig,
  Attachment,
  StructuredInputSubmission,
  ThreadItem,
  UserMessageInput,
} from "../protocol/wire.gen";
import type { Fields } from "./fields";
import type { Refusal } from "./limits";

/**
 * One item of the thread. A change replaces `item.value` with a copy in which only what changed is
 * new, so parts, tasks and widget nodes compare by `===`.
 */
export interface ItemSignal {
  readonly id: string;
  readonly item: Signal<ThreadItem>;
  readonly streaming: Signal<boolean>;
}

/**
 * `busy`: the kernel has not answered for a while (a cell runs there); what was asked is delivered
 * when it is free. `restarted`: the kernel forgot this chat, the cell must run again. `stopped`: the
 * kernel was shut down. `closed`: the widget was closed or its data is gone.
 */
export type Connection = "connecting" | "ready" | "busy" | "restarted" | "stopped" | "closed";

/** Whether nothing can be sent any more. */
export function isOver(connection: Connection): boolean {
  return connection === "restarted" || connection === "stopped" || connection === "closed";
}

/** The response under way. `allowCancel`: show a stop button. `stopping`: it was pressed. */
export interface ActiveResponse {
  readonly id: string;
  readonly op: string;
  readonly allowCancel: boolean;
  readonly stopping: boolean;
}

/** An action as a widget names it; what it leaves out has the defaults of the protocol. */
export type WidgetAction = Pick<ActionConfig, "type"> & Partial<ActionConfig>;

/** A message on its way, with the attachments that its ids stand for. */
export type PendingMessage = Omit<UserMessageInput, "attachments"> & {
  readonly attachments: readonly Attachment[];
};

/** What went wrong: the kernel's own words, if it has any, and a code that the view has words for. */
export type Problem = Pick<Failure, "code" | "message">;

/** How far a file is. `share`: from 0 to 1. */
export type UploadState =
  | { readonly phase: "uploading"; readonly share: number }
  | { readonly phase: "ready"; readonly attachment: Attachment }
  | { readonly phase: "failed"; readonly problem: Problem; readonly canRetry: boolean };

/** A file in the composer. */
export interface DraftAttachment {
  readonly key: string;
  readonly file: File;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Empty when the browser knows none. */
  readonly mimeType: string;
  /** The address of its picture, when it is one that can be shown. */
  readonly preview: string | null;
  readonly upload: ReadonlySignal<UploadState>;
}

/** The files in the composer. They are sent to the kernel as soon as they are added. */
export interface DraftAttachments {
  readonly list: ReadonlySignal<readonly DraftAttachment[]>;
  /** What was left out of the files added last. */
  readonly refusals: ReadonlySignal<readonly Refusal[]>;
  /** Adds the files that the options allow. `folders`: names of what came with them and is not a file. */
  add(files: readonly File[], folders?: readonly string[]): void;
  retry(key: string): void;
  remove(key: string): void;
  dismissRefusals(): void;
}

export type PictureState =
  | { readonly kind: "waiting" }
  | { readonly kind: "shown"; readonly url: string }
  | { readonly kind: "failed" };

/** The pictures of attachments whose bytes are in the kernel, by attachment id. */
export interface Pictures {
  of(id: string): ReadonlySignal<PictureState>;
  /** Has the picture ready until the returned function is called. */
  hold(id: string): () => void;
  /** Asks once more for a picture that failed. */
  again(id: string): void;
  /** The browser could not read it. */
  broken(id: string): void;
}

/** A message to bring into view, at the words it was found by. */
export interface Target {
  readonly itemId: string;
  readonly query: string;
}

/**
 * What became of showing a message: it is `shown`, so `far` back that it was not loaded, `gone` from its thread, or
 * the user or the kernel `left` for another thread.
 */
export type ShowResult = "shown" | "far" | "gone" | "left";

/** What draws the nodes of a type. */
export interface ComponentCode {
  /** What its module exports. */
  readonly exports: unknown;
  readonly css: string;
}

/** The components that the kernel's user has registered. */
export interface CustomComponents {
  /** The hash of each one's source, by the type that it draws. */
  readonly registered: ReadonlySignal<ReadonlyMap<string, string>>;
  /** Rejects with what `problemOf` reads where the kernel does not send it, else with what its module threw. */
  load(name: string, hash: string): Promise<ComponentCode>;
}

/** Finds what was said in any thread, and goes there. */
export interface Search {
  /** Rejects with what `problemOf` reads. */
  find(query: string): Promise<FoundPage>;
  /** Opens the thread of what was found and loads it as far as needed. Rejects with what `problemOf` reads. */
  show(found: FoundItem, query: string): Promise<ShowResult>;
  /** Whether the message to show is still on its way. */
  readonly seeking: ReadonlySignal<boolean>;
  /** A loaded message that is to be brought into view; who has done so sets it to `null`. */
  readonly target: Signal<Target | null>;
}

/** A request from Python to the view, such as `focus_composer`. */
export type UiListener = (method: string, args: Readonly<JsonObject>) => void;

export interface Conversation {
  readonly connection: ReadonlySignal<Connection>;
  readonly options: ReadonlySignal<ChatOptions>;

  readonly thread: ReadonlySignal<ThreadInfo | null>;
  /** Changes only when items are added, removed or reordered. */
  readonly items: ReadonlySignal<readonly ItemSignal[]>;
  /** The message just sent, until the server's copy of it arrives. */
  readonly pendingUser: ReadonlySignal<PendingMessage | null>;
  readonly progress: ReadonlySignal<Progress | null>;
  readonly error: ReadonlySignal<ErrorRow | null>;
  readonly notices: ReadonlySignal<readonly Notice[]>;
  /** No thread is on screen yet: the first state or another thread is on its way. */
  readonly loading: ReadonlySignal<boolean>;
  readonly hasOlder: ReadonlySignal<boolean>;
  /** Set from the moment a message is sent until its response has ended. */
  readonly response: ReadonlySignal<ActiveResponse | null>;
  /** Items with a widget action under way. */
  readonly busyActions: ReadonlySignal<ReadonlySet<string>>;
  /** The composer's text. Filled again when a message could not be sent. */
  readonly draft: Signal<string>;
  readonly attachments: DraftAttachments;
  readonly pictures: Pictures;
  /** What is typed into the fields of widgets. */
  readonly fields: Fields;
  readonly components: CustomComponents;
  readonly search: Search;

  /** Sends a message in the current thread, or in a new one. What of it is in the composer leaves it. */
  send(input: UserMessageInput): void;
  stop(): void;
  /** Asks again for the failed or last response. */
  retry(): void;
  /** Drops what follows a user message and asks for a new response to it. */
  retryAfter(userItemId: string): void;
  dismissError(): void;
  /** Shows another thread; `null` starts a new one. */
  openThread(id: string | null): void;
  /** Puts the page before the first item in front. Resolves when it is there. */
  loadOlder(): Promise<void>;
  /** Loads the thread again from the store. */
  refresh(): void;
  /** Runs a widget's action. Resolves when its response or reply has ended, also badly. */
  action(itemId: string, action: WidgetAction): Promise<void>;
  /** Answers a structured input. */
  answer(itemId: string, submission: StructuredInputSubmission): void;

  /** Threads, newest first. Rejects with what `problemOf` reads. */
  listThreads(after?: string): Promise<Page<ThreadInfo>>;
  renameThread(id: string, title: string): Promise<void>;
  deleteThread(id: string): Promise<void>;
  feedback(itemIds: readonly string[], kind: FeedbackKind): Promise<void>;
  /** The bytes of an attachment, to be saved. Rejects with what `problemOf` reads. */
  readAttachment(id: string): Promise<Blob>;

  /** Some rows of a DataFrame that a widget shows. Rejects with what `problemOf` reads. */
  framePage(args: FramePageArgs): Promise<FramePage>;

  onUi(listener: UiListener): () => void;
  /** Reports a UI event to Python, such as `log("history.open", {})`. */
  log(name: string, data: unknown): void;
}
