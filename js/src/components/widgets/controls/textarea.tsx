/** Several lines to fill in. */
import { useLayoutEffect } from "preact/hooks";
import { useEager } from "../forms/eager";
import { FieldFrame, useField } from "../forms/field";
import { count, flag, type NodeProps, optionalText, text } from "../props";
import { controlLook, typingProps } from "./looks";

const ROWS = 3;
/** A field that grows without a limit of its own leaves room for what is around it. */
const MOST_GROWN = 12;
/** More lines only push the rest out of sight. */
const MOST_ROWS = 60;

export function Textarea({ node }: NodeProps) {
  const field = useField(node, {
    initial: text(node.defaultValue),
    rules: { required: flag(node.required), pattern: optionalText(node.pattern) },
    label: optionalText(node.placeholder),
  });
  const select = useEager(field, node);
  const grows = flag(node.autoResize);
  const rows = Math.min(count(node.rows) ?? ROWS, MOST_ROWS);
  const most = Math.max(rows, count(node.maxRows) ?? MOST_GROWN);
  useLayoutEffect(() => {
    const element = field.element();
    if (grows && element !== null) growTo(element);
  }, [grows, field.value]);
  const { class: name, style, ...look } = controlLook(node);
  return (
    <FieldFrame field={field}>
      <textarea
        {...look}
        {...typingProps(node)}
        {...field.attributes}
        class={grows ? `${name} is-growing` : name}
        rows={rows}
        style={{ ...style, "--rows": String(rows), "--most": String(Math.min(most, MOST_ROWS)) }}
        value={field.value}
        onInput={(event) => field.change(event.currentTarget.value)}
        onFocus={select}
      />
    </FieldFrame>
  );
}

/** For browsers whose fields don't grow by themselves; the style sheet says how far. */
function growTo(element: HTMLElement): void {
  if (globalThis.CSS?.supports("field-sizing", "content")) return;
  element.style.height = "auto";
  element.style.height = `${element.scrollHeight}px`;
}
