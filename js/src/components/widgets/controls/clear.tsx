/** Empties the field beside it. */
import { words } from "../../../locales";
import { Icon } from "../../primitives/icon";

export function ClearButton({ label, onClear }: { label: string; onClear: () => void }) {
  return (
    <button type="button" class="w-clear" aria-label={words.clearField(label)} onClick={onClear}>
      <Icon name="x" />
    </button>
  );
}
