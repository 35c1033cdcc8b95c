// Generated from the Python models by `npm run protocol`. Do not edit.
import type { Action } from "./threads.gen";

/**
 * Runs a widget action that the client handles: no request, a Python function only.
 */
export interface ClientActionArgs {
  action: Action;
  item_id: string | null;
}
/**
 * What was asked for was done; whatever failed is told in the chat.
 */
export interface Done {}
/**
 * Asks for the bytes of an attachment.
 */
export interface FetchArgs {
  attachment_id: string;
}
/**
 * What a reply says about the bytes that come with it.
 */
export interface FileInfo {
  name: string;
  mime_type: string;
}
/**
 * An item that a search has found; ``excerpt`` is what it says around the first match.
 */
export interface FoundItem {
  thread_id: string;
  item_id: string;
  created_at: string;
  excerpt: string;
  title: string | null;
}
/**
 * What a search has found, the best or newest first; ``has_more`` says that there is more than was sent.
 */
export interface FoundPage {
  data: FoundItem[];
  has_more: boolean;
}
/**
 * Shows another thread, or a new one for None.
 */
export interface OpenThreadArgs {
  thread_id: string | null;
}
/**
 * Loads the shown thread again.
 */
export interface RefreshArgs {}
/**
 * Shows a thread that the page showed before the kernel was restarted, if it is still there.
 */
export interface ResumeArgs {
  thread_id: string;
}
/**
 * Asks for what was said in any thread.
 */
export interface SearchArgs {
  query: string;
}
/**
 * Brings the piece of an attachment that begins at ``offset``.
 */
export interface UploadArgs {
  attachment_id: string;
  offset: number;
}
/**
 * How many bytes of an attachment are there, and so where the next piece begins.
 */
export interface UploadProgress {
  received: number;
  done: boolean;
}
/**
 * What the view may ask: what goes with each question, and what is answered.
 */
export interface Questions {
  fetch: { args: FetchArgs; answer: FileInfo };
  search: { args: SearchArgs; answer: FoundPage };
  upload: { args: UploadArgs; answer: UploadProgress };
  client_action: { args: ClientActionArgs; answer: Done };
  open_thread: { args: OpenThreadArgs; answer: Done };
  resume: { args: ResumeArgs; answer: Done };
  refresh: { args: RefreshArgs; answer: Done };
}
