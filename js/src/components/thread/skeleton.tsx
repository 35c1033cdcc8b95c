import { useEffect, useState } from "preact/hooks";
import { words } from "../../locales";

/** Waits shorter than this are better not mentioned. */
const DELAY = 150;

/** Whether `waiting` has lasted long enough to show. */
export function useLate(waiting: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!waiting) return undefined;
    const timer = setTimeout(() => setLate(true), DELAY);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [waiting]);
  return waiting && late;
}

/** Stands for messages on their way. */
export function Skeleton() {
  return (
    <div class="skeleton" role="status">
      <span class="for-readers">{words.loadingChat}</span>
      <div class="skeleton-lines" aria-hidden="true">
        <i class="asked" />
        <i />
        <i />
        <i class="short" />
      </div>
    </div>
  );
}
