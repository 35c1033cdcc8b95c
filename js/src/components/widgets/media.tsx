/** Icons and pictures of widgets. */
import { Icon } from "../primitives/icon";
import { Picture } from "../prose/picture";
import { measures } from "./layout";
import { flag, type NodeProps, oneOf, text } from "./props";
import { color, styleOf, TEXT_COLORS } from "./values";

/** Pixels by size; what is not here is as the style sheet says. */
const ICON_PIXELS = new Map([
  ["xs", 14],
  ["sm", 16],
  ["md", undefined],
  ["lg", 20],
  ["xl", 24],
  ["2xl", 28],
  ["3xl", 36],
]);
const ICON_SIZES = [...ICON_PIXELS.keys()];
const FITS = ["cover", "contain", "fill", "scale-down", "none"] as const;
const POSITIONS = [
  "top left",
  "top",
  "top right",
  "left",
  "center",
  "right",
  "bottom left",
  "bottom",
  "bottom right",
] as const;

export function WidgetIcon({ node }: NodeProps) {
  const size = oneOf(node.size, ICON_SIZES, "md");
  const pixels = ICON_PIXELS.get(size);
  const style = styleOf({
    color: color(node.color, TEXT_COLORS),
    "--icon": pixels === undefined ? undefined : `${pixels}px`,
  });
  return (
    <span class="w-icon" data-size={size} style={style}>
      <Icon name={text(node.name)} />
    </span>
  );
}

export function WidgetImage({ node }: NodeProps) {
  const style = styleOf({
    ...measures(node),
    "object-fit": oneOf(node.fit, FITS, "cover"),
    "object-position": oneOf(node.position, POSITIONS, "center"),
  });
  const classes = ["w-image"];
  if (flag(node.frame)) classes.push("is-framed");
  if (flag(node.flush)) classes.push("is-flush");
  return <Picture src={text(node.src)} alt={text(node.alt)} class={classes.join(" ")} style={style} />;
}
