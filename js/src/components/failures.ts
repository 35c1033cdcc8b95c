/** What is said of a failure. */
import { words } from "../locales";
import type { Problem } from "../state/conversation";
import { problemOf } from "../state/problems";

/** The kernel's own words, else ours for its code. */
export function problemText({ code, message }: Problem): string {
  return message || (ownText(code) ?? words.refused(code));
}

/** What the view says of a code by itself, if it knows it. */
export function ownText(code: string): string | undefined {
  return new Map(Object.entries(words.failures)).get(code);
}

/** What is said of something that was thrown. */
export function errorText(error: unknown): string {
  return problemText(problemOf(error));
}
