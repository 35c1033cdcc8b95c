import { words } from "../../locales";
import { Icon } from "../primitives/icon";

/** The box of a task list's entry: it shows a state and takes no click. */
export function TaskBox({ checked }: { checked: boolean }) {
  return (
    <span
      class={checked ? "task-box is-checked" : "task-box"}
      role="img"
      aria-label={checked ? words.done : words.toDo}
    >
      {checked && <Icon name="check" />}
    </span>
  );
}
