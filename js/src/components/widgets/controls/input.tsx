/** One line to fill in. */
import { useEager } from "../forms/eager";
import { FieldFrame, useField } from "../forms/field";
import { flag, type NodeProps, oneOf, optionalText, text } from "../props";
import { controlLook, typingProps } from "./looks";

const TYPES = ["number", "email", "text", "password", "tel", "url"] as const;

export function Input({ node }: NodeProps) {
  const type = oneOf(node.inputType, TYPES, "text");
  const field = useField(node, {
    initial: text(node.defaultValue),
    rules: { required: flag(node.required), pattern: optionalText(node.pattern) },
    type,
    label: optionalText(node.placeholder),
  });
  const select = useEager(field, node);
  return (
    <FieldFrame field={field}>
      <input
        {...controlLook(node)}
        {...typingProps(node)}
        {...field.attributes}
        type={type as "text"}
        // Numbers with a fraction are numbers, too.
        step={type === "number" ? "any" : undefined}
        value={field.value}
        onInput={(event) => field.change(event.currentTarget.value)}
        onFocus={select}
      />
    </FieldFrame>
  );
}
