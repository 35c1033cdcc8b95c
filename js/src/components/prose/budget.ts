/**
 * Work that may wait: done at once while this frame has time for it, else in the frames that follow.
 *
 * It keeps a thread of hundreds of coloured listings from holding up its own first paint.
 */

const PER_FRAME_MS = 24;

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
    if (spent >= PER_FRAME_MS / 2) break;
    waiting.delete(job);
    run(job);
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
  schedule();
  if (spent < PER_FRAME_MS && waiting.size === 0) {
    run(job);
    return () => {};
  }
  waiting.add(job);
  return () => waiting.delete(job);
}
