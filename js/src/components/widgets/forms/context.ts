/** What the parts of one drawn widget share. */
import { type Signal, signal } from "@preact/signals";
import { createContext } from "preact";
import { type FieldKeys, fieldKeys } from "./keys";

export interface WidgetPlace {
  readonly itemId: string;
  /** Begins the ids of its elements. */
  readonly id: string;
  readonly keys: FieldKeys;
  /** The key of the field whose list or calendar is open in this view. */
  readonly open: Signal<string | null>;
}

export const WidgetContext = createContext<WidgetPlace>({
  itemId: "",
  id: "",
  keys: fieldKeys(null),
  open: signal(null),
});
