/** A session whose kernel is the test. */
import type {
  Ask,
  Failure,
  Frame,
  RequestBody,
  ResponseEnd,
  ResponseStart,
  Snapshot,
  StreamEvent,
  ThreadInfo,
  ViewMessage,
} from "../../protocol/envelope";
import type { ThreadItem } from "../../protocol/wire.gen";
import { Session } from "../../state/session";
import { input, pass, userItem } from "./fixture";
import { memoryTransport } from "./memory";

/** The state of a thread with these items, or of none. */
export function stateOf(id: string | null, items = id === null ? [] : [userItem(`in ${id}`, id)]): Snapshot {
  const fold = { items, open: [], progress: null, error: null, notices: [], allow_cancel: false };
  const thread: ThreadInfo | null =
    id === null ? null : { id, created_at: "", status: { type: "active" }, metadata: {} };
  return { ...fold, thread, has_older: false, response: null };
}

/** A message as the server stores it. */
export function said(text: string, id = text, thread_id = "thr_a"): ThreadItem {
  return { ...userItem(id, thread_id), content: input(text).content } as ThreadItem;
}

/** The event that begins a response. */
export function beginning(id: string): ResponseStart {
  const request: RequestBody = { type: "threads.create", params: { input: input("") } };
  return { type: "chatkit.response.start", id, op: request.type, source: "view", request };
}

/** The event that ends it. */
export function ending(id: string, error: Failure | null = null): ResponseEnd {
  return { type: "chatkit.response.end", id, op: "threads.create", error, cancelled: false };
}

/** A welcomed session whose kernel is the test. */
export async function testSession(thread: string | null = "thr_a") {
  const { transport, kernel } = memoryTransport();
  const received: ViewMessage[] = [];
  const asks: Ask[] = [];
  kernel.onMessage((message) => {
    received.push(message);
    if (message.type === "ask") asks.push(message);
  });
  const session = new Session(transport);
  let seq = 1;
  const snapshot = stateOf(thread);
  kernel.post({ type: "welcome", view: transport.view, session: "s", seq, bundle: "h", snapshot });
  await pass();
  received.splice(0);
  const show = async (state: Snapshot) => {
    seq += 1;
    kernel.post({ type: "snapshot", view: null, seq, snapshot: state });
    await pass();
  };
  const emit = async (event: StreamEvent, id: string | null = null) => {
    seq += 1;
    const frames: Frame[] = [{ seq, id, event }];
    kernel.post({ type: "frames", seq, frames });
    await pass();
  };
  /** What came since the last call. */
  const sent = () => received.splice(0);
  /** The newest request since then. */
  const request = async (): Promise<{ id: string; body: RequestBody }> => {
    await pass();
    const newest = sent().findLast((message) => message.type === "request");
    if (newest?.type !== "request") throw new Error("no request was sent");
    return newest;
  };
  /** Answers the newest request, and tells what it was. */
  const answer = async (body: unknown) => {
    const { id, body: asked } = await request();
    kernel.post({ type: "reply", id, body });
    await pass();
    return asked;
  };
  /** Answers the newest question. */
  const reply = async (body: unknown = {}) => {
    await pass();
    kernel.post({ type: "reply", id: asks.at(-1)?.id ?? "", body });
    await pass();
  };
  const refuse = async (message = "No.") => {
    const { id, body: asked } = await request();
    kernel.post({ type: "reply", id, error: { code: "no", message, allow_retry: true } });
    await pass();
    return asked;
  };
  const begin = (id: string) => emit(beginning(id), id);
  const end = (id: string, error: Failure | null = null) => emit(ending(id, error), id);
  return { kernel, session, show, emit, begin, end, sent, request, answer, reply, refuse };
}
