/** The open list of a select: the arrow keys move, letters search. The focus stays in one place. */
import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { words } from "../../../locales";
import { Icon } from "../../primitives/icon";
import { Popover } from "../../primitives/popover";
import type { Option } from "./options";
import { folded, useTypeahead } from "./typeahead";

/** What Page Up and Page Down move by. */
const PAGE = 10;

interface OptionListProps {
  anchor: RefObject<HTMLElement | null>;
  listId: string;
  /** What is chosen here. */
  label: string;
  options: readonly Option[];
  chosen: Option | undefined;
  isSearched: boolean;
  onChoose: (option: Option) => void;
  onClose: () => void;
}

export function OptionList(props: OptionListProps) {
  const { anchor, listId, label, options, chosen, isSearched, onChoose, onClose } = props;
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(chosen?.value ?? null);
  const list = useRef<HTMLDivElement>(null);
  const typeahead = useTypeahead();

  const shown = options.filter((option) => folded(option.label).includes(folded(query.trim())));
  const usable = shown.filter((option) => !option.isDisabled);
  const current = usable.find((option) => option.value === active) ?? usable[0];
  const optionId = (option: Option) => `${listId}-${options.indexOf(option)}`;
  const activeId = current && optionId(current);

  useLayoutEffect(() => {
    list.current?.querySelector('[data-active="true"]')?.scrollIntoView?.({ block: "nearest" });
  }, [activeId]);

  const leave = () => {
    onClose();
    anchor.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const index = current ? usable.indexOf(current) : -1;
    const steps = new Map([
      ["ArrowDown", index + 1],
      ["ArrowUp", index - 1],
      ["PageDown", index + PAGE],
      ["PageUp", index - PAGE],
      ...(isSearched ? [] : [["Home", 0] as const, ["End", usable.length] as const]),
    ]);
    const step = steps.get(event.key);
    if (step !== undefined) setActive(usable[clamp(step, usable.length)]?.value ?? null);
    else if (event.key === "Escape") leave();
    else if (event.key === "Tab") return leave();
    else if (event.key === "Enter" || (event.key === " " && !isSearched)) {
      if (current) onChoose(current);
    } else if (event.key.length === 1 && !isSearched && !event.ctrlKey && !event.metaKey) {
      const found = typeahead(event.key, usable, current);
      if (found) setActive(found.value);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  // The keys come to the control while it keeps the focus.
  useLayoutEffect(() => {
    const element = isSearched ? null : anchor.current;
    if (element === null) return undefined;
    element.setAttribute("aria-activedescendant", activeId ?? "");
    element.addEventListener("keydown", onKeyDown);
    return () => {
      element.removeAttribute("aria-activedescendant");
      element.removeEventListener("keydown", onKeyDown);
    };
  });

  const listBox = (
    <div ref={list} class="w-option-list" id={listId} role="listbox" aria-label={label}>
      {shown.map((option) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys go to the control
        <div
          key={option.value}
          id={optionId(option)}
          role="option"
          tabIndex={-1}
          aria-selected={option === chosen}
          aria-disabled={option.isDisabled || undefined}
          data-active={option === current}
          onPointerMove={() => !option.isDisabled && setActive(option.value)}
          // A press must not take the focus from the control.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => !option.isDisabled && onChoose(option)}
        >
          <span>
            <span dir="auto">{option.label}</span>
            {option.description !== undefined && (
              <span class="w-option-description" dir="auto">
                {option.description}
              </span>
            )}
          </span>
          {option === chosen && <Icon name="check" />}
        </div>
      ))}
    </div>
  );
  return (
    <Popover anchor={anchor} isWide class="w-list-popover" onClose={onClose}>
      {isSearched ? (
        <div role="dialog" aria-label={label}>
          <input
            data-focus
            class="field"
            type="text"
            role="combobox"
            aria-label={words.searchOptions}
            aria-autocomplete="list"
            aria-expanded
            aria-controls={listId}
            aria-activedescendant={activeId}
            placeholder={words.searchOptions}
            value={query}
            onInput={(event) => setQuery(event.currentTarget.value)}
            onKeyDown={onKeyDown}
          />
          {listBox}
          {shown.length === 0 && (
            <p class="w-no-options" role="status">
              {words.noOptions}
            </p>
          )}
        </div>
      ) : (
        listBox
      )}
    </Popover>
  );
}

function clamp(index: number, count: number): number {
  return Math.max(0, Math.min(index, count - 1));
}
