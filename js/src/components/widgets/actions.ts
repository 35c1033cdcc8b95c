/** Runs the actions of one widget, with the values of the form they are in, and shows that they run. */

import { useSignal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { ActionConfig } from "../../protocol/wire.gen";
import type { FieldValue } from "../../state/fields";
import { useView } from "../view";
import { filled } from "./forms/payload";
import { FormContext } from "./forms/scope";

export type Loading = "none" | "self" | "container";
type Values = readonly (readonly [string, FieldValue])[];

export interface WidgetActions {
  /** Whether `action` has to wait: a response is under way, or another action of this widget. */
  readonly waits: (action: ActionConfig | undefined) => boolean;
  /** Whether the control called `key` shows that its action runs. */
  readonly loads: (key: unknown) => boolean;
  /**
   * `key` names the control; `auto` is how controls of its kind load unless the action says so. `values` join the
   * payload; within a form they are those of its fields unless given. Returns whether it had not to wait.
   */
  readonly run: (action: ActionConfig, key: unknown, auto: Loading, values?: Values) => boolean;
}

export const ActionsContext = createContext<WidgetActions>({
  waits: () => true,
  loads: () => false,
  run: () => false,
});

export function useActions(): WidgetActions {
  const actions = useContext(ActionsContext);
  const scope = useContext(FormContext);
  return {
    ...actions,
    run: (action, key, auto, values = scope.isForm ? scope.values() : []) =>
      actions.run(action, key, auto, values),
  };
}

function loadingOf(action: ActionConfig, auto: Loading): Loading {
  const asked = action.loadingBehavior ?? "auto";
  return asked === "auto" ? auto : asked;
}

/** The actions of the widget in item `itemId`, and whether all of it loads. */
export function useWidgetActions(itemId: string): { actions: WidgetActions; loads: boolean } {
  const { conversation, reports } = useView();
  const running = useSignal<ReadonlyMap<unknown, Loading>>(new Map());

  // Read when it is asked, not when it was drawn: a script may raise two actions in one go.
  const waits = (action: ActionConfig | undefined) => {
    if (action?.handler === "client") return false;
    const busy = running.value.size > 0 || conversation.busyActions.value.has(itemId);
    const responding = conversation.response.value !== null;
    return busy || (responding && action !== undefined && action.streaming !== false);
  };
  const run = (action: ActionConfig, key: unknown, auto: Loading, values: Values = []) => {
    // What the client handles waits for no other action, but not even that runs twice at a time.
    if (waits(action) || running.value.has(key)) return false;
    running.value = new Map(running.value).set(key, loadingOf(action, auto));
    const { payload, collisions } = filled(action.payload, values);
    for (const name of collisions) reports.tell("form", itemId, collision(name, action));
    conversation.fields.forgive(itemId);
    conversation
      .action(itemId, payload === undefined ? action : { ...action, payload })
      .catch((error: unknown) => reports.tell("widget", itemId, error))
      .finally(() => {
        running.value = new Map([...running.value].filter(([other]) => other !== key));
      });
    return true;
  };
  return {
    actions: { waits, loads: (key) => running.value.get(key) === "self", run },
    loads: [...running.value.values()].includes("container"),
  };
}

function collision(name: string, { type }: ActionConfig): Error {
  return new Error(
    `The field ${JSON.stringify(name)} is left out of the action ${JSON.stringify(type)}, whose payload has no room ` +
      "for it: it has a value of that name already, or is no object.",
  );
}
