/** What a step of a tool holds besides its text: files that the kernel keeps, and why the tool failed. */
import type { Attachment, Task } from "../../protocol/wire.gen";

/** The icon by which the kernel marks a step that failed. */
const FAILED = "lucide:circle-x";
const ADDRESS = "chatkit-notebook:///attachments/";
/** The last line of a step, if it is a file of the kernel's: inside of its text nothing is one. */
const FILE = /\n\n(!?)\[((?:[^\\\]\n]|\\.){1,600})\]\(chatkit-notebook:\/\/\/attachments\/([^)\s]{1,300})\)$/;
const FAILURE = /(?:^|\n\n)(`{3,})error\n([\s\S]*?)\n\1(?:\n\n(`{3,})pytb\n([\s\S]*)\n\3)?$/;

export interface StepContent {
  /** Markdown. */
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly failure: { readonly message: string; readonly traceback: string } | null;
}

export function isFailed(task: Task): boolean {
  return task?.type === "custom" && task.icon === FAILED && task.status_indicator !== "complete";
}

export function stepContent(task: Task & { type: "custom" }, content: string): StepContent {
  const failed = isFailed(task) ? FAILURE.exec(content) : null;
  if (failed !== null) {
    const [, , message = "", , traceback = ""] = failed;
    return { text: content.slice(0, failed.index), attachments: [], failure: { message, traceback } };
  }
  const attachments: Attachment[] = [];
  let text = content;
  for (let found = FILE.exec(text); found !== null; found = FILE.exec(text)) {
    text = text.slice(0, found.index);
    attachments.unshift(attachmentOf(found));
  }
  return { text, attachments, failure: null };
}

function attachmentOf([, isPicture, escaped = "", address = ""]: RegExpExecArray): Attachment {
  const id = decoded(address);
  const name = escaped.replace(/\\(.)/g, "$1");
  if (isPicture === "") return { type: "file", id, name, mime_type: "application/octet-stream" };
  // What it really is, is told with its bytes, and only pictures are shown.
  return { type: "image", id, name, mime_type: "image/png", preview_url: `${ADDRESS}${address}` };
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}
