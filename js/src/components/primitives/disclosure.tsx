/** One quiet line that opens to more. */
import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import { hasIcon, Icon } from "./icon";

interface DisclosureProps {
  summary: ComponentChildren;
  icon?: string | undefined;
  /** Whether it starts open. */
  expanded?: boolean;
  /** Work goes on inside. */
  live?: boolean;
  /** All of the line is shown, in as many lines as it takes. */
  isWhole?: boolean;
  children: ComponentChildren;
}

export function Disclosure(props: DisclosureProps) {
  const { summary, icon, expanded = false, live = false, isWhole = false, children } = props;
  const [open, setOpen] = useState(expanded);
  const body = useId();
  return (
    <div class="disclosure">
      <button
        type="button"
        class={isWhole ? "disclosure-line is-whole" : "disclosure-line"}
        aria-expanded={open}
        aria-controls={open ? body : undefined}
        onClick={() => setOpen(!open)}
      >
        {hasIcon(icon) && <Icon name={icon} />}
        <span class={live ? "shimmer" : undefined} dir="auto">
          {summary}
        </span>
        <Icon name="chevron-right" class="turns" />
      </button>
      {open && (
        <div class="disclosure-body" id={body}>
          {children}
        </div>
      )}
    </div>
  );
}
