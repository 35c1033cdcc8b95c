/** A box that scrolls, that fades out where it goes on sideways, and that the keyboard can reach when it scrolls. */
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
  const [hides, setHides] = useState<Hidden | undefined>(undefined);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
      setOverflows(scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 1);
      setHides(hiddenIn(element));
    });
    const observe = () => {
      for (const each of [element, ...element.children]) observer.observe(each);
    };
    // Some of what is in it may be drawn later.
    const arrivals = new MutationObserver(observe);
    arrivals.observe(element, { childList: true });
    observe();
    return () => {
      arrivals.disconnect();
      observer.disconnect();
    };
  }, []);
  const reachable = overflows ? { tabIndex: 0, role: "group" as const, "aria-label": label } : {};
  return (
    <Tag
      ref={(element: HTMLElement | null) => {
        box.current = element;
      }}
      class={className}
      data-hides={hides}
      onScroll={(event: { currentTarget: HTMLElement }) => setHides(hiddenIn(event.currentTarget))}
      {...(style === undefined ? {} : { style })}
      {...reachable}
    >
      {children}
    </Tag>
  );
}

type Hidden = "start" | "end" | "both";

/** At which of its sides a box has more to show. From right to left, it scrolls to numbers below zero. */
function hiddenIn({ scrollLeft, scrollWidth, clientWidth }: HTMLElement): Hidden | undefined {
  const passed = Math.abs(scrollLeft);
  const [isPast, isBefore] = [passed > 1, passed < scrollWidth - clientWidth - 1];
  if (isPast) return isBefore ? "both" : "start";
  return isBefore ? "end" : undefined;
}
