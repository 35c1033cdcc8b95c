/**
 * Hears of the end of a kernel where the host lets a widget see it, as JupyterLab and Notebook do: no message tells
 * of a kernel that was shut down.
 */
import type { TransportEnd } from "../transport/transport";

interface Signal<T> {
  connect(slot: (sender: unknown, value: T) => void): unknown;
  disconnect(slot: (sender: unknown, value: T) => void): unknown;
}

interface Kernel {
  readonly disposed?: Signal<void>;
  readonly statusChanged?: Signal<string>;
}

const ENDS: ReadonlyMap<string, TransportEnd> = new Map([
  ["dead", "stopped"],
  ["terminating", "stopped"],
  ["restarting", "restarted"],
  ["autorestarting", "restarted"],
]);

/** Tells how the kernel of a widget's model ends. The returned function stops listening. */
export function watchKernel(model: object, tell: (end: TransportEnd) => void): () => void {
  const kernel = (model as { widget_manager?: { kernel?: Kernel | null } }).widget_manager?.kernel;
  const gone = () => tell("stopped");
  const changed = (_: unknown, status: string) => {
    const end = ENDS.get(status);
    if (end !== undefined) tell(end);
  };
  kernel?.disposed?.connect?.(gone);
  kernel?.statusChanged?.connect?.(changed);
  return () => {
    kernel?.disposed?.disconnect?.(gone);
    kernel?.statusChanged?.disconnect?.(changed);
  };
}
