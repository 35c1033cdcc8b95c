/** What the server does with a streaming request before it asks for an answer. */
import type { RequestBody, StreamEvent } from "../../protocol/envelope";
import type {
  StructuredInputItem,
  StructuredInputSubmission,
  UserMessageInput,
  UserMessageItem,
} from "../../protocol/wire.gen";
import type { Attachments } from "./attachments";
import { ValueError } from "./failures";
import { type StoredThread, type Threads, withItems } from "./threads";

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

const OPTIONS: StreamEvent = { type: "stream_options", stream_options: { allow_cancel: true } };

/**
 * The events before the answer, and what the answer is to; nothing where there is nothing to be answered.
 *
 * @throws {NotFoundError} when there is no such thread or item.
 * @throws {ValueError} when the item is not of the right kind.
 */
export function prepare(
  body: RequestBody,
  stores: Stores,
  nextId: (prefix: string) => string,
): Prepared | null {
  const { threads } = stores;
  switch (body.type) {
    case "threads.create": {
      const thread = threads.add({ id: nextId("thr") });
      const created = withItems(thread.info);
      const input = userMessage(thread, stores, body.params.input, nextId("msg"));
      const events: StreamEvent[] = [
        { type: "thread.created", thread: created },
        { type: "thread.item.done", item: input },
      ];
      return { thread, input, events: [...events, OPTIONS] };
    }
    case "threads.add_user_message": {
      const thread = threads.get(body.params.thread_id);
      const input = userMessage(thread, stores, body.params.input, nextId("msg"));
      return { thread, input, events: [{ type: "thread.item.done", item: input }, OPTIONS] };
    }
    case "threads.retry_after_item": {
      const thread = threads.get(body.params.thread_id);
      const index = thread.items.findIndex((item) => item.id === body.params.item_id);
      const input = thread.items[index];
      if (!input) return null;
      if (input.type !== "user_message") throw new ValueError("Only a user message can be answered again.");
      thread.items.splice(index + 1);
      return { thread, input, events: [OPTIONS] };
    }
    case "threads.add_structured_input": {
      const thread = threads.get(body.params.thread_id);
      const item = threads.item(thread, body.params.item_id);
      if (item.type !== "structured_input" || item.status !== "pending") {
        throw new ValueError(
          `The item ${JSON.stringify(item.id)} is not a question that waits for an answer.`,
        );
      }
      const answered = answer(item, body.params.input);
      return { thread, input: null, events: [OPTIONS, { type: "thread.item.replaced", item: answered }] };
    }
    case "threads.custom_action": {
      const thread = threads.get(body.params.thread_id);
      if (body.params.item_id) threads.item(thread, body.params.item_id);
      return { thread, input: null, events: [OPTIONS] };
    }
    default:
      throw new ValueError(`${JSON.stringify(body.type)} has no streamed answer here.`);
  }
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
