/** Everything the view says by itself, in English. What can be counted or named is a function. */

const UNITS = ["bytes", "KB", "MB", "GB", "TB"];

/** `1.2 MB`, in units of 1024. `round` decides what becomes of the rest. */
function size(bytes: number, round: (value: number) => number = Math.round): string {
  const power = bytes < 1024 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  const [shown, unit] = [round(value * 10) / 10, UNITS[power]];
  return `${shown} ${shown === 1 && power === 0 ? "byte" : unit}`;
}

/** Whole seconds as people write them: `12 s`, `1 min 5 s`. */
function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const rest = whole % 60;
  return rest === 0 ? `${Math.floor(whole / 60)} min` : `${Math.floor(whole / 60)} min ${rest} s`;
}

const LISTED = 4;

function list(all: readonly string[]): string {
  const rest = all.length - LISTED;
  return rest <= 1 ? all.join(", ") : `${all.slice(0, LISTED).join(", ")} and ${rest} more`;
}

/** `image/*` as `images`, an ending or an exact type as it is. */
function fileType(pattern: string): string {
  const [family, kind] = pattern.split("/");
  if (kind !== "*" || family === undefined) return pattern;
  return family === "image" ? "images" : family === "video" ? "videos" : family;
}

function whole(count: number): string {
  return count.toLocaleString();
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

export const en = {
  // Where an option leaves them out.
  greeting: "What can I help with today?",
  placeholder: "Message the AI",
  frameTitle: "Chat",

  send: "Send",
  stop: "Stop",
  stopping: "Stopping…",
  newChat: "New chat",
  history: "Conversation history",
  backToChat: "Back to chat",
  retry: "Retry",
  dismiss: "Dismiss",
  close: "Close",
  copy: "Copy",
  copied: "Copied",
  copyFailed: "Couldn't copy",
  undo: "Undo",
  rename: "Rename",
  delete: "Delete",
  deleted: "Chat deleted",
  chatName: "Chat name",
  chatHeight: "Chat height",
  details: "Details",
  failed: "Failed",
  stepsFailed: (count: number) => (count === 1 ? "1 step failed" : `${count} steps failed`),
  toolFiles: "Files from the tool",

  messages: "Messages",
  youSaid: "You said",
  assistantSaid: "The assistant said",
  responding: "The assistant is responding",
  goodResponse: "Good response",
  badResponse: "Bad response",
  regenerate: "Regenerate",
  jump: "Jump to the latest message",
  loadingChat: "Loading chat",
  older: "Load older messages",
  loadingOlder: "Loading older messages…",
  more: "Show more",
  unnamedButton: "Button without a label",
  showAll: (bytes: number) => `Show all (${size(bytes)})`,
  size,

  /** Why the kernel doesn't answer as usual. */
  connection: {
    busy: "The kernel is busy running a cell. Your message will be sent when it's free.",
    restarted: "The kernel was restarted. Run the cell again to continue.",
    stopped: "The kernel was shut down. Run the cell again to continue.",
    closed: "The chat was closed. Run the cell again to continue.",
  },
  ended: "This chat has ended.",
  locked: "This chat is locked.",

  /** What went wrong, by its code, where the kernel doesn't say. */
  failures: {
    restarted: "The kernel was restarted.",
    stopped: "The kernel was shut down.",
    closed: "The chat was closed.",
    unanswered: "The kernel isn't responding. It may be busy running a cell. Try again when it's done.",
    unreadable: "The file couldn't be read. It may have been moved or changed. Add it again.",
    malformed: "The server's answer for this file couldn't be understood.",
    empty: "The kernel didn't send the file.",
    view: "This chat can't be shown. See the event log for the reason.",
  },
  refused: (code: string) => `The kernel refused the request (${code}).`,
  responseFailed: "The response couldn't be completed. Try again.",

  noChats: "No chats yet. Your conversations will appear here.",
  chatsFailed: "Couldn't load your chats.",
  loading: "Loading…",
  today: "Today",
  yesterday: "Yesterday",
  pastWeek: "Past 7 days",
  month: (of: Date) => of.toLocaleDateString(undefined, { month: "long" }),
  monthAndYear: (of: Date) => of.toLocaleDateString(undefined, { month: "long", year: "numeric" }),
  hour: (at: Date) => at.toLocaleTimeString(undefined, { timeStyle: "short" }),
  day: (of: Date) => of.toLocaleDateString(undefined, { day: "numeric", month: "short" }),

  searchChats: "Search chats",
  clearSearch: "Clear search",
  searching: "Searching…",
  searchFailed: "Search failed.",
  nothingFound: (query: string) => `No results for “${query}”.`,
  found: (messages: number, chats: number) =>
    `${counted(messages, "message", "messages")} in ${counted(chats, "chat", "chats")}`,
  moreFound: (count: number) => `Show ${count} more`,
  notAllFound: (count: number) =>
    `Only the first ${count} messages are shown. Add a word to narrow the search.`,
  /** Why a message that was found isn't shown. */
  notShown: {
    far: "This message is too far back to jump to. Scroll up to load it.",
    gone: "This message is no longer in the chat.",
  },

  /** What a part of the view is called when it can't be drawn. */
  parts: {
    history: "Conversation history",
    messages: "Messages",
    message: "Message",
    userMessage: "Your message",
    actions: "Actions",
    progress: "Progress",
    notice: "Notice",
    error: "Error",
    step: "Step",
    steps: "Steps",
    source: "Source",
    sources: "Sources",
    widget: "Widget",
    form: "Form",
    question: "Question",
    attachment: "Attachment",
    image: "Image",
    generatedImage: "Generated image",
    chat: "Chat",
    prompt: "Prompt",
    header: "Header",
    composer: "Composer",
    approval: "Approval needed",
  },
  cannotShow: (part: string) => `This part can't be shown: ${part}`,
  /** A component that the user has registered. */
  component: {
    failed: (name: string, reason: string) => `${name} failed: ${reason}`,
    noRender: "The module exports no function called render.",
  },

  approval: {
    open: "Approval needed",
    approved: "Approved",
    rejected: "Rejected",
    unanswered: "Not approved",
    asks: "wants to call",
    asked: "asked to call",
    label: (state: string, agent: string, verb: string, tool: string) => `${state}: ${agent} ${verb} ${tool}`,
    noArguments: "No arguments",
    moreToRead: "Scroll to read the rest.",
    approve: "Approve",
    reject: "Reject",
    waiting: (count: number) => `${counted(count, "approval is", "approvals are")} waiting`,
    review: "Review",
  },

  working: "Working",
  worked: "Worked",
  workedFor: (seconds: number) => `Worked for ${duration(seconds)}`,
  thinking: "Thinking",
  thought: "Thought",
  thoughtFor: (seconds: number) => `Thought for ${duration(seconds)}`,
  searchedWeb: "Searched the web",
  files: "Files",
  image: "Image",
  sources: (count: number) => counted(count, "source", "sources"),
  done: "Done",
  toDo: "To do",
  code: "Code",
  table: "Table",
  footnote: (label: string) => `Footnote ${label}`,
  backFromFootnote: (label: string) => `Back to the text of footnote ${label}`,

  chart: {
    role: "Chart",
    label: (series: readonly string[], x: string) =>
      `${list(series)} by ${x}. The left and right arrow keys move through the points.`,
    /** One row, as it is heard. */
    point: (label: string, values: readonly string[]) =>
      [label, values.join(", ")].filter(Boolean).join(": "),
    noData: "No data",
    noValue: "–",
    someRows: (shown: number, all: number) => `${shown} of ${all} rows`,
  },

  frame: {
    search: "Search",
    previous: "Previous page",
    next: "Next page",
    yes: "true",
    no: "false",
    missing: "missing",
    place: (from: number, to: number, matching: number, all: number) => {
      const rest = matching === all ? "" : ` (${whole(all)} in all)`;
      return to < from ? `0 of ${whole(all)}` : `${whole(from)}–${whole(to)} of ${whole(matching)}${rest}`;
    },
    someColumns: (shown: number, all: number) => `The first ${shown} of ${whole(all)} columns are shown.`,
    gone: "This data is no longer in the kernel. Run its cell again to look further.",
  },

  loadImage: "Load image",
  imageFrom: (host: string) => `Image from ${host}`,
  imageFailed: "Couldn't load the image.",
  generatedImage: "Generated image",

  /** What keeps a form from being sent, under the field. */
  fieldProblems: {
    required: "Fill in this field.",
    unticked: "Tick this box to continue.",
    unchosen: "Choose one of these.",
    pattern: "This isn't in the expected format.",
    email: "Enter an email address, such as name@example.com.",
    url: "Enter a web address that begins with https://.",
    number: "Enter a number.",
  },
  choose: "Choose…",
  chooseDate: "Choose a date",
  clearField: (name: string) => `Clear ${name}`,
  searchOptions: "Search options",
  noOptions: "No matching options",
  previousMonth: "Previous month",
  nextMonth: "Next month",
  year: "Year",
  // Days of a calendar have no time zone: they are given as midnight in UTC.
  fieldDate: (of: Date) => of.toLocaleDateString(undefined, { dateStyle: "medium", timeZone: "UTC" }),
  wholeDay: (of: Date) => of.toLocaleDateString(undefined, { dateStyle: "full", timeZone: "UTC" }),
  calendarMonth: (of: Date) => of.toLocaleDateString(undefined, { month: "long", timeZone: "UTC" }),
  weekday: (of: Date, weekday: "short" | "long") =>
    of.toLocaleDateString(undefined, { weekday, timeZone: "UTC" }),

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
  removed: (name: string) => `Removed ${name}`,
  retryFile: (name: string) => `Retry ${name}`,
  uploading: (name: string) => `Uploading ${name}`,
  attached: (name: string) => `Attached ${name}`,
  /** What a message waits for. */
  obstacles: {
    upload: "Waiting for the upload to finish",
    failedFile: "Remove or retry the file that failed",
    sending: "Will be sent when the upload finishes",
  },
  enlarge: (name: string) => `Enlarge ${name}`,
  loadAgain: (name: string) => `Couldn't load the image. Load ${name} again`,
  download: "Download",
  downloadFailed: (name: string, reason: string) => `Couldn't download ${name}. ${reason}`,
  /** What a file without an ending is. */
  fileKinds: { image: "Image", audio: "Audio", video: "Video", text: "Text", file: "File" },
  /** Why a file was left out, and what may be attached instead. */
  refusals: {
    // Rounded apart, so that a file never seems to have the size that it exceeds.
    size: (name: string, bytes: number, limit: number) =>
      `${name} is too large (${size(bytes, Math.ceil)}). The limit is ${size(limit, Math.floor)}.`,
    type: (name: string, accepted: readonly string[]) =>
      `${name} can't be attached here. Accepted: ${list(accepted.map(fileType))}.`,
    count: (limit: number, names: readonly string[]) =>
      `You can attach up to ${counted(limit, "file", "files")} to a message. Not attached: ${list(names)}.`,
    folder: (name: string) => `${name} is a folder. Add the files in it instead.`,
  },
};

/** What is said until the chat is there: apart, since every widget brings its own copy of it. */
export const enLoader = {
  busy: "The kernel is busy running a cell. The chat will appear when it's free.",
  restarted: "The kernel was restarted. Run the cell again to continue.",
  stopped: "The kernel was shut down. Run the cell again to continue.",
  closed: "The chat was closed. Run the cell again to continue.",
  noBundle: "The kernel has no front end to load. Try reinstalling chatkit-notebook.",
  failed: (reason: string) => `Couldn't load the chat. ${reason}`,
  again: "Try again",
};

/** What a locale has: the same keys with texts of its own. */
export type Texts = typeof en;
export type LoaderTexts = typeof enLoader;
