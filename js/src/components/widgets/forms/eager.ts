/** Fields that want the focus when they first appear, and those whose text is selected when they get it. */
import { useContext, useLayoutEffect } from "preact/hooks";
import type { JsonObject } from "../../../protocol/guards";
import { useView } from "../../view";
import { flag } from "../props";
import { WidgetContext } from "./context";
import type { Field } from "./field";

/**
 * Returns what to do when the field gets the focus. A field takes it once, not after each update, and only from within
 * the chat, but from nobody who is writing a message.
 */
export function useEager(field: Field<string>, { autoFocus, autoSelect }: JsonObject) {
  const { conversation } = useView();
  const { itemId } = useContext(WidgetContext);
  useLayoutEffect(() => {
    const isNew = conversation.fields.begins(itemId, field.key);
    if (!isNew || !flag(autoFocus) || conversation.draft.peek() !== "") return;
    const element = field.element();
    const { activeElement } = (element?.getRootNode() ?? document) as Document | ShadowRoot;
    if (activeElement !== null && activeElement !== document.body) element?.focus({ preventScroll: true });
  }, []);
  return ({ currentTarget }: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => {
    if (flag(autoSelect)) currentTarget.select();
  };
}
