/** The options of a chat as the `_options` trait carries them, and the defaults the view assumes. */
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

export interface ChatOptions {
  theme: ThemeOptions;
  /** Pixels or a CSS length. */
  height: string | number;
  header: { enabled: boolean; title: { enabled: boolean; text?: string } };
  history: { enabled: boolean; showDelete: boolean; showRename: boolean };
  startScreen: { greeting: string; prompts: readonly StartPrompt[] };
  composer: { placeholder: string };
  disclaimer?: { text: string; highContrast?: boolean };
  threadItemActions: { feedback: boolean; retry: boolean };
  thread: { autoScroll: boolean };
  /** The accessible name of the whole chat. */
  frameTitle: string;
  /** Shown quietly in the composer. */
  modelName?: string;
}

export const DEFAULT_OPTIONS: ChatOptions = {
  theme: { colorScheme: "auto" },
  height: 560,
  header: { enabled: true, title: { enabled: true } },
  history: { enabled: true, showDelete: true, showRename: true },
  startScreen: { greeting: "What can I help with today?", prompts: [] },
  composer: { placeholder: "Message the AI" },
  threadItemActions: { feedback: false, retry: false },
  thread: { autoScroll: false },
  frameTitle: "Chat",
};

/** Lays what Python sent over the defaults; a value of another type than its default is left out. */
export function readOptions(value: unknown): ChatOptions {
  return isObject(value)
    ? (merged({ ...DEFAULT_OPTIONS }, value) as unknown as ChatOptions)
    : DEFAULT_OPTIONS;
}

function merged(base: object, given: JsonObject): JsonObject {
  const result = { ...base } as JsonObject;
  for (const [key, value] of Object.entries(given)) {
    if (value === null || value === undefined) continue;
    const known = result[key];
    if (isObject(known) && isObject(value)) result[key] = merged(known, value);
    else if (known === undefined || kindsOf(key, known).includes(kindOf(value))) result[key] = value;
  }
  return result;
}

function kindsOf(key: string, known: unknown): string[] {
  return key === "height" ? ["number", "string"] : [kindOf(known)];
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? "array" : typeof value;
}
