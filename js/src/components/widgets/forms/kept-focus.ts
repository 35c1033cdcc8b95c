/**
 * Keeps the focus in a widget: an update may put the field that has it elsewhere in the tree, where it is another
 * element, and a widget that loads as a whole takes no focus.
 */
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

interface Kept {
  readonly element: HTMLElement;
  readonly key: string | undefined;
  readonly selection: readonly [number, number] | null;
}

/** To be called each time that the widget is drawn. */
export function useKeptFocus(widget: RefObject<HTMLElement | null>): void {
  const kept = useRef<Kept | null>(null);
  kept.current = focused(widget.current) ?? stillLost(kept.current, widget.current);
  useLayoutEffect(() => {
    const { current } = widget;
    if (current === null || kept.current === null || current.inert || activeIn(current) !== null) return;
    const { element, key, selection } = kept.current;
    const again = element.isConnected ? element : key === undefined ? undefined : fieldOf(current, key);
    again?.focus({ preventScroll: true });
    if (selection !== null && again !== undefined && "setSelectionRange" in again)
      (again as HTMLInputElement).setSelectionRange(...selection);
  });
}

function focused(widget: HTMLElement | null): Kept | null {
  const element = widget && activeIn(widget);
  if (!(element instanceof HTMLElement) || !widget?.contains(element)) return null;
  return { element, key: element.dataset.field, selection: selectionOf(element) };
}

/** What lost the focus because the widget was inert, and nothing else has taken it since. */
function stillLost(kept: Kept | null, widget: HTMLElement | null): Kept | null {
  return kept !== null && widget?.inert && activeIn(widget) === null ? kept : null;
}

/** What has the focus, seen from the widget; `null` for nothing on the whole page. */
function activeIn(widget: HTMLElement): Element | null {
  const { activeElement: near } = widget.getRootNode() as Document | ShadowRoot;
  const active = near ?? document.activeElement;
  return active === document.body ? null : active;
}

function selectionOf(element: HTMLElement): Kept["selection"] {
  if (!(element instanceof HTMLInputElement) && !(element instanceof HTMLTextAreaElement)) return null;
  const { selectionStart: start, selectionEnd: end } = element;
  // Inputs of some types, such as numbers, have none.
  return start === null || end === null ? null : [start, end];
}

function fieldOf(widget: HTMLElement, key: string): HTMLElement | undefined {
  return [...widget.querySelectorAll<HTMLElement>("[data-field]")].find(
    ({ dataset }) => dataset.field === key,
  );
}
