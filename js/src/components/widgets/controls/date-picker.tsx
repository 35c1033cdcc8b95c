/** A date to choose from a calendar. */
import { useContext, useRef } from "preact/hooks";
import { words } from "../../../locales";
import { Icon } from "../../primitives/icon";
import { Popover } from "../../primitives/popover";
import { WidgetContext } from "../forms/context";
import { FieldFrame, labelId, useField } from "../forms/field";
import { briefText, flag, type NodeProps, oneOf } from "../props";
import { Calendar } from "./calendar";
import { ClearButton } from "./clear";
import { type Day, dateOf, dayOf } from "./days";
import { controlLook } from "./looks";

export function DatePicker({ node }: NodeProps) {
  const placeholder = briefText(node.placeholder);
  const field = useField<string | null>(node, { initial: dayOf(node.defaultValue), label: placeholder });
  const { open } = useContext(WidgetContext);
  const trigger = useRef<HTMLButtonElement | null>(null);
  const dialog = useRef<HTMLDivElement>(null);

  const [min, max] = ordered(dayOf(node.min), dayOf(node.max));
  const chosen = dayOf(field.value);
  const isOpen = open.value === field.key && !field.isBlocked;
  const { ref, "aria-label": name, ...attributes } = field.attributes;

  const close = () => {
    if (open.peek() === field.key) open.value = null;
  };
  const leave = () => {
    close();
    trigger.current?.focus();
  };
  const choose = (day: Day) => {
    leave();
    if (day !== field.value) field.change(day);
  };
  const clear = () => {
    field.change(null);
    trigger.current?.focus();
  };
  const toggle = () => {
    if (isOpen) close();
    else if (!field.isBlocked) open.value = field.key;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Delete" && isClearable) clear();
    if (event.key !== "ArrowDown" || isOpen) return;
    event.preventDefault();
    toggle();
  };
  const leaveByKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    leave();
  };
  const isClearable = flag(node.clearable) && chosen !== null && !field.isBlocked;
  const shown = chosen === null ? (placeholder ?? words.chooseDate) : words.fieldDate(dateOf(chosen));
  const shownId = `${attributes.id}-shown`;
  return (
    <FieldFrame field={field} isWide={flag(node.block)}>
      <div class={isClearable ? "w-trigger is-clearable" : "w-trigger"}>
        <button
          {...controlLook(node)}
          {...attributes}
          ref={(element) => {
            trigger.current = element;
            ref(element);
          }}
          type="button"
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          // The name of the field alone would hide which date is chosen.
          aria-label={name === undefined || name === shown ? undefined : `${name}: ${shown}`}
          aria-labelledby={name === undefined ? `${labelId(attributes.id)} ${shownId}` : undefined}
          aria-disabled={field.isBlocked || undefined}
          disabled={field.isDisabled}
          onClick={toggle}
          onKeyDown={onKeyDown}
        >
          <span id={shownId} class={chosen === null ? "w-chosen is-empty" : "w-chosen"} dir="auto">
            {shown}
          </span>
          <Icon name="calendar" />
        </button>
        {isClearable && <ClearButton label={name ?? field.name} onClear={clear} />}
      </div>
      {isOpen && (
        <Popover
          anchor={trigger}
          side={oneOf(node.side, ["top", "bottom", "left", "right"], "bottom")}
          align={oneOf(node.align, ["start", "center", "end"], "start")}
          onClose={close}
        >
          <div ref={dialog} role="dialog" aria-label={words.chooseDate} onKeyDown={leaveByKey}>
            <Calendar dialog={dialog} chosen={chosen} min={min} max={max} onChoose={choose} />
          </div>
        </Popover>
      )}
    </FieldFrame>
  );
}

/** Bounds in the wrong order would leave nothing to choose: only the first is kept. */
function ordered(min: Day | null, max: Day | null): [Day | null, Day | null] {
  return min !== null && max !== null && max < min ? [min, null] : [min, max];
}
