/** Something that lies over the page until it is closed; the browser keeps the keyboard in it, and gives it back. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

interface DialogProps {
  label: string;
  class: string;
  onClose: () => void;
  children: ComponentChildren;
}

export function Dialog({ label, class: className, onClose, children }: DialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = box.current;
    dialog?.showModal();
    // Its first button would show its tip before anybody has looked at the rest.
    dialog?.focus({ preventScroll: true });
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={box}
      class={className}
      aria-label={label}
      tabIndex={-1}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      // What is typed here is meant for nothing behind it.
      onKeyDown={(event) => event.stopPropagation()}
    >
      {children}
    </dialog>
  );
}
