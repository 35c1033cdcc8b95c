/**
 * Lets streamed text appear in words, evenly, however it arrives.
 *
 * The kernel sends a few dozen deltas a second at most; what is shown follows about a tenth of a
 * second behind, and catches up at once when the text is complete.
 */
import { useLayoutEffect, useRef, useState } from "preact/hooks";

/** Drawing more often than this costs main-thread time that nobody sees. */
const STEP_MS = 40;
/** In this time about two thirds of what waits is shown. */
const LAG_MS = 110;
const FINAL_LAG_MS = 40;
const LONGEST_WORD = 24;
/** A word that has only begun to arrive is held back this long at most. */
const HOLD_MS = 220;

/** Where to stop at `end` or soon after, so that no word is cut. */
export function wordEnd(text: string, end: number): number {
  const limit = Math.min(text.length, end + LONGEST_WORD);
  for (let index = end; index < limit; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 32 || code === 10) return index + 1;
  }
  if (limit === text.length) return text.length;
  const code = text.charCodeAt(end);
  const cutsPair = code >= 0xdc00 && code <= 0xdfff;
  return cutsPair ? end + 1 : end;
}

/** Where the last word of `text` that may still grow begins. Scripts without spaces have none. */
export function wholeWords(text: string): number {
  for (let index = text.length; index > text.length - LONGEST_WORD; index -= 1) {
    const code = text.charCodeAt(index - 1);
    if (code === 32 || code === 10 || code > 0x2e7f) return index;
  }
  return text.length;
}

/** How much of `text` to show, `elapsed` ms after `shown` characters of it were. */
export function nextEnd(text: string, shown: number, elapsed: number, final: boolean): number {
  const available = final || elapsed > HOLD_MS ? text.length : wholeWords(text);
  const waiting = available - shown;
  if (waiting <= 0) return shown;
  const share = 1 - Math.exp(-elapsed / (final ? FINAL_LAG_MS : LAG_MS));
  return Math.min(available, wordEnd(text, shown + Math.ceil(waiting * share)));
}

function isStill(): boolean {
  return document.hidden || matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/**
 * The part of a growing text to show now.
 *
 * @returns the text and whether all of it is shown and no more will come.
 */
export function usePacedText(text: string, streaming: boolean): { shown: string; settled: boolean } {
  const shown = useRef(text);
  const [, setStep] = useState(0);
  const before = shown.current;
  const hasGrown = before !== text && before !== "" && text.startsWith(before);
  if (!hasGrown || isStill()) shown.current = text;

  const latest = useRef({ text, streaming });
  latest.current = { text, streaming };
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useLayoutEffect(() => {
    if (shown.current === text || timer.current !== undefined) return;
    let last = performance.now();
    // A timer rather than every frame: a frame costs, also when nothing in it changes.
    const step = () => {
      const { text: target, streaming: more } = latest.current;
      const now = performance.now();
      const end = nextEnd(target, shown.current.length, now - last, !more);
      if (end > shown.current.length) {
        last = now;
        shown.current = target.slice(0, end);
        setStep((count) => count + 1);
      }
      timer.current = shown.current.length < target.length ? setTimeout(step, STEP_MS) : undefined;
    };
    timer.current = setTimeout(step, STEP_MS);
  }, [text]);
  useLayoutEffect(() => () => clearTimeout(timer.current), []);

  return { shown: shown.current, settled: !streaming && shown.current.length === text.length };
}
