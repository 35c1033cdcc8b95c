import { useRef } from "preact/hooks";
import { words } from "../../locales";
import { dialogFilter } from "../../state/limits";
import { IconButton } from "../primitives/icon-button";
import { useView } from "../view";

/** Opens the file dialog. */
export function AttachButton({ disabled }: { disabled: boolean }) {
  const view = useView();
  const { attachments } = view.conversation;
  const input = useRef<HTMLInputElement>(null);
  const filter = dialogFilter(view.conversation.options.value.composer.attachments);
  return (
    <>
      <IconButton
        class="attach"
        icon="plus"
        label={words.attach}
        tip="start"
        disabled={disabled}
        onClick={() => input.current?.click()}
      />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        tabIndex={-1}
        aria-hidden="true"
        accept={filter === "" ? undefined : filter}
        onChange={(event) => {
          attachments.add([...(event.currentTarget.files ?? [])]);
          // The same file may be chosen again.
          event.currentTarget.value = "";
          view.focusComposer();
        }}
      />
    </>
  );
}
