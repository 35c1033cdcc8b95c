import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { words } from "../../locales";
import type { ThreadInfo } from "../../protocol/envelope";
import { textIn } from "../../protocol/shape";
import { IconButton } from "../primitives/icon-button";
import { brief } from "../prose/brief";
import { timeText } from "./days";

interface ThreadRowProps {
  thread: ThreadInfo;
  current: boolean;
  options: { showDelete: boolean; showRename: boolean };
  onOpen: () => void;
  onRename: (title: string) => void;
  onDelete: () => void;
}

/** One chat of the list: open it, name it, throw it away. */
export function ThreadRow({ thread, current, options, onOpen, onRename, onDelete }: ThreadRowProps) {
  const [naming, setNaming] = useState(false);
  const row = useRef<HTMLLIElement>(null);
  const title = brief(textIn(thread.title)) || words.newChat;

  const named = useRef(false);
  const isOpen = useRef(false);
  useLayoutEffect(() => {
    isOpen.current = naming;
    // Back from the field to the row it stood in for.
    if (!naming && named.current) row.current?.querySelector<HTMLElement>(".thread-open")?.focus();
    named.current = naming;
  }, [naming]);

  const finish = (name: string | null) => {
    if (!isOpen.current) return;
    // The field loses the focus when it goes, which would finish it once more.
    isOpen.current = false;
    setNaming(false);
    const trimmed = name?.trim() ?? "";
    if (trimmed !== "" && trimmed !== thread.title) onRename(trimmed);
  };
  if (naming) {
    return (
      <li class="thread-row" ref={row}>
        <NameField value={textIn(thread.title)} onFinish={finish} />
      </li>
    );
  }
  return (
    <li class="thread-row" ref={row}>
      <button type="button" class="thread-open" aria-current={current ? "true" : undefined} onClick={onOpen}>
        <span class="thread-title">
          <bdi>{title}</bdi>
        </span>
        <time dateTime={thread.created_at}>{timeText(thread.created_at, new Date())}</time>
      </button>
      {(options.showRename || options.showDelete) && (
        <div class="thread-actions">
          {options.showRename && (
            <IconButton icon="pencil" label={words.rename} tip="end" onClick={() => setNaming(true)} />
          )}
          {options.showDelete && (
            <IconButton icon="trash" label={words.delete} tip="end" onClick={onDelete} />
          )}
        </div>
      )}
    </li>
  );
}

function NameField({ value, onFinish }: { value: string; onFinish: (name: string | null) => void }) {
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.select(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === "Enter" || event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      onFinish(event.key === "Enter" ? (field.current?.value ?? null) : null);
    }
  };
  return (
    <input
      ref={field}
      class="field"
      type="text"
      dir="auto"
      defaultValue={value}
      aria-label={words.chatName}
      onKeyDown={onKeyDown}
      onBlur={(event) => onFinish(event.currentTarget.value)}
    />
  );
}
