import { useLayoutEffect, useRef } from "preact/hooks";
import { words } from "../../locales";
import { Icon } from "../primitives/icon";
import { IconButton } from "../primitives/icon-button";
import { useView } from "../view";
import type { Searching } from "./searching";

/** As much as the kernel takes. */
const LONGEST = 1_000;

/** Asks what was said in the chats. */
export function SearchField({ searching, onEnter }: { searching: Searching; onEnter: () => void }) {
  const view = useView();
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    view.focusSearch = () => field.current?.focus({ preventScroll: true });
    return () => {
      view.focusSearch = () => {};
    };
  }, [view]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    onEnter();
  };
  const clear = () => {
    searching.clear();
    view.focusSearch();
  };
  return (
    <search class="history-search">
      <div class="search-box">
        <Icon name="search" />
        <input
          ref={field}
          type="search"
          dir="auto"
          value={searching.text.value}
          placeholder={words.searchChats}
          aria-label={words.searchChats}
          enterkeyhint="search"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          maxLength={LONGEST}
          onInput={(event) => searching.type(event.currentTarget.value, event.isComposing)}
          onCompositionEnd={(event) => searching.type(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        {searching.text.value !== "" && (
          <IconButton icon="x" label={words.clearSearch} tip="end" onClick={clear} />
        )}
      </div>
    </search>
  );
}
