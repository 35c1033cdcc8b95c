/** How much room the text takes: the field grows with it, and over one line it gets the whole width. */
import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

const LINE = 24;

/**
 * Whether the text is longer than one line. It stays so until the field is empty: with the whole width the
 * text may fit into one line again, and the field must not jump to and fro.
 */
export function useTall(field: RefObject<HTMLTextAreaElement | null>, text: string): boolean {
  const [tall, setTall] = useState(false);
  useLayoutEffect(() => {
    if (text === "") setTall(false);
    if (field.current !== null) growTo(field.current);
  }, [field, text, tall]);
  useLayoutEffect(() => {
    const { current } = field;
    if (current === null) return undefined;
    const observer = new ResizeObserver(() => {
      if (current.clientHeight > 1.5 * LINE && current.value !== "") setTall(true);
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, [field]);
  return tall;
}

/** Its `max-height` and its own scrolling do the rest. */
function growTo(field: HTMLTextAreaElement): void {
  if (CSS.supports("field-sizing", "content")) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}
