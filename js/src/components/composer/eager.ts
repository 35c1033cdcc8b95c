/** A message that was sent before its files were uploaded leaves when they are. */
import { type Signal, useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";

/**
 * Whether the message waits to leave: set it to send as soon as `sendable`; it ends when the message can no
 * longer leave by itself, as when an upload failed.
 */
export function useEager(sendable: boolean, uploading: boolean, send: () => void): Signal<boolean> {
  const eager = useSignal(false);
  useLayoutEffect(() => {
    if (!eager.peek() || uploading) return;
    eager.value = false;
    if (sendable) send();
  });
  return eager;
}
