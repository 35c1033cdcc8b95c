/**
 * Work that may wait: done at once while this frame has time for it, else in the frames that follow.
 *
 * It keeps a thread of hundreds of coloured listings, or one message of a megabyte, from holding up the page.
 */

const PER_FRAME_MS = 24;
/** Jobs that waited share a frame with what they make the browser lay out and paint. */
const WAITED_PER_FRAME_MS = 10;

const waiting = new Set<() => void>();
let spent = 0;
let scheduled = false;

function run(job: () => void): void {
  const start = performance.now();
  job();
  spent += performance.now() - start;
}

function nextFrame(): void {
  scheduled = false;
  spent = 0;
  for (const job of waiting) {
    waiting.delete(job);
    run(job);
    if (spent >= WAITED_PER_FRAME_MS) break;
  }
  if (waiting.size > 0) schedule();
}

function schedule(): void {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(nextFrame);
}

/** Runs `job` now or soon; the function returned takes it back. */
export function soon(job: () => void): () => void {
  if (spent < PER_FRAME_MS && waiting.size === 0) {
    schedule();
    run(job);
    return () => {};
  }
  return later(job);
}

/** Runs `job` in a frame to come; the function returned takes it back. */
export function later(job: () => void): () => void {
  schedule();
  waiting.add(job);
  return () => waiting.delete(job);
}

/** Until when what must be drawn at once may take, in the time of `performance.now()`. */
export function firstDeadline(): number {
  schedule();
  return performance.now() + Math.max(0, FIRST_MS - spent);
}
