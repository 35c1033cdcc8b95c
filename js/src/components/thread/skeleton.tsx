import { useEffect, useState } from "preact/hooks";
import { words } from "../words";

const DELAY = 150;

/** Stands for messages on their way. It shows only when they take a while. */
export function Skeleton() {
  const [shows, setShows] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShows(true), DELAY);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class="skeleton" role="status">
      <span class="for-readers">{words.loading}</span>
      {shows && (
        <div class="skeleton-lines" aria-hidden="true">
          <i class="asked" />
          <i />
          <i />
          <i class="short" />
        </div>
      )}
    </div>
  );
}
