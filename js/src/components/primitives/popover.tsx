/** What opens beside a control: above everything, and closed by a press or a focus elsewhere. */
import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { type Align, placed, type Side } from "./placement";

interface PopoverProps {
  anchor: RefObject<HTMLElement | null>;
  side?: Side;
  align?: Align;
  /** At least as wide as the anchor. */
  isWide?: boolean;
  class?: string;
  onClose: () => void;
  children: ComponentChildren;
}

export function Popover({
  anchor,
  side = "bottom",
  align = "start",
  isWide = false,
  class: className = "",
  onClose,
  children,
}: PopoverProps) {
  const element = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;

  const place = () => {
    const [{ current: own }, { current: beside }] = [element, anchor];
    if (own === null || beside === null) return;
    const box = beside.getBoundingClientRect();
    own.style.minWidth = isWide ? `${box.width}px` : "";
    own.style.maxHeight = "";
    const { width, height } = own.getBoundingClientRect();
    const window = { width: document.documentElement.clientWidth, height: innerHeight };
    const isRtl = getComputedStyle(beside).direction === "rtl";
    const corner = placed(box, { width, height }, window, { side, align, isRtl });
    own.style.left = `${corner.left}px`;
    own.style.top = `${corner.top}px`;
    own.style.maxHeight = `${corner.maxHeight}px`;
  };

  useLayoutEffect(() => {
    const { current: own } = element;
    own?.showPopover?.();
    place();
    // Nothing in it takes the focus before it is shown.
    own?.querySelector<HTMLElement>("[data-focus]")?.focus({ preventScroll: true });
  }, []);
  // What is in it may have changed.
  useLayoutEffect(place);
  useEffect(() => {
    const isInside = (event: Event) => {
      const path = event.composedPath();
      return [element.current, anchor.current].some((part) => part !== null && path.includes(part));
    };
    const leave = (event: Event) => {
      if (!isInside(event)) close.current();
    };
    // A scroll within it moves nothing.
    const follow = (event: Event) => {
      if (element.current === null || !event.composedPath().includes(element.current)) place();
    };
    document.addEventListener("pointerdown", leave, true);
    document.addEventListener("focusin", leave);
    document.addEventListener("scroll", follow, true);
    globalThis.addEventListener("resize", follow);
    const root = element.current?.getRootNode();
    root?.addEventListener("scroll", follow, true);
    return () => {
      document.removeEventListener("pointerdown", leave, true);
      document.removeEventListener("focusin", leave);
      document.removeEventListener("scroll", follow, true);
      globalThis.removeEventListener("resize", follow);
      root?.removeEventListener("scroll", follow, true);
    };
  }, []);

  return (
    // A press in it is no press on what holds the control, such as a row.
    // biome-ignore lint/a11y/noStaticElementInteractions: it does nothing by itself
    // biome-ignore lint/a11y/useKeyWithClickEvents: it does nothing by itself
    <div
      ref={element}
      popover="manual"
      class={`popover ${className}`.trim()}
      onClick={(event) => event.stopPropagation()}
    >
      {children}
    </div>
  );
}
