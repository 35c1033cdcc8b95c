/** Written things: text, titles, captions, badges, Markdown. */
import type { CSSProperties } from "preact";
import type { WidgetNode } from "../../protocol/wire.gen";
import { brief } from "../prose/brief";
import { FoldedText } from "../prose/long-text";
import { Markdown } from "../prose/markdown";
import { usePacedText } from "../prose/pace";
import { count, flag, type NodeProps, oneOf, text } from "./props";
import { color, size, styleOf, TEXT_COLORS } from "./values";

const WEIGHTS = ["normal", "medium", "semibold", "bold"] as const;
const TEXT_SIZES = ["xs", "sm", "md", "lg", "xl"] as const;
const BADGE_COLORS = ["secondary", "success", "danger", "warning", "info", "discovery"] as const;
const TITLE_SIZES = ["sm", "md", "lg", "xl", "2xl", "3xl", "4xl", "5xl"] as const;
/** More empty lines than this only push the rest out of sight. */
const MOST_LINES = 100;
const CAPTION_SIZES = ["sm", "md", "lg"] as const;

/** Attributes and style of a text node; sizes and weights are classes of the style sheet. */
function look(node: WidgetNode, kind: string, textSize: string, weight: string) {
  const lines = count(node.maxLines) ?? (flag(node.truncate) ? 1 : undefined);
  const least = count(node.minLines);
  const style: CSSProperties = styleOf({
    color: color(node.color, TEXT_COLORS),
    "text-align": oneOf(node.textAlign, ["start", "center", "end"], "start"),
    width: size(node.width),
    "min-height": least === undefined ? undefined : `${Math.min(least, MOST_LINES)}lh`,
    "--lines": lines === undefined ? undefined : String(lines),
  });
  const classes = ["w-text", `is-${kind}`, lines === undefined ? "" : "is-cut"];
  if (flag(node.italic)) classes.push("is-italic");
  if (flag(node.lineThrough)) classes.push("is-struck");
  return {
    class: classes.filter((name) => name !== "").join(" "),
    "data-size": textSize,
    "data-weight": weight,
    dir: "auto" as const,
    style,
  };
}

export function Text({ node }: NodeProps) {
  const { shown } = usePacedText(text(node.value), flag(node.streaming));
  const weight = oneOf(node.weight, WEIGHTS, "normal");
  return (
    <p {...look(node, "text", oneOf(node.size, TEXT_SIZES, "md"), weight)}>
      <FoldedText text={shown} />
    </p>
  );
}

export function Title({ node }: NodeProps) {
  const weight = oneOf(node.weight, WEIGHTS, "semibold");
  return (
    <h4 {...look(node, "title", oneOf(node.size, TITLE_SIZES, "md"), weight)}>
      <FoldedText text={text(node.value)} />
    </h4>
  );
}

export function Caption({ node }: NodeProps) {
  const weight = oneOf(node.weight, WEIGHTS, "normal");
  return (
    <p {...look(node, "caption", oneOf(node.size, CAPTION_SIZES, "sm"), weight)}>
      <FoldedText text={text(node.value)} />
    </p>
  );
}

export function MarkdownText({ node }: NodeProps) {
  const streaming = flag(node.streaming);
  const { shown, settled } = usePacedText(text(node.value), streaming);
  return <Markdown text={shown} open={!settled} />;
}

export function Badge({ node }: NodeProps) {
  return (
    <span
      class={flag(node.pill) ? "w-badge is-pill" : "w-badge"}
      data-color={oneOf(node.color, BADGE_COLORS, "secondary")}
      data-variant={oneOf(node.variant, ["solid", "soft", "outline"], "solid")}
      data-size={oneOf(node.size, ["sm", "md", "lg"], "md")}
      dir="auto"
    >
      {brief(text(node.label))}
    </span>
  );
}
