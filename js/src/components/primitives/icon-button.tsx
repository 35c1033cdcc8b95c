/** A button that shows an icon only: its name is read aloud and shown when it is pointed at. */
import type { ComponentProps } from "preact";
import { Icon } from "./icon";

type ButtonProps = Omit<ComponentProps<"button">, "icon" | "class" | "label">;

interface IconButtonProps extends ButtonProps {
  icon: string;
  label: string;
  /** Where the tooltip opens: `end` keeps it inside at the panel's far edge. */
  tip?: "start" | "center" | "end";
  class?: string;
}

export function IconButton({ icon, label, tip = "center", class: className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      class={`icon-button ${className ?? ""}`.trim()}
      aria-label={label}
      data-tip={label}
      data-tip-align={tip}
      {...rest}
    >
      <Icon name={icon} />
    </button>
  );
}
