/** What is pressed. */
import { words } from "../../../locales";
import type { WidgetNode } from "../../../protocol/wire.gen";
import { hasIcon, Icon } from "../../primitives/icon";
import { brief } from "../../prose/brief";
import { useActions } from "../actions";
import { useSend } from "../forms/form";
import { actionOf, flag, type NodeProps, nameOf, oneOf, optionalText, text } from "../props";
import { sizeOf, VARIANTS } from "./looks";

const COLORS = [
  "primary",
  "secondary",
  "info",
  "discovery",
  "success",
  "caution",
  "warning",
  "danger",
] as const;

/** `style` is a preset that `color` and `variant` override. */
function look(node: WidgetNode) {
  const second = node.style === "secondary";
  return {
    "data-color": oneOf(node.color, COLORS, second ? "secondary" : "primary"),
    "data-variant": oneOf(node.variant, VARIANTS, second ? "outline" : "solid"),
    "data-size": sizeOf(node),
    "data-icon-size": oneOf(node.iconSize, ["sm", "md", "lg", "xl", "2xl"], "md"),
  };
}

export function Button({ node }: NodeProps) {
  const actions = useActions();
  const send = useSend();
  const action = actionOf(node.onClickAction);
  const key = nameOf(node) ?? node;
  const loads = actions.loads(key);
  const label = brief(text(node.label));
  const [start, end] = [node.iconStart, node.iconEnd].map(optionalText);
  const isBare = label === "";
  // What shows nothing at all would be a box that nobody knows how to name.
  const isBlank = isBare && !hasIcon(start) && !hasIcon(end);
  const classes = ["w-button"];
  if (flag(node.pill)) classes.push("is-pill");
  if (flag(node.uniform) || isBare) classes.push("is-uniform");
  if (flag(node.block)) classes.push("is-block");
  const sends = send !== null && flag(node.submit);
  const onClick = (event: MouseEvent) => {
    // The form is sent here, not by the browser.
    if (sends) event.preventDefault();
    if (sends) send({ action, key, auto: "self" });
    else if (action !== undefined) actions.run(action, key, "self");
  };
  return (
    <button
      type={sends ? "submit" : "button"}
      class={classes.join(" ")}
      {...look(node)}
      aria-label={isBare ? (start ?? end ?? words.unnamedButton) : undefined}
      aria-busy={loads}
      disabled={flag(node.disabled) || loads || actions.waits(action)}
      onClick={onClick}
    >
      {hasIcon(start) && <Icon name={start} />}
      {isBlank && <Icon name="ellipsis" />}
      {!isBare && <span class="w-button-label">{label}</span>}
      {hasIcon(end) && <Icon name={end} />}
      {loads && <span class="spinner" aria-hidden="true" />}
    </button>
  );
}
