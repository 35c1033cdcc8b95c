/** What the server does with a streaming request before it asks for an answer. */
import type { RequestBody, StreamEvent } from "../../protocol/envelope";
import type {
  StructuredInputItem,
  StructuredInputSubmission,
  UserMessageInput,
  UserMessageItem,
} from "../../protocol/wire.gen";
import type { Attachments } from "./attachments";
import type { StoredThread, Threads } from "./threads";

/** What the in-page kernel stores. */
export interface Stores {
  readonly threads: Threads;
  readonly attachments: Attachments;
}

export interface Prepared {
  thread: StoredThread;
  input: UserMessageItem | null;
  events: StreamEvent[];
}

/** @throws {Error} when the request does not fit the thread. */
export function prepare(body: RequestBody, stores: Stores, nextId: (prefix: string) => string): Prepared {
  const { threads } = stores;
  switch (body.type) {
    case "threads.create": {
      const thread = threads.add({ id: nextId("thr") });
      const created = { ...thread.info, items: { data: [], has_more: false } };
      return withInput(thread, userMessage(thread, stores, body.params.input, nextId("msg")), [
        { type: "thread.created", thread: created },
      ]);
    }
    case "threads.add_user_message": {
      const thread = threads.get(body.params.thread_id);
      return withInput(thread, userMessage(thread, stores, body.params.input, nextId("msg")), []);
    }
    case "threads.retry_after_item": {
      const thread = threads.get(body.params.thread_id);
      const index = thread.items.findIndex((item) => item.id === body.params.item_id);
      const input = thread.items[index];
      if (input?.type !== "user_message") throw new Error("Only a user message can be answered again.");
      thread.items.splice(index + 1);
      return { thread, input, events: [{ type: "chatkit.thread.truncate", after_item_id: input.id }] };
    }
    case "threads.add_structured_input": {
      const thread = threads.get(body.params.thread_id);
      const item = thread.items.find((entry) => entry.id === body.params.item_id);
      if (item?.type !== "structured_input") throw new Error("There is no such question.");
      const answered = answer(item, body.params.input);
      return { thread, input: null, events: [{ type: "thread.item.replaced", item: answered }] };
    }
    case "threads.custom_action":
      return { thread: threads.get(body.params.thread_id), input: null, events: [] };
    default:
      throw new Error(`${JSON.stringify(body.type)} has no streamed answer here.`);
  }
}

function withInput(thread: StoredThread, input: UserMessageItem, before: StreamEvent[]): Prepared {
  return { thread, input, events: [...before, { type: "thread.item.done", item: input }] };
}

function userMessage(
  thread: StoredThread,
  stores: Stores,
  input: UserMessageInput,
  id: string,
): UserMessageItem {
  const thread_id = thread.info.id;
  const attachments = input.attachments.map((known) => ({ ...stores.attachments.get(known), thread_id }));
  const created_at = new Date().toISOString();
  return { ...input, id, thread_id, created_at, type: "user_message", attachments };
}

function answer(item: StructuredInputItem, submission: StructuredInputSubmission): StructuredInputItem {
  const skippedAll = submission.status === "skipped";
  const answers = new Map(Object.entries(submission.answers ?? {}));
  const inputs = item.inputs.map((question) => {
    const given = answers.get(question.id);
    const values = skippedAll || given?.skipped ? [] : (given?.values ?? []);
    return { ...question, answer: { values, skipped: values.length === 0 } };
  });
  return { ...item, status: skippedAll ? "skipped" : "answered", inputs };
}
