/**
 * The options of a chat as the `_options` trait carries them, and the defaults the view assumes. Texts that are left
 * out have theirs where they are drawn.
 */
import { isObject, type JsonObject } from "../protocol/guards";
import type { UserMessageContent } from "../protocol/wire.gen";

export interface ThemeOptions {
  colorScheme: "auto" | "light" | "dark";
  typography?: { baseSize?: number; fontFamily?: string; fontFamilyMono?: string };
  radius?: "pill" | "round" | "soft" | "sharp";
  density?: "compact" | "normal" | "spacious";
  color?: {
    accent?: { primary: string; level: number };
    grayscale?: { hue: number; tint: number; shade?: number };
    surface?: { background: string; foreground: string };
  };
}

export interface StartPrompt {
  label?: string;
  prompt: string | UserMessageContent[];
  icon?: string;
}

/** What may be attached to a message. */
export interface AttachmentOptions {
  enabled: boolean;
  /** Bytes, of any file or by MIME pattern: `image/png`, `image/*`, and `*` or an empty one for all others. */
  maxSize: number | JsonObject;
  /** Files of one message. */
  maxCount: number;
  /** Endings such as `.png` by MIME pattern, none for any ending. Left out, everything may be attached. */
  accept?: JsonObject;
}

export interface ChatOptions {
  theme: ThemeOptions;
  /** Pixels or a CSS length. */
  height: string | number;
  header: { enabled: boolean; title: { enabled: boolean; text?: string } };
  /** `search`: whether the kernel can find what was said. */
  history: { enabled: boolean; showDelete: boolean; showRename: boolean; search: boolean };
  startScreen: { greeting?: string; prompts: readonly StartPrompt[] };
  composer: { placeholder?: string; attachments: AttachmentOptions };
  disclaimer?: { text: string; highContrast?: boolean };
  threadItemActions: { feedback: boolean; retry: boolean };
  thread: { autoScroll: boolean };
  /** The accessible name of the whole chat. */
  frameTitle?: string;
  /** Shown quietly in the composer. */
  modelName?: string;
}

/** Options as somebody gives them: what is left out has its default. */
export type GivenOptions = Given<ChatOptions>;

type Given<T> = T extends readonly unknown[] ? T : T extends object ? { [K in keyof T]?: Given<T[K]> } : T;

export const DEFAULT_MAX_SIZE = 100 * 2 ** 20;

export const DEFAULT_OPTIONS: ChatOptions = {
  theme: { colorScheme: "auto" },
  height: 560,
  header: { enabled: true, title: { enabled: true } },
  history: { enabled: true, showDelete: true, showRename: true, search: false },
  startScreen: { prompts: [] },
  composer: {
    attachments: { enabled: false, maxSize: DEFAULT_MAX_SIZE, maxCount: 10 },
  },
  threadItemActions: { feedback: false, retry: false },
  thread: { autoScroll: false },
};

/** Lays what Python sent over the defaults; a value of another type than its default is left out. */
export function readOptions(value: unknown): ChatOptions {
  return isObject(value) ? (merged(DEFAULT_OPTIONS, value) as unknown as ChatOptions) : DEFAULT_OPTIONS;
}

function merged(base: object, given: JsonObject): JsonObject {
  const result = new Map<string, unknown>(Object.entries(base));
  for (const [key, value] of Object.entries(given)) {
    if (value === null || value === undefined) continue;
    const known = result.get(key);
    if (isObject(known) && isObject(value)) result.set(key, merged(known, value));
    else if (fits(key, known, value)) result.set(key, value);
  }
  return Object.fromEntries(result);
}

/** Types that the default of an option does not tell. */
const KINDS: ReadonlyMap<string, readonly string[]> = new Map([
  ["greeting", ["string"]],
  ["placeholder", ["string"]],
  ["frameTitle", ["string"]],
  ["height", ["number", "string"]],
  ["maxSize", ["number", "object"]],
  ["accept", ["object"]],
]);

function fits(key: string, known: unknown, value: unknown): boolean {
  const kinds = KINDS.get(key) ?? (known === undefined ? undefined : [kindOf(known)]);
  return kinds?.includes(kindOf(value)) ?? true;
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? "array" : typeof value;
}
