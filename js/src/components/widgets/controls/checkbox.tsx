/** A box to tick. */
import { brief } from "../../prose/brief";
import { FieldFrame, useField } from "../forms/field";
import { flag, type NodeProps, text } from "../props";

export function Checkbox({ node }: NodeProps) {
  const label = brief(text(node.label));
  const field = useField(node, {
    initial: flag(node.defaultChecked),
    rules: { required: flag(node.required), empty: "unticked" },
  });
  const { "aria-label": name, ...attributes } = field.attributes;
  return (
    <FieldFrame field={field} isWide={false}>
      <label class="option w-option" data-blocked={field.isBlocked}>
        <input
          {...attributes}
          type="checkbox"
          aria-label={label === "" ? name : undefined}
          checked={field.value}
          disabled={field.isDisabled}
          aria-disabled={field.isBlocked || undefined}
          onClick={(event) => field.isBlocked && event.preventDefault()}
          onChange={(event) => field.change(event.currentTarget.checked)}
        />
        {label !== "" && <span dir="auto">{label}</span>}
      </label>
    </FieldFrame>
  );
}
