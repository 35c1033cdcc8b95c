// Generated from the Python models by `npm run protocol`. Do not edit.
import type { ThreadStreamEvent } from "./events.gen";
import type { FieldDraft } from "./questions.gen";
import type { ChatKitReq } from "./requests.gen";
import type { ThreadItem, ThreadMetadata } from "./threads.gen";

export type StreamEvent =
  | ResponseQueued
  | ResponseStart
  | ResponseEnd
  | ThreadLoadStart
  | ThreadLoadEnd
  | ThreadChange
  | ThreadTruncate
  | FormRefused
  | FormDraft
  | Usage
  | ViewEvent
  | ViewLog
  | DetailedErrorEvent
  | ThreadStreamEvent;
export type KernelMessage =
  | Welcome
  | BundleMessage
  | FramesMessage
  | SnapshotMessage
  | ReplyMessage
  | Refusal
  | Taken
  | Closed
  | UiCall;
export type SessionEvent =
  | ResponseQueued
  | ResponseStart
  | ResponseEnd
  | ThreadLoadStart
  | ThreadLoadEnd
  | ThreadChange
  | ThreadTruncate
  | FormRefused
  | FormDraft
  | Usage
  | ViewEvent
  | ViewLog;
export type ViewMessage = Hello | AskBundle | Request | Ask | Cancel | Resume | Shown | Ui;

/**
 * Anything else that wants an answer: a question of that name; the same id never has its effect twice.
 */
export interface Ask {
  type: "ask";
  id: string;
  name: string;
  args: unknown;
}
/**
 * A view asks for the view's code again.
 */
export interface AskBundle {
  type: "bundle";
  view: string;
  hash: string | null;
}
/**
 * The code of the view: the script and the style sheet are the buffers.
 */
export interface BundleMessage {
  type: "bundle";
  hash: string;
}
/**
 * Stop that request, or for None whatever runs.
 */
export interface Cancel {
  type: "cancel";
  id: string | null;
}
/**
 * Says that the chat was closed: nothing comes after it, and nobody listens.
 */
export interface Closed {
  type: "closed";
}
/**
 * An error event of the server's or the session's, which adds what was raised.
 */
export interface DetailedErrorEvent {
  code: string;
  message?: string;
  allow_retry: boolean;
  detail?: ErrorDetail;
  type: "error";
}
/**
 * The exception behind a failed response.
 */
export interface ErrorDetail {
  type: string;
  message: string;
  traceback: string;
}
/**
 * What went wrong, in the words of the chat.
 */
export interface ErrorRow {
  code: string;
  message?: string;
  allow_retry: boolean;
  detail?: ErrorDetail;
}
/**
 * Why a request was refused or a response ended badly.
 */
export interface Failure {
  code: string;
  message: string | null;
  allow_retry: boolean;
}
/**
 * One thread as the screen shows it. ``open``: the ids of items that are still streaming.
 */
export interface FoldState {
  thread: ThreadMetadata | null;
  items: ThreadItem[];
  open: string[];
  progress: Progress | null;
  error: ErrorRow | null;
  notices: Notice[];
  allow_cancel: boolean;
}
/**
 * What the server is about to do.
 */
export interface Progress {
  text: string;
  icon?: string;
}
/**
 * Something that the user should know.
 */
export interface Notice {
  level: "info" | "warning" | "danger";
  message: string;
  title?: string;
}
/**
 * Somebody types into a form, in the page that is called ``origin``. It is shown, not logged.
 */
export interface FormDraft {
  type: "chatkit.form.draft";
  item_id: string;
  origin: string;
  fields: FieldDraft[];
}
/**
 * The values of a widget's form don't fit the function of their action: why, by the dotted name of the field.
 *
 * What concerns no field has the name "".
 */
export interface FormRefused {
  type: "chatkit.form.refused";
  item_id: string | null;
  fields: {
    [k: string]: string;
  };
}
/**
 * One numbered event of the shown thread; ``id`` is the request that caused it.
 */
export interface Frame {
  seq: number;
  id: string | null;
  event: StreamEvent;
}
/**
 * A request has arrived, and waits for the responses before it in its thread.
 */
export interface ResponseQueued {
  type: "chatkit.response.queued";
  id: string;
  op: string;
}
/**
 * A response begins.
 */
export interface ResponseStart {
  type: "chatkit.response.start";
  id: string;
  op: string;
  source: "view" | "python";
  request: ChatKitReq;
}
/**
 * A response is over, also one that was stopped before it began.
 */
export interface ResponseEnd {
  type: "chatkit.response.end";
  id: string;
  op: string;
  error: Failure | null;
  cancelled: boolean;
}
/**
 * A thread is being read, to be shown.
 */
export interface ThreadLoadStart {
  type: "chatkit.thread.load.start";
  thread_id: string | null;
}
/**
 * It was read, or could not be.
 */
export interface ThreadLoadEnd {
  type: "chatkit.thread.load.end";
  thread_id: string | null;
}
/**
 * Another thread is shown from now on, or the new one has got its id.
 */
export interface ThreadChange {
  type: "chatkit.thread.change";
  thread_id: string | null;
}
/**
 * What follows an item is dropped: it is answered again.
 */
export interface ThreadTruncate {
  type: "chatkit.thread.truncate";
  after_item_id: string;
}
/**
 * The tokens that a run of an agent used, as the Agents SDK counts them.
 */
export interface Usage {
  type: "chatkit.usage";
  [k: string]: unknown;
}
/**
 * Something happened in a view, with whatever the view tells of it.
 */
export interface ViewEvent {
  type: "chatkit.deeplink" | "chatkit.history.close" | "chatkit.history.open" | "chatkit.ready";
  [k: string]: unknown;
}
/**
 * Something else happened in a view.
 */
export interface ViewLog {
  type: "chatkit.log";
  name: string;
  data: unknown;
}
/**
 * What happened; without frames it only tells the newest number.
 */
export interface FramesMessage {
  type: "frames";
  seq: number;
  frames: Frame[];
}
/**
 * A view begins, or begins again; ``bundle`` is the hash its page has, None asks for the code.
 */
export interface Hello {
  type: "hello";
  view: string;
  session: string | null;
  have_seq: number | null;
  bundle: string | null;
}
/**
 * Answers a hello with the state; ``bundle`` is the hash of the code that a page should have.
 */
export interface Welcome {
  type: "welcome";
  view: string;
  session: string;
  seq: number;
  bundle: string;
  snapshot: Snapshot;
}
/**
 * The state of a thread, and what else a view must know that starts anew.
 */
export interface Snapshot {
  thread: ThreadMetadata | null;
  items: ThreadItem[];
  open: string[];
  progress: Progress | null;
  error: ErrorRow | null;
  notices: Notice[];
  allow_cancel: boolean;
  has_older: boolean;
  response: RunningResponse | null;
  fields?: {
    [k: string]: FieldDraft[];
  };
}
/**
 * The response under way, for a view that starts anew.
 */
export interface RunningResponse {
  id: string;
  op: string;
}
/**
 * The state: for a view that missed too much, or for all when another thread is shown.
 */
export interface SnapshotMessage {
  type: "snapshot";
  view: string | null;
  seq: number;
  snapshot: Snapshot;
}
/**
 * Answers a request, or a question. The bytes of a file are the buffer.
 */
export interface ReplyMessage {
  type: "reply";
  id: string;
  body: unknown;
}
/**
 * Says why something failed; without an id it had none that could be read.
 */
export interface Refusal {
  type: "reply";
  id: string | null;
  error: Failure;
}
/**
 * A request or a question has arrived; its reply takes a while.
 */
export interface Taken {
  type: "taken";
  id: string;
}
/**
 * Asks the views to do something, such as ``focus_composer``.
 */
export interface UiCall {
  type: "ui";
  method: string;
  args: {
    [k: string]: unknown;
  };
}
/**
 * An ordinary ChatKit request; the same id never runs twice.
 */
export interface Request {
  type: "request";
  id: string;
  body: ChatKitReq;
}
/**
 * Send again what came after this number.
 */
export interface Resume {
  type: "resume";
  view: string;
  after_seq: number;
}
/**
 * A page shows the chat, or shows it no longer: one that says hello shows it.
 */
export interface Shown {
  type: "shown";
  view: string;
  is_shown: boolean;
}
/**
 * Something happened in the view that Python may listen to. It may be lost.
 */
export interface Ui {
  type: "ui";
  event: string;
  data: unknown;
}
