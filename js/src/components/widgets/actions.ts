/** Runs the actions of one widget and shows that they run. */
import { createContext } from "preact";
import { useContext, useState } from "preact/hooks";
import type { ActionConfig } from "../../protocol/wire.gen";
import { useView } from "../view";

type Loading = "none" | "self" | "container";

export interface WidgetActions {
  /** Whether `action` has to wait: a response is under way, or another action of this widget. */
  readonly waits: (action: ActionConfig | undefined) => boolean;
  /** Whether the control called `key` shows that its action runs. */
  readonly loads: (key: unknown) => boolean;
  /** `key` names the control; `auto` is how controls of its kind load unless the action says so. */
  readonly run: (action: ActionConfig, key: unknown, auto: Loading) => void;
}

export const ActionsContext = createContext<WidgetActions>({
  waits: () => true,
  loads: () => false,
  run: () => {},
});

export function useActions(): WidgetActions {
  return useContext(ActionsContext);
}

function loadingOf(action: ActionConfig, auto: Loading): Loading {
  const asked = action.loadingBehavior ?? "auto";
  return asked === "auto" ? auto : asked;
}

/** The actions of the widget in item `itemId`, and whether all of it loads. */
export function useWidgetActions(itemId: string): { actions: WidgetActions; loads: boolean } {
  const { conversation, reports } = useView();
  const [running, setRunning] = useState<ReadonlyMap<unknown, Loading>>(new Map());
  const responding = conversation.response.value !== null;
  const busy = running.size > 0 || conversation.busyActions.value.has(itemId);

  const waits = (action: ActionConfig | undefined) => {
    if (action?.handler === "client") return false;
    return busy || (responding && action !== undefined && action.streaming !== false);
  };
  const run = (action: ActionConfig, key: unknown, auto: Loading) => {
    // What the client handles waits for no other action, but not even that runs twice at a time.
    if (waits(action) || running.has(key)) return;
    setRunning((others) => new Map(others).set(key, loadingOf(action, auto)));
    conversation
      .action(itemId, action)
      .catch((error: unknown) => reports.tell("widget", itemId, error))
      .finally(() => setRunning((all) => new Map([...all].filter(([other]) => other !== key))));
  };
  return {
    actions: { waits, loads: (key) => running.get(key) === "self", run },
    loads: [...running.values()].includes("container"),
  };
}
