import { brief } from "../prose/brief";
import { choice, flag, type NodeProps, text } from "./props";

const COLORS = ["secondary", "success", "danger", "warning", "info", "discovery"] as const;

export function Badge({ node }: NodeProps) {
  return (
    <span
      class={flag(node.pill) ? "w-badge is-pill" : "w-badge"}
      data-color={choice(node.color, COLORS, "secondary")}
      data-variant={choice(node.variant, ["solid", "soft", "outline"], "solid")}
      data-size={choice(node.size, ["sm", "md", "lg"], "md")}
      dir="auto"
    >
      {brief(text(node.label))}
    </span>
  );
}
