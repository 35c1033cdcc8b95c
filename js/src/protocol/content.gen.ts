// Generated from the Python models by `npm run protocol`. Do not edit.

export type Attachment = FileAttachment | ImageAttachment;
export type IconName = string;
export type StructuredInput = StructuredInputMultipleChoice | StructuredInputFreeform;
export type Task = CustomTask | SearchTask | ThoughtTask | FileTask | ImageTask;
export type WorkflowSummary = CustomSummary | DurationSummary;

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
 * Files that were read.
 */
export interface FileTask {
  status_indicator: "none" | "loading" | "complete";
  type: "file";
  sources: FileSource[];
  title?: string;
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
 * A thought of the model.
 */
export interface ThoughtTask {
  status_indicator: "none" | "loading" | "complete";
  type: "thought";
  content: string;
  title?: string;
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
