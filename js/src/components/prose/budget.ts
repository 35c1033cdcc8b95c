/**
 * Work that may wait: done at once while this frame has time for it, else in the frames that follow.
 *
 * It keeps a thread of hundreds of coloured listings, or one message of a megabyte, from holding up the page.
 */

const PER_FRAME_MS = 24;
/** Work that waited shares its frame with the layout and paint of what it draws. */
const WAITED_PER_FRAME_MS = 8;

/** A thread that opens shows the beginning of every message in its first frame. */
const DRAWN_AT_ONCE_MS = 50;

/** Text goes before its colours and formulas, of which thousands may wait. */
const texts = new Set<() => void>();
const decorations = new Set<() => void>();
let spent = 0;
let drawing = 0;
let scheduled = false;
let running = false;

function nextFrame(): void {
  scheduled = false;
  spent = 0;
  drawing = 0;
  try {
    for (const waiting of [texts, decorations]) {
      for (const job of waiting) {
        if (spent >= WAITED_PER_FRAME_MS) break;
        waiting.delete(job);
        run(job);
      }
    }
  } finally {
    // A job that throws holds up no other.
    if (texts.size + decorations.size > 0) schedule();
  }
}

function schedule(): void {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(nextFrame);
}

function run(job: () => void): void {
  const start = performance.now();
  running = true;
  try {
    job();
  } finally {
    running = false;
    spent += performance.now() - start;
  }
}

/**
 * Begins to draw something that may go on later.
 *
 * @param begin - Is told until when it may take, so that all that begins in one frame takes `DRAWN_AT_ONCE_MS`.
 */
export function beginDrawing<T>(begin: (deadline: number) => T): T {
  schedule();
  const start = performance.now();
  const result = begin(start + Math.max(0, DRAWN_AT_ONCE_MS - drawing));
  drawing += performance.now() - start;
  return result;
}

/** Decorates with `job` now or soon, soon if another job asks for it; the function returned takes it back. */
export function soon(job: () => void): () => void {
  if (running || spent >= PER_FRAME_MS || decorations.size > 0) return enqueue(decorations, job);
  schedule();
  run(job);
  return () => {};
}

/** Draws more text with `job` in a frame to come; the function returned takes it back. */
export function later(job: () => void): () => void {
  return enqueue(texts, job);
}

function enqueue(waiting: Set<() => void>, job: () => void): () => void {
  schedule();
  waiting.add(job);
  return () => waiting.delete(job);
}
