/** Written things: text, titles, captions, badges, Markdown. */
import type { CSSProperties } from "preact";
import { isObject, type JsonObject } from "../../protocol/guards";
import type { WidgetNode } from "../../protocol/wire.gen";
import { brief } from "../prose/brief";
import { FoldedText } from "../prose/long-text";
import { Markdown } from "../prose/markdown";
import { usePacedText } from "../prose/pace";
import { typingProps } from "./controls/looks";
import { useEager } from "./forms/eager";
import { FieldFrame, useField } from "./forms/field";
import { briefText, count, flag, type NodeProps, oneOf, optionalText, text } from "./props";
import { color, size, styleOf, TEXT_COLORS } from "./values";

const WEIGHTS = ["normal", "medium", "semibold", "bold"] as const;
const TEXT_SIZES = ["xs", "sm", "md", "lg", "xl"] as const;
const BADGE_COLORS = ["secondary", "success", "danger", "warning", "info", "discovery"] as const;
const TITLE_SIZES = ["sm", "md", "lg", "xl", "2xl", "3xl", "4xl", "5xl"] as const;
/** What differs from the size of its kind in the style sheet. */
const FONT_SIZES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "text xs": "var(--ck-size-xs)",
    "text sm": "var(--ck-size-sm)",
    "text lg": "var(--ck-size-lg)",
    "text xl": "var(--ck-size-xl)",
    "caption md": "var(--ck-size-sm)",
    "caption lg": "var(--ck-size-md)",
    "title sm": "var(--ck-size-md)",
    "title lg": "var(--ck-size-xl)",
    "title xl": "calc(var(--ck-text-size) * 1.6)",
    "title 2xl": "calc(var(--ck-text-size) * 2)",
    "title 3xl": "calc(var(--ck-text-size) * 2.4)",
    "title 4xl": "calc(var(--ck-text-size) * 3)",
    "title 5xl": "calc(var(--ck-text-size) * 3.8)",
  }),
);
/** More empty lines than this only push the rest out of sight. */
const MOST_LINES = 100;
/** More than a text has before it is folded. */
const MOST_LINES_SHOWN = 1_000;
/** Characters of a text that has room in any row. */
const SHORT = 18;
const CAPTION_SIZES = ["sm", "md", "lg"] as const;

/** Attributes and style of a text node; the rest is in the style sheet. */
function look(node: WidgetNode, kind: string, textSize: string, weight: string) {
  const lines = count(node.maxLines) ?? (flag(node.truncate) ? 1 : undefined);
  const least = count(node.minLines);
  const style: CSSProperties = styleOf({
    color: color(node.color, TEXT_COLORS),
    "font-size": FONT_SIZES.get(`${kind} ${textSize}`),
    "text-align": oneOf(node.textAlign, ["start", "center", "end"], "start"),
    width: size(node.width),
    "min-height": least === undefined ? undefined : `${Math.min(least, MOST_LINES)}lh`,
    "--lines": lines === undefined ? undefined : String(Math.min(lines, MOST_LINES_SHOWN)),
  });
  const classes = ["w-text", `is-${kind}`, lines === undefined ? "" : "is-cut"];
  if (flag(node.italic)) classes.push("is-italic");
  if (flag(node.lineThrough)) classes.push("is-struck");
  if (typeof node.value === "string" && node.value.length <= SHORT) classes.push("is-short");
  return {
    class: classes.filter((name) => name !== "").join(" "),
    "data-size": textSize,
    "data-weight": weight,
    dir: "auto" as const,
    style,
  };
}

function textLook(node: WidgetNode) {
  return look(node, "text", oneOf(node.size, TEXT_SIZES, "md"), oneOf(node.weight, WEIGHTS, "normal"));
}

/** A label is smaller than text unless it says otherwise. */
export function labelLook(node: WidgetNode) {
  return look(node, "text", oneOf(node.size, TEXT_SIZES, "sm"), oneOf(node.weight, WEIGHTS, "medium"));
}

export function Text({ node }: NodeProps) {
  return isObject(node.editable) ? (
    <EditableText node={node} editable={node.editable} />
  ) : (
    <PlainText node={node} />
  );
}

function PlainText({ node }: NodeProps) {
  const { shown } = usePacedText(text(node.value), flag(node.streaming));
  return (
    <p {...textLook(node)}>
      <FoldedText text={shown} />
    </p>
  );
}

/** Text to be written over: a field that looks like the text it is. */
function EditableText({ node, editable }: NodeProps & { editable: JsonObject }) {
  const field = useField(node, {
    initial: text(node.value),
    rules: { required: flag(editable.required), pattern: optionalText(editable.pattern) },
    label: optionalText(editable.placeholder),
  });
  const select = useEager(field, editable);
  const { class: name, ...rest } = textLook(node);
  const props = {
    ...rest,
    ...typingProps(editable),
    ...field.attributes,
    class: `${name} w-editable`,
    autoComplete: briefText(editable.autoComplete),
    value: field.value,
    onInput: (event: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) =>
      field.change(event.currentTarget.value),
    onFocus: select,
  };
  const isLong = (count(node.minLines) ?? 1) > 1 || field.value.includes("\n");
  return (
    <FieldFrame field={field}>
      {isLong ? <textarea {...props} rows={count(node.minLines) ?? 2} /> : <input {...props} type="text" />}
    </FieldFrame>
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
