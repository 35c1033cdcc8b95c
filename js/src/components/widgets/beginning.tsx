/** The beginning of what is too long for a page to draw at once, and the way to the rest. */
import type { VNode } from "preact";
import { useMemo, useState } from "preact/hooks";
import { words } from "../../locales";

/** More than anybody reads, and as much as a page draws without a stumble. */
const STEP = 2_000;

interface Beginning<T> {
  readonly shown: readonly T[];
  /** The button that shows some more; `null` where nothing is left out. */
  readonly more: VNode | null;
}

export function useBeginning<T>(all: readonly T[]): Beginning<T> {
  const [count, setCount] = useState(STEP);
  const shown = useMemo(() => (all.length <= count ? all : all.slice(0, count)), [all, count]);
  if (shown === all) return { shown, more: null };
  const more = (
    <button type="button" class="small-button w-more" onClick={() => setCount(count + STEP)}>
      {words.more}
    </button>
  );
  return { shown, more };
}
