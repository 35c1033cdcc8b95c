// Generated from the Python models by `npm run protocol`. Do not edit.
import type { Action, InferenceOptions, UserMessageContent } from "./threads.gen";

export type ChatKitReq =
  | ThreadsCreateReq
  | ThreadsAddUserMessageReq
  | ThreadsAddClientToolOutputReq
  | ThreadsAddStructuredInputReq
  | ThreadsRetryAfterItemReq
  | ThreadsCustomActionReq
  | ThreadsGetByIdReq
  | ThreadsListReq
  | ItemsListReq
  | ItemsFeedbackReq
  | AttachmentsCreateReq
  | AttachmentsDeleteReq
  | ThreadsUpdateReq
  | ThreadsDeleteReq
  | InputTranscribeReq
  | ThreadsSyncCustomActionReq;

/**
 * A file to be uploaded; `size` in bytes.
 */
export interface AttachmentCreateParams {
  name: string;
  size: number;
  mime_type: string;
}
/**
 * Which attachment.
 */
export interface AttachmentDeleteParams {
  attachment_id: string;
}
/**
 * Announces an attachment and asks where its bytes go.
 */
export interface AttachmentsCreateReq {
  metadata?: {
    [k: string]: unknown;
  };
  type: "attachments.create";
  params: AttachmentCreateParams;
}
/**
 * Deletes an attachment.
 */
export interface AttachmentsDeleteReq {
  metadata?: {
    [k: string]: unknown;
  };
  type: "attachments.delete";
  params: AttachmentDeleteParams;
}
/**
 * Starts a thread with a message.
 */
export interface ThreadsCreateReq {
  metadata?: {
    [k: string]: unknown;
  };
  type: "threads.create";
  params: ThreadCreateParams;
}
/**
 * The first message.
 */
export interface ThreadCreateParams {
  input: UserMessageInput;
}
/**
 * A message on its way to the server; attachments travel as ids.
 */
export interface UserMessageInput {
  content: UserMessageContent[];
  attachments: string[];
  quoted_text?: string;
  inference_options: InferenceOptions;
}
/**
 * Says something in a thread.
 */
export interface ThreadsAddUserMessageReq {
  metadata?: {
    [k: string]: unknown;
  };
  type: "threads.add_user_message";
  params: ThreadAddUserMessageParams;
}
/**
 * A message for a thread.
 */
export interface ThreadAddUserMessageParams {
  input: UserMessageInput;
  thread_id: string;
}
/**
 * Answers the pending client tool call.
 */
export interface ThreadsAddClientToolOutputReq {
  metadata?: {
    [k: string]: unknown;
  };
  type: "threads.add_client_tool_output";
  params: ThreadAddClientToolOutputParams;
}
/**
 * What the pending client tool returned.
 */
export interface ThreadAddClientToolOutputParams {
  thread_id: string;
  result: unknown;
}
/**
 * Answers a structured input.
 */
export interface ThreadsAddStructuredInputReq {
  metadata?: {
    [k: string]: unknown;
  };
  type: "threads.add_structured_input";
  params: ThreadAddStructuredInputParams;
}
/**
 * Answers to the questions of an item.
 */
export interface ThreadAddStructuredInputParams {
  thread_id: string;
  item_id: string;
  input: StructuredInputSubmission;
}
/**
 * The answers to a structured input, by question id; those left out count as skipped.
 */
export interface StructuredInputSubmission {
  status: "answered" | "skipped";
  answers: {
    [k: string]: StructuredInputAnswerSubmission;
  };
}
/**
 * An answer on its way to the server.
 */
export interface StructuredInputAnswerSubmission {
  values: string[];
  skipped: boolean;
}
/**
 * Drops what came after a user message and answers it again.
 */
export interface ThreadsRetryAfterItemReq {
  metadata?: {
    [k: string]: unknown;
  };
  type: "threads.retry_after_item";
  params: ThreadRetryAfterItemParams;
}
/**
 * The user message to answer again.
 */
export interface ThreadRetryAfterItemParams {
  thread_id: string;
  item_id: string;
}
/**
 * Raises a widget action that may stream a response.
 */
export interface ThreadsCustomActionReq {
  metadata?: {
    [k: string]: unknown;
  };
  type: "threads.custom_action";
  params: ThreadCustomActionParams;
}
/**
 * An action, and the widget item that it comes from if it comes from one.
 */
export interface ThreadCustomActionParams {
  thread_id: string;
  item_id?: string;
  action: Action;
}
/**
 * Asks for a thread and its first items.
 */
export interface ThreadsGetByIdReq {
  metadata?: {
    [k: string]: unknown;
  };
  type: "threads.get_by_id";
  params: ThreadGetByIdParams;
}
/**
 * Which thread.
 */
export interface ThreadGetByIdParams {
  thread_id: string;
}
/**
 * Asks for a page of threads.
 */
export interface ThreadsListReq {
  metadata?: {
    [k: string]: unknown;
  };
  type: "threads.list";
  params: ThreadListParams;
}
/**
 * Which page of threads.
 */
export interface ThreadListParams {
  limit?: number;
  order: "asc" | "desc";
  after?: string;
}
/**
 * Asks for a page of a thread's items.
 */
export interface ItemsListReq {
  metadata?: {
    [k: string]: unknown;
  };
  type: "items.list";
  params: ItemsListParams;
}
/**
 * Which page of a thread's items.
 */
export interface ItemsListParams {
  thread_id: string;
  limit?: number;
  order: "asc" | "desc";
  after?: string;
}
/**
 * Gives feedback on a turn.
 */
export interface ItemsFeedbackReq {
  metadata?: {
    [k: string]: unknown;
  };
  type: "items.feedback";
  params: ItemFeedbackParams;
}
/**
 * Items and what the user thinks of them.
 */
export interface ItemFeedbackParams {
  thread_id: string;
  item_ids: string[];
  kind: "positive" | "negative";
}
/**
 * Renames a thread.
 */
export interface ThreadsUpdateReq {
  metadata?: {
    [k: string]: unknown;
  };
  type: "threads.update";
  params: ThreadUpdateParams;
}
/**
 * A new title for a thread.
 */
export interface ThreadUpdateParams {
  thread_id: string;
  title: string;
}
/**
 * Deletes a thread.
 */
export interface ThreadsDeleteReq {
  metadata?: {
    [k: string]: unknown;
  };
  type: "threads.delete";
  params: ThreadDeleteParams;
}
/**
 * Which thread.
 */
export interface ThreadDeleteParams {
  thread_id: string;
}
/**
 * Asks for the words of recorded speech.
 */
export interface InputTranscribeReq {
  metadata?: {
    [k: string]: unknown;
  };
  type: "input.transcribe";
  params: InputTranscribeParams;
}
/**
 * Recorded speech.
 */
export interface InputTranscribeParams {
  audio_base64: string;
  mime_type: string;
}
/**
 * Raises a widget action that at most updates its widget.
 */
export interface ThreadsSyncCustomActionReq {
  metadata?: {
    [k: string]: unknown;
  };
  type: "threads.sync_custom_action";
  params: ThreadCustomActionParams;
}
