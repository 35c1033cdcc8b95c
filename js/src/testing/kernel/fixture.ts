/** A conversation on an in-page kernel, for tests of what the view keeps of it. */
import { vi } from "vitest";
import type { Ask, Questions } from "../../protocol/envelope";
import { isObject } from "../../protocol/guards";
import type { ThreadItem, UserMessageInput } from "../../protocol/wire.gen";
import { Session } from "../../state/session";
import type { ChatMessage } from "../../transport/transport";
import { type KernelSetup, type MemoryKernel, memoryKernel } from "./kernel";
import type { Script } from "./turn";

export const echo: Script = async function* (_request, turn) {
  yield* turn.say(`echo ${turn.text}`, { pace: 10 });
};

/** Lets fake time pass, and with it all that is due. */
export const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

export async function open(setup: Partial<KernelSetup> = {}) {
  const kernel = memoryKernel({ script: echo, ...setup });
  const session = new Session(kernel.connect());
  await pass();
  return { kernel, session };
}

export function input(text: string, attachments: string[] = []): UserMessageInput {
  return { content: [{ type: "input_text", text }], attachments, inference_options: {} };
}

export function userItem(id: string, thread_id = "thr_old"): ThreadItem {
  const created_at = "2026-01-02T03:04:05";
  return { ...input(id), id, thread_id, created_at, type: "user_message", attachments: [] };
}

/** A card that actions can come from. */
export const WIDGET: ThreadItem = {
  id: "wid_1",
  thread_id: "thr_old",
  created_at: "2026-01-02T03:04:05",
  type: "widget",
  widget: { type: "Card", children: [] },
};

/** A kernel with one stored thread that holds these items. */
export function withItems(items: ThreadItem[]) {
  return { threads: [{ info: { id: "thr_old" }, items }], thread: "thr_old" };
}

/** What the messages on screen say; of other items their type. */
export function texts(session: Session): string[] {
  return session.items.value.map(({ item: { value } }) => {
    if (value.type !== "user_message" && value.type !== "assistant_message") return value.type;
    return value.content.map((part) => part.text).join("");
  });
}

/** What of a name the kernel was asked, each time that it was. */
export function asked(kernel: MemoryKernel, name: keyof Questions): Ask[] {
  return kernel.received.filter((message) => message.type === "ask" && message.name === name) as Ask[];
}

/** How many bytes of a file the kernel says to have, if it says that. */
export function receivedIn(message: ChatMessage): number | null {
  if (message.type !== "reply" || !("body" in message) || !isObject(message.body)) return null;
  return typeof message.body.received === "number" ? message.body.received : null;
}

/** The requests that the kernel got, by their operation. */
export function operations(kernel: MemoryKernel): string[] {
  return kernel.received.flatMap((message) => (message.type === "request" ? [message.body.type] : []));
}
