// Generated from the Python models by `npm run protocol`. Do not edit.
import type { Attachment, FileSource, IconName, StructuredInput, Task, URLSource, Workflow } from "./content.gen";

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
export type UserMessageContent = UserMessageTextContent | UserMessageTagContent;
export type ThreadStatus = ActiveStatus | LockedStatus | ClosedStatus;

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
 * Marks the end of a turn, where its actions go.
 */
export interface EndOfTurnItem {
  id: string;
  thread_id: string;
  created_at: string;
  type: "end_of_turn";
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
 * The user may not write for now.
 */
export interface LockedStatus {
  type: "locked";
  reason?: string;
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
export type WidgetRoot = WidgetNode;
export type WidgetComponent = WidgetNode;
