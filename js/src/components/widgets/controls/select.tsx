/** A list that opens to choose one of its options. */
import { useContext, useRef } from "preact/hooks";
import { words } from "../../../locales";
import { Icon } from "../../primitives/icon";
import { WidgetContext } from "../forms/context";
import { FieldFrame, useField } from "../forms/field";
import { briefText, flag, type NodeProps } from "../props";
import { ClearButton } from "./clear";
import { controlLook } from "./looks";
import { OptionList } from "./option-list";
import { chosenValue, type Option, optionsOf } from "./options";
import { useTypeahead } from "./typeahead";

/** Longer lists are searched, whether that is asked for or not. */
const MOST_UNSEARCHED = 15;

export function Select({ node }: NodeProps) {
  const options = optionsOf(node.options);
  const placeholder = briefText(node.placeholder);
  const field = useField<string | null>(node, {
    initial: chosenValue(options, node.defaultValue),
    label: placeholder,
  });
  const { open } = useContext(WidgetContext);
  const trigger = useRef<HTMLButtonElement | null>(null);
  const typeahead = useTypeahead();

  const value = chosenValue(options, field.value);
  const chosen = options.find((option) => option.value === value);
  const isOpen = open.value === field.key && !field.isBlocked;
  const isSearched = flag(node.searchable) || options.length > MOST_UNSEARCHED;
  const { ref, id, "aria-label": name, ...attributes } = field.attributes;
  const listId = `${id}-list`;

  const show = () => {
    if (!field.isBlocked) open.value = field.key;
  };
  const close = () => {
    if (open.peek() === field.key) open.value = null;
  };
  const choose = (option: Option) => {
    close();
    trigger.current?.focus();
    if (option.value !== value) field.change(option.value);
  };
  const clear = () => {
    field.change(null);
    trigger.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isOpen || event.ctrlKey || event.metaKey || event.altKey) return;
    if (["ArrowDown", "ArrowUp", "Enter", " "].includes(event.key)) {
      event.preventDefault();
      show();
    } else if (event.key === "Delete" && flag(node.clearable) && chosen) {
      clear();
    } else if (event.key.length === 1) {
      // As in the lists of browsers: the letters choose without opening it.
      const found = typeahead(event.key, options, chosen);
      if (found && found !== chosen) field.change(found.value);
    }
  };
  const isClearable = flag(node.clearable) && chosen !== undefined && !field.isBlocked;
  return (
    <FieldFrame field={field} isWide={flag(node.block)}>
      <div class={isClearable ? "w-trigger is-clearable" : "w-trigger"}>
        <button
          {...controlLook(node)}
          {...attributes}
          id={id}
          ref={(element) => {
            trigger.current = element;
            ref(element);
          }}
          type="button"
          role="combobox"
          aria-haspopup={isSearched ? "dialog" : "listbox"}
          aria-expanded={isOpen}
          aria-controls={isOpen ? listId : undefined}
          aria-label={name}
          aria-disabled={field.isBlocked || undefined}
          disabled={field.isDisabled}
          onClick={isOpen ? close : show}
          onKeyDown={onKeyDown}
        >
          <span class={chosen ? "w-chosen" : "w-chosen is-empty"} dir="auto">
            {chosen?.label ?? placeholder ?? words.choose}
          </span>
          <Icon name="chevron-down" />
        </button>
        {isClearable && <ClearButton label={name ?? field.name} onClear={clear} />}
      </div>
      {isOpen && (
        <OptionList
          anchor={trigger}
          listId={listId}
          label={name ?? field.name}
          options={options}
          chosen={chosen}
          isSearched={isSearched}
          onChoose={choose}
          onClose={close}
        />
      )}
    </FieldFrame>
  );
}
