/**
 * The threads that the views of a notebook's cells showed when their kernel went away: a cell that runs again in the
 * new kernel, which knows nothing of them, may go on there.
 */
import { effect } from "@preact/signals";
import type { Session } from "./state/session";

/** By the cell, and the place of the view among those in the cell. */
const left = new WeakMap<Element, Map<number, string>>();

function placeOf(host: HTMLElement): { cell: Element; index: number } | null {
  const cell = host.closest(".jp-Cell");
  if (cell === null) return null;
  return { cell, index: [...cell.querySelectorAll("[data-lm-suppress-shortcuts]")].indexOf(host) };
}

/** Goes on where a view of the cell was left, and remembers where this one is. The returned function stops it. */
export function keepPlace(host: HTMLElement, session: Session): () => void {
  // Widgets are drawn before they are put where they belong.
  const start = requestAnimationFrame(() => {
    const place = placeOf(host);
    const threads = place === null ? undefined : left.get(place.cell);
    const thread = place === null ? undefined : threads?.get(place.index);
    if (place === null || thread === undefined) return;
    threads?.delete(place.index);
    session.resume(thread);
  });
  const stop = effect(() => {
    const thread = session.thread.value?.id;
    const connection = session.connection.value;
    if (thread === undefined || (connection !== "restarted" && connection !== "stopped")) return;
    const place = placeOf(host);
    if (place === null) return;
    const threads = left.get(place.cell) ?? new Map();
    left.set(place.cell, threads.set(place.index, thread));
  });
  return () => {
    cancelAnimationFrame(start);
    stop();
  };
}
