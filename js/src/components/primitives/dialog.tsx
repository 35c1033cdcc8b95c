/** Something that lies over the panel until it is closed, and keeps the keyboard to itself. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

interface DialogProps {
  label: string;
  class: string;
  onClose: () => void;
  children: ComponentChildren;
}

const FOCUSABLE = "button:not(:disabled), a[href], input:not(:disabled), [tabindex='0']";

export function Dialog({ label, class: className, onClose, children }: DialogProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const tree = box.current?.getRootNode() as Document | ShadowRoot | undefined;
    const before = tree?.activeElement;
    box.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);

  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    // What is typed here is meant for nothing behind it.
    event.stopPropagation();
    if (event.key === "Escape") {
      event.preventDefault();
      onClose();
    } else if (event.key === "Tab") {
      const stops = [...event.currentTarget.querySelectorAll<HTMLElement>(FOCUSABLE)];
      const at = stops.indexOf(event.composedPath()[0] as HTMLElement);
      const next = event.shiftKey ? Math.max(at, 0) - 1 : at + 1;
      event.preventDefault();
      stops.at(next % stops.length)?.focus();
    }
  };
  return (
    <div
      ref={box}
      class={className}
      role="dialog"
      aria-modal="true"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      {children}
    </div>
  );
}
