import { brief } from "../prose/brief";
import { flag, type NodeProps, oneOf, text } from "./props";

const COLORS = ["secondary", "success", "danger", "warning", "info", "discovery"] as const;

export function Badge({ node }: NodeProps) {
  return (
    <span
      class={flag(node.pill) ? "w-badge is-pill" : "w-badge"}
      data-color={oneOf(node.color, COLORS, "secondary")}
      data-variant={oneOf(node.variant, ["solid", "soft", "outline"], "solid")}
      data-size={oneOf(node.size, ["sm", "md", "lg"], "md")}
      dir="auto"
    >
      {brief(text(node.label))}
    </span>
  );
}
