/** Boxes and what stands between them. */
import type { CSSProperties } from "preact";
import { words } from "../../locales";
import type { WidgetNode } from "../../protocol/wire.gen";
import { ScrollArea } from "../primitives/scroll-area";
import { boundedRatio, boundedShare } from "./bounds";
import { FormFrame } from "./forms/form";
import { Nodes } from "./nodes";
import { actionOf, flag, type NodeProps, oneOf, schemeOf } from "./props";
import {
  BACKGROUNDS,
  BORDER_COLORS,
  border,
  color,
  radius,
  type Style,
  size,
  space,
  spacing,
  styleOf,
} from "./values";

const ALIGN: ReadonlyMap<string, string> = new Map([
  ["start", "flex-start"],
  ["end", "flex-end"],
]);
const JUSTIFY: ReadonlyMap<string, string> = new Map([
  ...ALIGN,
  ["between", "space-between"],
  ["around", "space-around"],
  ["evenly", "space-evenly"],
]);
const ALIGNMENTS = ["start", "center", "end", "baseline", "stretch"] as const;
const JUSTIFICATIONS = ["start", "center", "end", "between", "around", "evenly", "stretch"] as const;

export function alignment(value: unknown, fallback: (typeof ALIGNMENTS)[number]): string {
  const chosen = oneOf(value, ALIGNMENTS, fallback);
  return ALIGN.get(chosen) ?? chosen;
}

/** The measures that boxes and pictures share. */
export function measures(node: WidgetNode): Style {
  const whole = size(node.size);
  return {
    width: size(node.width) ?? whole,
    height: size(node.height) ?? whole,
    "min-width": size(node.minWidth) ?? size(node.minSize),
    "min-height": size(node.minHeight) ?? size(node.minSize),
    "max-width": size(node.maxWidth) ?? size(node.maxSize),
    "max-height": size(node.maxHeight) ?? size(node.maxSize),
    "aspect-ratio": boundedRatio(node.aspectRatio),
    flex: typeof node.flex === "number" ? `${boundedShare(node.flex)} 1 0%` : size(node.flex),
    background: color(node.background, BACKGROUNDS),
    "border-radius": radius(node.radius),
    ...spacing("margin", node.margin),
  };
}

const WRAPS = ["nowrap", "wrap", "wrap-reverse"] as const;

type Direction = "row" | "column";

function boxStyle(node: WidgetNode, direction: Direction): CSSProperties {
  const justify = oneOf(node.justify, JUSTIFICATIONS, "start");
  const shape = measures(node);
  return styleOf({
    "flex-direction": direction,
    "align-items": alignment(node.align, direction === "row" ? "center" : "stretch"),
    "justify-content": JUSTIFY.get(justify) ?? justify,
    // Where nothing is said, the style sheet decides by what is in the box.
    "flex-wrap": WRAPS.find((wrap) => wrap === node.wrap),
    gap: space(node.gap),
    ...shape,
    // What does not fit would lie over what follows.
    overflow: shape["max-height"] === undefined ? undefined : "auto",
    ...spacing("padding", node.padding),
    ...border(node.border),
  });
}

function directionOf(node: WidgetNode): Direction {
  return node.direction === "row" ? "row" : "column";
}

function boxAttributes(node: WidgetNode, direction: Direction, name = "") {
  const classes = ["w-box", direction === "row" ? "is-row" : "", name];
  return { class: classes.filter((each) => each !== "").join(" "), style: boxStyle(node, direction) };
}

function Framed({ node, direction }: NodeProps & { direction: Direction }) {
  const attributes = boxAttributes(node, direction);
  const nodes = <Nodes of={node.children} />;
  if (attributes.style.overflow === undefined) return <div {...attributes}>{nodes}</div>;
  return (
    <ScrollArea label={words.parts.widget} {...attributes}>
      {nodes}
    </ScrollArea>
  );
}

export function Box({ node }: NodeProps) {
  return <Framed node={node} direction={directionOf(node)} />;
}

export function Row({ node }: NodeProps) {
  return <Framed node={node} direction="row" />;
}

export function Col({ node }: NodeProps) {
  return <Framed node={node} direction="column" />;
}

/** A box whose fields are sent together. */
export function Form({ node }: NodeProps) {
  return (
    <FormFrame
      action={actionOf(node.onSubmitAction)}
      attributes={boxAttributes(node, directionOf(node), "w-form")}
    >
      <Nodes of={node.children} />
    </FormFrame>
  );
}

/** A root without a frame of its own. */
export function Basic({ node }: NodeProps) {
  return (
    <div {...boxAttributes(node, directionOf(node), "w-basic")} data-scheme={schemeOf(node)}>
      <Nodes of={node.children} />
    </div>
  );
}

/** Room between its neighbours, which grows along them. */
export function Spacer({ node }: NodeProps) {
  return <div class="w-spacer" style={styleOf({ "--least": size(node.minSize) })} />;
}

export function Divider({ node }: NodeProps) {
  const style = styleOf({
    "--line": size(node.size),
    "--line-color": color(node.color, BORDER_COLORS),
    "--line-room": space(node.spacing),
  });
  return <hr class={flag(node.flush) ? "w-divider is-flush" : "w-divider"} style={style} />;
}
