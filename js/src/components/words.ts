/** Everything the view says by itself. */
import type { Refusal } from "../state/limits";

export const words = {
  send: "Send",
  stop: "Stop",
  stopping: "Stopping",
  newChat: "New chat",
  history: "Conversation history",
  backToChat: "Back to the chat",
  retry: "Retry",
  dismiss: "Dismiss",
  copy: "Copy",
  copied: "Copied",
  copyFailed: "Could not copy",
  undo: "Undo",
  cancel: "Cancel",
  save: "Save",
  rename: "Rename",
  delete: "Delete",
  deleted: "Chat deleted",
  chatName: "Name of the chat",
  good: "Good answer",
  bad: "Bad answer",
  again: "Answer again",
  jump: "Jump to the latest message",
  messages: "Messages",
  height: "Height of the chat",
  youSaid: "You said",
  assistantSaid: "The assistant said",
  responding: "The assistant is responding",
  loading: "Loading the chat",
  loadingOlder: "Loading older messages",
  older: "Load older messages",
  failed: "The answer could not be finished. Try again.",
  details: "Details",
  busy: "The kernel is busy with a cell. Your message is sent when it is free.",
  restarted: "The kernel was restarted. Run the cell again to continue.",
  closed: "This chat is no longer connected. Run the cell again to continue.",
  ended: "This chat has ended.",
  locked: "This chat is locked.",
  noHistory: "No chats yet. What you ask shows up here.",
  historyFailed: "The chats could not be loaded.",
  searchChats: "Search chats",
  clearSearch: "Clear search",
  searching: "Searching",
  searchFailed: "The search did not work.",
  nothingFound: (query: string) =>
    `Nothing found for "${query.length > 60 ? `${query.slice(0, 60)}…` : query}".`,
  found: (messages: number, chats: number) =>
    `${messages} ${messages === 1 ? "message" : "messages"} in ${chats} ${chats === 1 ? "chat" : "chats"}`,
  moreFound: (count: number) => `Show ${count} more`,
  notAllFound: (count: number) => `Only the first ${count} messages are listed. Add a word to find fewer.`,
  notShown: {
    far: "This message is too far back to go there. Scroll up to load it.",
    gone: "This message is no longer in the chat.",
  },
  cannotShow: (part: string) => `This part can't be shown: ${part.slice(0, 60)}`,
  message: "Message",
  form: "Form",
  question: "Question",
  userMessage: "Your message",
  notice: "Notice",
  error: "Error",
  progress: "Progress",
  step: "Step",
  steps: "Steps",
  source: "Source",
  sourceList: "Sources",
  widget: "Widget",
  attachment: "Attachment",
  chat: "Chat",
  prompt: "Prompt",
  header: "Header",
  composer: "Composer",
  actions: "Actions",
  approval: {
    open: "Approval needed",
    approved: "Approved",
    rejected: "Rejected",
    unanswered: "Not approved",
    asks: "wants to call",
    asked: "asked to call",
    noArguments: "Without arguments",
    moreToRead: "Scroll to read all of it.",
    approve: "Approve",
    reject: "Reject",
    waiting: (count: number) => (count === 1 ? "1 approval is waiting" : `${count} approvals are waiting`),
    review: "Review",
  },
  more: "Show more",
  showAll: (size: string) => `Show all (${size})`,
  moreLoading: "Loading",
  loadImage: "Show the picture",
  imageFrom: (host: string) => `Picture from ${host}`,
  imageFailed: "The picture could not be loaded.",
  generatedImage: "Generated image",
  sources: (count: number) => (count === 1 ? "1 source" : `${count} sources`),
  working: "Working",
  thinking: "Thinking",
  worked: "Worked",
  thought: "Thought",
  workedFor: (duration: string) => `Worked for ${duration}`,
  thoughtFor: (duration: string) => `Thought for ${duration}`,
  searched: "Searched the web",
  files: "Files",
  picture: "Picture",
  done: "Done",
  toDo: "To do",
  unanswered: "Not answered",
  skipped: "Skipped",
  skip: "Skip",
  answer: "Answer",
  other: "Something else",
  yourAnswer: "Your answer",
  attach: "Add photos & files",
  attachments: "Attachments",
  dropFiles: "Drop files to attach",
  pastedImage: "Pasted image",
  remove: (name: string) => `Remove ${name}`,
  removed: (name: string) => `${name} was removed`,
  retryFile: (name: string) => `Retry ${name}`,
  uploading: (name: string) => `Uploading ${name}`,
  attached: (name: string) => `${name} is attached`,
  waitingForUpload: "Waiting for the upload",
  sentAfterUpload: "Sent when the upload is done",
  waitingForFile: "Remove the file that failed, or try it again",
  enlarge: (name: string) => `Enlarge ${name}`,
  loadAgain: (name: string) => `The picture could not be loaded. Load ${name} again`,
  close: "Close",
  download: "Download",
  downloadFailed: (name: string, reason: string) => `${name} could not be downloaded. ${reason}`,
  code: "Code",
  table: "Table",
  today: "Today",
  yesterday: "Yesterday",
  pastWeek: "Past 7 days",
} as const;

/** Whole seconds as people write them: `12 s`, `1 min 5 s`. */
export function durationWords(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const rest = whole % 60;
  return rest === 0 ? `${Math.floor(whole / 60)} min` : `${Math.floor(whole / 60)} min ${rest} s`;
}

const UNITS = ["bytes", "KB", "MB", "GB", "TB"];

/** A size as people write it: `1.2 MB`, in units of 1024. `round` decides what becomes of the rest. */
export function sizeWords(bytes: number, round: (value: number) => number = Math.round): string {
  const power = bytes < 1024 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  const [size, unit] = [round(value * 10) / 10, UNITS[power]];
  return `${size} ${size === 1 && power === 0 ? "byte" : unit}`;
}

/** Why a file was left out, and what may be attached instead. */
export function refusalWords(refusal: Refusal): string {
  switch (refusal.reason) {
    case "size": {
      // Rounded apart, so that a file never seems to have the size that it exceeds.
      const [size, limit] = [sizeWords(refusal.size, Math.ceil), sizeWords(refusal.limit, Math.floor)];
      return `${refusal.name} is too large (${size}). The limit is ${limit}.`;
    }
    case "type":
      return `${refusal.name} can't be attached here. Accepted: ${listWords(refusal.accepted.map(typeWords))}.`;
    case "count":
      return `A message takes up to ${refusal.limit} files. Not attached: ${listWords(refusal.names)}.`;
    case "folder":
      return `${refusal.name} is a folder. Add the files in it instead.`;
  }
}

const LISTED = 4;

function listWords(all: readonly string[]): string {
  const rest = all.length - LISTED;
  if (rest <= 1) return all.join(", ");
  return `${all.slice(0, LISTED).join(", ")} and ${rest} more`;
}

/** `image/*` as `images`, an ending or an exact type as it is. */
function typeWords(pattern: string): string {
  const [family, kind] = pattern.split("/");
  if (kind !== "*" || family === undefined) return pattern;
  return family === "image" ? "images" : family === "video" ? "videos" : family;
}
