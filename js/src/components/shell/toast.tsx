import { useEffect } from "preact/hooks";
import { words } from "../../locales";
import { IconButton } from "../primitives/icon-button";
import { useView } from "../view";

/** Long enough to read a line and to reach a button. */
const SHOWN_FOR = 6_000;

/** The last thing worth a word, with a way to undo it. */
export function ToastLine() {
  const { toast } = useView();
  const shown = toast.value;
  useEffect(() => {
    if (shown === null) return undefined;
    const timer = setTimeout(() => {
      if (toast.peek() === shown) toast.value = null;
    }, SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [shown, toast]);
  return (
    <div class="toast-place" role="status">
      {shown !== null && (
        <div class="toast">
          <span dir="auto">{shown.text}</span>
          {shown.action !== undefined && (
            <button type="button" class="toast-action" onClick={shown.action.run}>
              {shown.action.label}
            </button>
          )}
          <IconButton
            icon="x"
            label={words.dismiss}
            tip="end"
            onClick={() => {
              toast.value = null;
            }}
          />
        </div>
      )}
    </div>
  );
}
