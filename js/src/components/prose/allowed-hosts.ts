/** The hosts whose pictures a person has asked for, by conversation and thread. */
import { type Signal, signal } from "@preact/signals";
import type { Conversation } from "../../state/conversation";

const allowed = new WeakMap<Conversation, Signal<ReadonlySet<string>>>();

function hostsOf(conversation: Conversation): Signal<ReadonlySet<string>> {
  const known = allowed.get(conversation) ?? signal<ReadonlySet<string>>(new Set());
  allowed.set(conversation, known);
  return known;
}

const inThread = (conversation: Conversation, host: string) =>
  JSON.stringify([conversation.thread.value?.id ?? null, host]);

/** Whether the pictures of a host show without a click in the thread that is open. */
export function isAskedFor(conversation: Conversation, host: string): boolean {
  return hostsOf(conversation).value.has(inThread(conversation, host));
}

/** Shows the pictures of a host from now on in the thread that is open. */
export function askFor(conversation: Conversation, host: string): void {
  const hosts = hostsOf(conversation);
  hosts.value = new Set([...hosts.value, inThread(conversation, host)]);
}
