/** Options of which one is chosen. */
import { useBeginning } from "../beginning";
import { FieldFrame, labelId, useField } from "../forms/field";
import { flag, type NodeProps, optionalText } from "../props";
import { chosenValue, optionsOf } from "./options";

export function RadioGroup({ node }: NodeProps) {
  const options = optionsOf(node.options ?? []);
  const field = useField<string | null>(node, {
    initial: chosenValue(options, node.defaultValue),
    rules: { required: flag(node.required), empty: "unchosen" },
    label: optionalText(node.ariaLabel),
  });
  const { id, ref, "data-field": key, "aria-label": name, ...attributes } = field.attributes;
  const chosen = chosenValue(options, field.value);
  // The arrow keys choose; Tab comes to the chosen one, and to the first if there is none.
  const first = options.find((option) => option.value === chosen) ?? options.find(isOn);
  const { shown, more } = useBeginning(options);
  return (
    <FieldFrame field={field} isWide={false}>
      <div
        class="w-options"
        data-direction={node.direction === "row" ? "row" : "col"}
        role="radiogroup"
        aria-label={name}
        aria-labelledby={name === undefined ? labelId(id) : undefined}
        {...attributes}
      >
        {shown.map((option) => (
          <label
            key={option.value}
            class="option w-option"
            data-blocked={field.isBlocked || option.isDisabled}
          >
            <input
              {...(option === first ? { id, ref, "data-field": key } : {})}
              type="radio"
              name={id}
              checked={option.value === chosen}
              disabled={field.isDisabled || option.isDisabled}
              aria-disabled={field.isBlocked || undefined}
              onClick={(event) => field.isBlocked && event.preventDefault()}
              onChange={() => field.change(option.value)}
            />
            <span dir="auto">{option.label}</span>
          </label>
        ))}
      </div>
      {more}
    </FieldFrame>
  );
}

function isOn({ isDisabled }: { readonly isDisabled: boolean }): boolean {
  return !isDisabled;
}
