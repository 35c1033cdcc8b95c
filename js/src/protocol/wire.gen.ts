// Generated from the Python models by `npm run protocol`. Do not edit.

export type IconName = string;
export type Attachment = FileAttachment | ImageAttachment;
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
export type UserMessageContent = UserMessageTextContent | UserMessageTagContent;
/**
 * Codes of errors that the view has words for. More may come: treat unknown ones as `STREAM_ERROR`.
 */
export type ErrorCode = "stream.error";
export type StructuredInput = StructuredInputMultipleChoice | StructuredInputFreeform;
export type ThreadItem =
  | UserMessageItem
  | AssistantMessageItem
  | ClientToolCallItem
  | WidgetItem
  | GeneratedImageItem
  | StructuredInputItem
  | WorkflowItem
  | TaskItem
  | HiddenContextItem
  | SDKHiddenContextItem
  | EndOfTurnItem;
export type Task = CustomTask | SearchTask | ThoughtTask | FileTask | ImageTask;
export type WorkflowSummary = CustomSummary | DurationSummary;
export type ThreadStatus = ActiveStatus | LockedStatus | ClosedStatus;
export type ThreadItemUpdate =
  | AssistantMessageContentPartAdded
  | AssistantMessageContentPartTextDelta
  | AssistantMessageContentPartAnnotationAdded
  | AssistantMessageContentPartDone
  | WidgetStreamingTextValueDelta
  | WidgetComponentUpdated
  | WidgetRootUpdated
  | WorkflowTaskAdded
  | WorkflowTaskUpdated
  | GeneratedImageUpdated;
export type ThreadStreamEvent =
  | ThreadCreatedEvent
  | ThreadUpdatedEvent
  | ThreadItemDoneEvent
  | ThreadItemAddedEvent
  | ThreadItemUpdatedEvent
  | ThreadItemRemovedEvent
  | ThreadItemReplacedEvent
  | StreamOptionsEvent
  | ProgressUpdateEvent
  | ClientEffectEvent
  | ErrorEvent
  | NoticeEvent;

export interface Action {
  type: string;
  payload?: unknown;
}
/**
 * An action bound to a control of a widget.
 */
export interface ActionConfig {
  type: string;
  payload?: unknown;
  handler: "client" | "server";
  loadingBehavior: "auto" | "none" | "self" | "container";
  streaming: boolean;
}
/**
 * The user may write.
 */
export interface ActiveStatus {
  type: "active";
}
/**
 * A source, marked after the character at `index` of the text.
 */
export interface Annotation {
  type: "annotation";
  source: URLSource | FileSource | EntitySource;
  index?: number;
}
/**
 * A web page that a statement rests on.
 */
export interface URLSource {
  description?: string;
  timestamp?: string;
  group?: string;
  type: "url";
  url: string;
  attribution?: string;
  title: string;
}
/**
 * A file that a statement rests on.
 */
export interface FileSource {
  description?: string;
  timestamp?: string;
  group?: string;
  type: "file";
  filename: string;
  title: string;
}
/**
 * A thing of the application. `label` shows beside the icon, `inline_label` in its place.
 */
export interface EntitySource {
  description?: string;
  timestamp?: string;
  group?: string;
  type: "entity";
  id: string;
  icon?: IconName;
  label?: string;
  inline_label?: string;
  interactive: boolean;
  data: {
    [k: string]: unknown;
  };
  preview?: "lazy";
  title: string;
}
/**
 * A part of an assistant message: Markdown and its annotations.
 */
export interface AssistantMessageContent {
  annotations: Annotation[];
  text: string;
  type: "output_text";
}
/**
 * A part of a message begins.
 */
export interface AssistantMessageContentPartAdded {
  type: "assistant_message.content_part.added";
  content_index: number;
  content: AssistantMessageContent;
}
/**
 * A part of a message gets an annotation.
 */
export interface AssistantMessageContentPartAnnotationAdded {
  type: "assistant_message.content_part.annotation_added";
  content_index: number;
  annotation_index: number;
  annotation: Annotation;
}
/**
 * A part of a message is complete; annotations that came before may be missing from it.
 */
export interface AssistantMessageContentPartDone {
  type: "assistant_message.content_part.done";
  content_index: number;
  content: AssistantMessageContent;
}
/**
 * A part of a message grows by `delta`.
 */
export interface AssistantMessageContentPartTextDelta {
  type: "assistant_message.content_part.text_delta";
  content_index: number;
  delta: string;
}
/**
 * What the assistant said.
 */
export interface AssistantMessageItem {
  id: string;
  thread_id: string;
  created_at: string;
  type: "assistant_message";
  content: AssistantMessageContent[];
}
/**
 * A file of any kind.
 */
export interface FileAttachment {
  id: string;
  name: string;
  mime_type: string;
  upload_descriptor?: AttachmentUploadDescriptor;
  thread_id?: string;
  metadata?: {
    [k: string]: unknown;
  };
  type: "file";
}
/**
 * Where and how the page uploads the bytes.
 */
export interface AttachmentUploadDescriptor {
  url: string;
  method: "POST" | "PUT";
  headers: {
    [k: string]: string;
  };
}
/**
 * An image, with where to see it.
 */
export interface ImageAttachment {
  id: string;
  name: string;
  mime_type: string;
  upload_descriptor?: AttachmentUploadDescriptor;
  thread_id?: string;
  metadata?: {
    [k: string]: unknown;
  };
  type: "image";
  preview_url: string;
}
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
 * Plain text that the user wrote.
 */
export interface UserMessageTextContent {
  type: "input_text";
  text: string;
}
/**
 * An entity that the user mentioned.
 */
export interface UserMessageTagContent {
  type: "input_tag";
  id: string;
  text: string;
  data: {
    [k: string]: unknown;
  };
  group?: string;
  interactive: boolean;
}
/**
 * What the user chose in the composer for this message.
 */
export interface InferenceOptions {
  tool_choice?: ToolChoice;
  model?: string;
}
/**
 * The tool that the user picked in the composer.
 */
export interface ToolChoice {
  id: string;
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
/**
 * Something that the client does at once and does not answer.
 */
export interface ClientEffectEvent {
  type: "client_effect";
  name: string;
  data: {
    [k: string]: unknown;
  };
}
/**
 * A call that the client answers; while it is pending the conversation waits.
 */
export interface ClientToolCallItem {
  id: string;
  thread_id: string;
  created_at: string;
  type: "client_tool_call";
  status: "pending" | "completed";
  call_id: string;
  name: string;
  arguments: {
    [k: string]: unknown;
  };
  output?: unknown;
}
/**
 * The conversation is over.
 */
export interface ClosedStatus {
  type: "closed";
  reason?: string;
}
/**
 * A heading for a finished workflow.
 */
export interface CustomSummary {
  icon?: IconName;
  title: string;
}
/**
 * A step in the server's own words; `content` is Markdown.
 */
export interface CustomTask {
  status_indicator: "none" | "loading" | "complete";
  type: "custom";
  icon?: IconName;
  content?: string;
  title?: string;
}
/**
 * How long a finished workflow took, in seconds.
 */
export interface DurationSummary {
  duration: number;
}
/**
 * Marks the end of a turn, where its actions go.
 */
export interface EndOfTurnItem {
  id: string;
  thread_id: string;
  created_at: string;
  type: "end_of_turn";
}
/**
 * The response failed. Only code `custom` has a message.
 */
export interface ErrorEvent {
  type: "error";
  code: ErrorCode | "custom";
  message?: string;
  allow_retry: boolean;
}
/**
 * Files that were read.
 */
export interface FileTask {
  status_indicator: "none" | "loading" | "complete";
  type: "file";
  sources: FileSource[];
  title?: string;
}
/**
 * An image that a model made.
 */
export interface GeneratedImage {
  id: string;
  url: string;
}
/**
 * A generated image, None until its first preview.
 */
export interface GeneratedImageItem {
  id: string;
  thread_id: string;
  created_at: string;
  type: "generated_image";
  image?: GeneratedImage;
}
/**
 * A preview of an image; `progress` runs from 0 to 1.
 */
export interface GeneratedImageUpdated {
  type: "generated_image.updated";
  image: GeneratedImage;
  progress?: number;
}
/**
 * Something that the model sees and the user never does, from the server's author.
 */
export interface HiddenContextItem {
  id: string;
  thread_id: string;
  created_at: string;
  type: "hidden_context_item";
  content: unknown;
}
/**
 * An image that was made or looked at.
 */
export interface ImageTask {
  status_indicator: "none" | "loading" | "complete";
  type: "image";
  title?: string;
}
/**
 * The user may not write for now.
 */
export interface LockedStatus {
  type: "locked";
  reason?: string;
}
/**
 * A remark to the user, in Markdown.
 */
export interface NoticeEvent {
  type: "notice";
  level: "info" | "warning" | "danger";
  message: string;
  title?: string;
}
/**
 * What the server is busy with; the next progress, message or widget takes its place.
 */
export interface ProgressUpdateEvent {
  type: "progress_update";
  icon?: IconName;
  text: string;
}
/**
 * Something that the model sees and the user never does, from the kit itself.
 */
export interface SDKHiddenContextItem {
  id: string;
  thread_id: string;
  created_at: string;
  type: "sdk_hidden_context";
  content: string;
}
/**
 * A web search, with its queries and what it found.
 */
export interface SearchTask {
  status_indicator: "none" | "loading" | "complete";
  type: "web_search";
  title_query?: string;
  queries: string[];
  sources: URLSource[];
  title?: string;
}
/**
 * What the user may do to a response.
 */
export interface StreamOptions {
  allow_cancel: boolean;
}
/**
 * Says, before anything else, what the user may do to this response.
 */
export interface StreamOptionsEvent {
  type: "stream_options";
  stream_options: StreamOptions;
}
/**
 * A question with choices, or an answer of one's own.
 */
export interface StructuredInputMultipleChoice {
  id: string;
  question: string;
  answer?: StructuredInputAnswer;
  type: "multiple_choice";
  options: StructuredInputMultipleChoiceOption[];
  multiple: boolean;
}
/**
 * The stored answer to a question.
 */
export interface StructuredInputAnswer {
  values: string[];
  skipped: boolean;
}
/**
 * A choice that a question offers.
 */
export interface StructuredInputMultipleChoiceOption {
  value: string;
}
/**
 * A question answered in words.
 */
export interface StructuredInputFreeform {
  id: string;
  question: string;
  answer?: StructuredInputAnswer;
  type: "freeform";
  description?: string;
}
/**
 * Questions to the user, open while pending.
 */
export interface StructuredInputItem {
  id: string;
  thread_id: string;
  created_at: string;
  type: "structured_input";
  status: "pending" | "answered" | "skipped";
  inputs: StructuredInput[];
}
/**
 * What a synchronous action changed, if it changed anything.
 */
export interface SyncCustomActionResponse {
  updated_item?: ThreadItem;
}
/**
 * What the user said.
 */
export interface UserMessageItem {
  id: string;
  thread_id: string;
  created_at: string;
  type: "user_message";
  content: UserMessageContent[];
  attachments: Attachment[];
  quoted_text?: string;
  inference_options: InferenceOptions;
}
/**
 * A widget; `copy_text` is what copying the turn takes from it.
 */
export interface WidgetItem {
  id: string;
  thread_id: string;
  created_at: string;
  type: "widget";
  widget: WidgetNode;
  copy_text?: string;
}
/**
 * A component of a widget, with props of any kind.
 */
export interface WidgetNode {
  type: string;
  id?: string;
  key?: string;
  children?: WidgetNode | WidgetNode[] | null;
  [k: string]: unknown;
}
/**
 * The steps that lead to an answer.
 */
export interface WorkflowItem {
  id: string;
  thread_id: string;
  created_at: string;
  type: "workflow";
  workflow: Workflow;
}
/**
 * Tasks under one heading, which is their summary once they are done.
 */
export interface Workflow {
  type: "custom" | "reasoning";
  tasks: Task[];
  summary?: WorkflowSummary;
  expanded: boolean;
}
/**
 * A thought of the model.
 */
export interface ThoughtTask {
  status_indicator: "none" | "loading" | "complete";
  type: "thought";
  content: string;
  title?: string;
}
/**
 * A single step, outside any workflow.
 */
export interface TaskItem {
  id: string;
  thread_id: string;
  created_at: string;
  type: "task";
  task: Task;
}
/**
 * A thread as the client sees it.
 */
export interface Thread {
  id: string;
  created_at: string;
  status: ThreadStatus;
  allowed_image_domains?: string[];
  metadata: {
    [k: string]: unknown;
  };
  items: ThreadItemPage;
  title?: string;
}
export interface ThreadItemPage {
  data: ThreadItem[];
  has_more: boolean;
  after?: string;
}
/**
 * A thread came into being; the client switches to it.
 */
export interface ThreadCreatedEvent {
  type: "thread.created";
  thread: Thread;
}
/**
 * An item begins to stream.
 */
export interface ThreadItemAddedEvent {
  type: "thread.item.added";
  item: ThreadItem;
}
/**
 * An item is complete; the server stores it.
 */
export interface ThreadItemDoneEvent {
  type: "thread.item.done";
  item: ThreadItem;
}
/**
 * An item is gone.
 */
export interface ThreadItemRemovedEvent {
  type: "thread.item.removed";
  item_id: string;
}
/**
 * Another item takes the place of one with the same id.
 */
export interface ThreadItemReplacedEvent {
  type: "thread.item.replaced";
  item: ThreadItem;
}
/**
 * The text of the component with that id grows by `delta`.
 */
export interface WidgetStreamingTextValueDelta {
  type: "widget.streaming_text.value_delta";
  component_id: string;
  delta: string;
  done: boolean;
}
/**
 * The component with that id is replaced.
 */
export interface WidgetComponentUpdated {
  type: "widget.component.updated";
  component_id: string;
  component: WidgetNode;
}
/**
 * A widget is replaced as a whole.
 */
export interface WidgetRootUpdated {
  type: "widget.root.updated";
  widget: WidgetNode;
}
/**
 * A workflow gets a task.
 */
export interface WorkflowTaskAdded {
  type: "workflow.task.added";
  task_index: number;
  task: Task;
}
/**
 * A task of a workflow is replaced.
 */
export interface WorkflowTaskUpdated {
  type: "workflow.task.updated";
  task_index: number;
  task: Task;
}
/**
 * A streaming item changes.
 */
export interface ThreadItemUpdatedEvent {
  type: "thread.item.updated";
  item_id: string;
  update: ThreadItemUpdate;
}
/**
 * A thread without its items. `metadata` is the server's and never leaves it.
 */
export interface ThreadMetadata {
  id: string;
  created_at: string;
  status: ThreadStatus;
  allowed_image_domains?: string[];
  metadata: {
    [k: string]: unknown;
  };
  title?: string;
}
export interface ThreadPage {
  data: Thread[];
  has_more: boolean;
  after?: string;
}
/**
 * Title, status or image domains changed; the items of the event are empty and mean nothing.
 */
export interface ThreadUpdatedEvent {
  type: "thread.updated";
  thread: Thread;
}
export type WidgetRoot = WidgetNode;
export type WidgetComponent = WidgetNode;
