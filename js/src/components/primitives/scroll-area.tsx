/** A box that scrolls, and that the keyboard can reach when it does. */
import type { ComponentChildren, CSSProperties } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

interface ScrollAreaProps {
  label: string;
  class: string;
  as?: "div" | "pre";
  style?: CSSProperties;
  children: ComponentChildren;
}

export function ScrollArea({ label, class: className, as: Tag = "div", style, children }: ScrollAreaProps) {
  const box = useRef<HTMLElement | null>(null);
  const [overflows, setOverflows] = useState(false);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
      setOverflows(scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 1);
    });
    observer.observe(element);
    if (element.firstElementChild !== null) observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, []);
  const reachable = overflows ? { tabIndex: 0, role: "group" as const, "aria-label": label } : {};
  return (
    <Tag
      ref={(element: HTMLElement | null) => {
        box.current = element;
      }}
      class={className}
      {...(style === undefined ? {} : { style })}
      {...reachable}
    >
      {children}
    </Tag>
  );
}
