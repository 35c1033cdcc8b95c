/** Files in a conversation, for tests: what is attached, how far it is, and what the kernel was asked to delete. */
import { afterEach, beforeEach, vi } from "vitest";
import type { Session } from "../state/session";
import { open as openPlain, pass } from "./kernel/fixture";
import type { MemoryKernel } from "./kernel/kernel";

const options = { composer: { attachments: { enabled: true, maxSize: 2 ** 21, maxCount: 3 } } };
export const open = (setup: Parameters<typeof openPlain>[0] = {}) => openPlain({ options, ...setup });

export const photo = (name = "photo.png", bytes = 5) =>
  new File([new Uint8Array(bytes)], name, { type: "image/png" });

/** Numbers the addresses of pictures; returns those that are held. Timers stand still. */
export function pictureAddresses(): ReadonlySet<string> {
  const urls = new Set<string>();
  beforeEach(() => {
    vi.useFakeTimers();
    urls.clear();
    let count = 0;
    vi.spyOn(URL, "createObjectURL").mockImplementation(() => {
      count += 1;
      urls.add(`blob:${count}`);
      return `blob:${count}`;
    });
    vi.spyOn(URL, "revokeObjectURL").mockImplementation((url) => void urls.delete(url));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });
  return urls;
}

export function readyIds(session: Session): string[] {
  return session.attachments.list.value.flatMap(({ attachment }) => attachment?.id ?? []);
}

/** The attachments that the kernel was asked to delete; a request that is sent again is the same one. */
export function deleted(kernel: MemoryKernel): string[] {
  const asked = kernel.received.flatMap((message) =>
    message.type === "request" && message.body.type === "attachments.delete"
      ? [[message.id, message.body.params.attachment_id] as const]
      : [],
  );
  return [...new Map(asked).values()];
}

export async function added(session: Session, ...files: File[]) {
  session.attachments.add(files);
  await pass(10);
}
