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
 * Asks for what draws the widget nodes of a type that the chat's user has registered.
 */
export interface ComponentArgs {
  name: string;
}
/**
 * Identifies the module and the style sheet that come with it.
 */
export interface ComponentInfo {
  hash: string;
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
 * What was typed into one field.
 *
 * ``key`` is the field's place in its widget, ``name`` its name in the form, and ``base`` the default it was typed
 * over: a widget with another default means to change the field.
 */
export interface FieldDraft {
  key: string;
  name: string;
  value: string | boolean | null;
  base: string | boolean | null;
}
/**
 * What a reply says about the bytes that come with it.
 */
export interface FileInfo {
  name: string;
  mime_type: string;
}
/**
 * Brings what was typed into a widget's form, in the page that is called ``origin``.
 */
export interface FillArgs {
  item_id: string;
  origin: string;
  /**
   * @maxItems 1000
   */
  fields: FieldDraft[];
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
 * Some rows; ``count`` is how many match the search, ``total`` how many there are.
 */
export interface FramePage {
  rows: (string | number | boolean | null)[][];
  count: number;
  total: number;
}
/**
 * Asks for some rows of a DataFrame that a widget shows.
 */
export interface FramePageArgs {
  frame: string;
  start: number;
  size: number;
  search: string;
  sort: SortArgs | null;
}
/**
 * Which column to sort by, from 0, and whether the largest come first.
 */
export interface SortArgs {
  column: number;
  descending: boolean;
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
  frame_page: { args: FramePageArgs; answer: FramePage };
  component: { args: ComponentArgs; answer: ComponentInfo };
  upload: { args: UploadArgs; answer: UploadProgress };
  client_action: { args: ClientActionArgs; answer: Done };
  fill: { args: FillArgs; answer: Done };
  open_thread: { args: OpenThreadArgs; answer: Done };
  resume: { args: ResumeArgs; answer: Done };
  refresh: { args: RefreshArgs; answer: Done };
}
