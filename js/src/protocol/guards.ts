/** Checks at the edge: what came from outside is `unknown` until it passed here. */
import type {
  Failure,
  FieldDraft,
  FileInfo,
  FoldState,
  FoundItem,
  FoundPage,
  Frame,
  FramePage,
  KernelMessage,
  Page,
  Snapshot,
  StreamEvent,
} from "./envelope";
import type { Attachment, ThreadItem } from "./wire.gen";

/** JSON from outside. It is read by names of our own, and never written: what is looked up by a text is a Map. */
// biome-ignore lint/plugin: this is the one type that the rule leaves
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether the value is a whole number from 0 to `limit`. */
export function isIndex(value: unknown, limit: number): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= limit;
}

/** Whether the value can stand in a thread: an object with an id and a type. */
export function isItem(value: unknown): value is ThreadItem {
  return isObject(value) && typeof value.id === "string" && typeof value.type === "string";
}

/** Whether the value can stand in a message: a file, or an image with an address. */
export function isAttachment(value: unknown): value is Attachment {
  if (!isObject(value) || typeof value.id !== "string" || typeof value.name !== "string") return false;
  if (typeof value.mime_type !== "string") return false;
  return value.type === "file" || (value.type === "image" && typeof value.preview_url === "string");
}

export function isFileInfo(value: unknown): value is FileInfo {
  return isObject(value) && typeof value.name === "string" && typeof value.mime_type === "string";
}

/** Whether the value is a frame. A malformed event is skipped later: without its number it would count as lost. */
function isFrame(value: unknown): value is Frame {
  return (
    isObject(value) && Number.isInteger(value.seq) && (value.id === null || typeof value.id === "string")
  );
}

/** Whether the value is an event of whatever type. */
export function isEvent(value: unknown): value is StreamEvent {
  return isObject(value) && typeof value.type === "string";
}

function isState(value: unknown): value is FoldState {
  if (!isObject(value) || !(value.thread === null || isObject(value.thread))) return false;
  return [value.items, value.open, value.notices].every(Array.isArray);
}

function isSnapshot(value: unknown): value is Snapshot {
  if (!isState(value)) return false;
  const { response } = value as Partial<Snapshot>;
  return response === null || (isObject(response) && typeof response.id === "string");
}

export function isFailure(value: unknown): value is Failure {
  if (!isObject(value) || typeof value.code !== "string") return false;
  return value.message === null || value.message === undefined || typeof value.message === "string";
}

function isRefusal({ id, error }: JsonObject): boolean {
  return (id === null || typeof id === "string") && isFailure(error);
}

/** Reads why something failed; what is not said there is not known. */
export function readFailure(value: unknown): Failure {
  const { code, message, allow_retry } = isObject(value) ? value : ({} as JsonObject);
  return {
    code: typeof code === "string" ? code : "unknown",
    message: typeof message === "string" ? message : null,
    allow_retry: allow_retry === true,
  };
}

/** Reads texts by names; entries of another kind are left out. */
export function readTexts(value: unknown): ReadonlyMap<string, string> {
  const entries = isObject(value) ? Object.entries(value) : [];
  return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

function isFieldValue(value: unknown): value is FieldDraft["value"] {
  return value === null || typeof value === "string" || typeof value === "boolean";
}

/** Reads what was typed into fields; entries of another shape are left out. */
export function readDrafts(value: unknown): FieldDraft[] {
  return (Array.isArray(value) ? value : []).filter(
    (draft): draft is FieldDraft =>
      isObject(draft) &&
      [draft.key, draft.name].every((text) => typeof text === "string") &&
      [draft.value, draft.base].every(isFieldValue),
  );
}

/** Reads a message of the kernel; `null` when it is not one this view knows. */
export function readKernelMessage(value: unknown): KernelMessage | null {
  if (!isObject(value) || !isKnown(value)) return null;
  const message = value as unknown as KernelMessage;
  const isSound = message.type !== "frames" || message.frames.every(isFrame);
  return isSound ? message : { ...message, frames: message.frames.filter(isFrame) };
}

function isKnown(value: JsonObject): boolean {
  switch (value.type) {
    case "welcome":
      return (
        typeof value.view === "string" &&
        typeof value.session === "string" &&
        Number.isInteger(value.seq) &&
        isSnapshot(value.snapshot)
      );
    case "snapshot":
      return Number.isInteger(value.seq) && isSnapshot(value.snapshot);
    case "frames":
      return Number.isInteger(value.seq) && Array.isArray(value.frames);
    case "reply":
      return "error" in value ? isRefusal(value) : typeof value.id === "string" && "body" in value;
    case "taken":
      return typeof value.id === "string";
    case "bundle":
      return typeof value.hash === "string";
    case "closed":
      return true;
    case "ui":
      return typeof value.method === "string";
    default:
      return false;
  }
}

/** Reads a page of a list; entries that are not objects with an id are left out. */
export function readPage<T extends { id: string }>(value: unknown): Page<T> {
  if (!isObject(value) || !Array.isArray(value.data)) return { data: [], has_more: false };
  const data = value.data.filter((entry) => isObject(entry) && typeof entry.id === "string") as T[];
  const page = { data, has_more: value.has_more === true };
  return typeof value.after === "string" ? { ...page, after: value.after } : page;
}

function isFound(value: unknown): value is FoundItem {
  if (!isObject(value) || !(value.title === null || typeof value.title === "string")) return false;
  return [value.thread_id, value.item_id, value.created_at, value.excerpt].every(
    (text) => typeof text === "string",
  );
}

/** Reads what a search has found; entries of another shape are left out. */
export function readFound(value: unknown): FoundPage {
  if (!isObject(value) || !Array.isArray(value.data)) return { data: [], has_more: false };
  return { data: value.data.filter(isFound), has_more: value.has_more === true };
}

/** Reads a page of a DataFrame; what is no cell is missing. */
export function readFramePage(value: unknown): FramePage {
  const { rows, count, total } = isObject(value) ? value : ({} as JsonObject);
  const length = (given: unknown) => (isIndex(given, Number.MAX_SAFE_INTEGER) ? given : 0);
  return { rows: readCells(rows), count: length(count), total: length(total) };
}

/** Rows of cells, of which each is text, a number, a truth value, or missing. */
export function readCells(value: unknown): FramePage["rows"] {
  const cell = (given: unknown) =>
    typeof given === "string" || typeof given === "number" || typeof given === "boolean" ? given : null;
  return Array.isArray(value) ? value.map((row) => (Array.isArray(row) ? row.map(cell) : [])) : [];
}
