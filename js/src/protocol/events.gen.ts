// Generated from the Python models by `npm run protocol`. Do not edit.
import type { IconName, Task } from "./content.gen";
import type { Annotation, AssistantMessageContent, GeneratedImage, Thread, ThreadItem, WidgetNode } from "./threads.gen";

/**
 * Codes of errors that the view has words for. More may come: treat unknown ones as `STREAM_ERROR`.
 */
export type ErrorCode = "stream.error";
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
 * The response failed. Only code `custom` has a message.
 */
export interface ErrorEvent {
  type: "error";
  code: ErrorCode | "custom";
  message?: string;
  allow_retry: boolean;
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
 * Title, status or image domains changed; the items of the event are empty and mean nothing.
 */
export interface ThreadUpdatedEvent {
  type: "thread.updated";
  thread: Thread;
}
