/**
 * The messages between a view and the kernel: one JSON "custom" widget message each way. The bytes of files
 * travel as its binary buffers, one for a message.
 *
 * What a message means to the conversation lives in `state/`; how it travels lives in `transport/`.
 */
import type {
  Action,
  ChatKitReq,
  ItemFeedbackParams,
  NoticeEvent,
  ProgressUpdateEvent,
  Thread,
  ThreadItem,
  ThreadStreamEvent,
} from "./wire.gen";

/** A thread as the view holds it: its items are kept apart. */
export type ThreadInfo = Omit<Thread, "items">;

export type Progress = Omit<ProgressUpdateEvent, "type">;
export type Notice = Omit<NoticeEvent, "type">;

/** One page of a list; `after` is the cursor of the next one. */
export interface Page<T> {
  data: T[];
  has_more: boolean;
  after?: string;
}

/** The exception behind a failed response, as the kernel session reports it. */
export interface ErrorDetail {
  type: string;
  message: string;
  traceback?: string;
}

/** What went wrong, in the words of the chat. */
export interface ErrorRow {
  code: string;
  message?: string;
  allow_retry: boolean;
  detail?: ErrorDetail;
}

/** Why a request was refused or a response ended badly. */
export interface Failure {
  code: string;
  message: string | null;
  allow_retry: boolean;
}

/** Events the kernel session adds to those of the server. */
export type SessionEvent =
  | { type: "chatkit.response.start"; id: string; op: string; source: "view" | "python" }
  | { type: "chatkit.response.end"; id: string; error: Failure | null; cancelled: boolean }
  | { type: "chatkit.thread.change"; thread_id: string | null }
  | { type: "chatkit.thread.load.start" | "chatkit.thread.load.end"; thread_id: string | null }
  | { type: "chatkit.thread.truncate"; after_item_id: string }
  | { type: "chatkit.effect"; name: string; data: object };

/** Error events carry more than the server sends: codes of the session's own, and what was raised. */
export type StreamEvent =
  | Exclude<ThreadStreamEvent, { type: "error" }>
  | ({ type: "error" } & ErrorRow)
  | SessionEvent;

/** One numbered event; `id` is the request that caused it. */
export interface Frame {
  seq: number;
  id: string | null;
  event: StreamEvent;
}

/** The conversation folded so far. */
export interface FoldState {
  thread: ThreadInfo | null;
  items: ThreadItem[];
  open: string[];
  progress: Progress | null;
  error: ErrorRow | null;
  notices: Notice[];
  allow_cancel: boolean;
}

/** A fold state and what else a new view must know. */
export interface Snapshot extends FoldState {
  has_older: boolean;
  response: { id: string; op: string } | null;
}

/** What a reply to `fetch` says about the bytes that come with it. */
export interface FileInfo {
  name: string;
  mime_type: string;
}

/** A message that a search has found; `excerpt` is what it says around the first match. */
export interface FoundItem {
  thread_id: string;
  title: string | null;
  item_id: string;
  created_at: string;
  excerpt: string;
}

/** What a search has found, the best or newest first; `has_more` says that there is more than was sent. */
export interface FoundPage {
  data: FoundItem[];
  has_more: boolean;
}

const KERNEL_SCHEME = "chatkit-notebook:";

/** Whether an attachment's address says that its bytes are in the kernel, to be asked for by its id. */
export function isInKernel(address: string): boolean {
  return address.startsWith(KERNEL_SCHEME);
}

/** The body of a request: an ordinary ChatKit request. */
export type RequestBody = ChatKitReq;

export type FeedbackKind = ItemFeedbackParams["kind"];

export type UiCommand =
  | { name: "open_thread"; thread_id: string | null }
  | { name: "refresh" }
  | { name: "event"; type: string; data: unknown }
  | { name: "client_action"; action: Action; item_id: string };

export type ViewMessage =
  | { type: "hello"; view: string; session: string | null; have_seq: number | null; bundle: string | null }
  | { type: "bundle"; view: string; hash: string }
  | { type: "request"; id: string; body: RequestBody }
  | { type: "cancel"; id: string | null }
  | { type: "resume"; view: string; after_seq: number }
  /** A piece of an attachment's bytes; `id` is the attachment's. */
  | { type: "upload"; view: string; id: string; offset: number }
  /** Asks for an attachment's bytes; a reply with the same id brings them. */
  | { type: "fetch"; id: string; attachment_id: string }
  /** Asks for what was said in any thread; a reply with the same id tells what was found. */
  | { type: "search"; id: string; query: string }
  | { type: "ui"; view: string; command: UiCommand };

export type KernelMessage =
  | { type: "welcome"; view: string; session: string; seq: number; bundle: string; snapshot: Snapshot }
  | { type: "bundle"; hash: string }
  | { type: "frames"; seq: number; frames: Frame[] }
  | { type: "snapshot"; view: string | null; seq: number; snapshot: Snapshot }
  | { type: "reply"; id: string; body: unknown }
  | { type: "reply"; id: string; error: Failure }
  /** A request has arrived; its reply takes a while. */
  | { type: "taken"; id: string }
  /** `received`: how many bytes are there, and so where the next piece begins. */
  | { type: "upload"; id: string; received: number; done: boolean }
  | { type: "upload"; id: string; error: Failure }
  | { type: "ui"; method: string; args: unknown };
