/** A widget: its nodes drawn by the components that know their types. */
import { useSignal } from "@preact/signals";
import { useId, useMemo, useRef } from "preact/hooks";
import type { WidgetRoot } from "../../protocol/wire.gen";
import { memo } from "../primitives/memo";
import { useView } from "../view";
import { ActionsContext, useWidgetActions } from "./actions";
import { WidgetContext } from "./forms/context";
import { useKeptFocus } from "./forms/kept-focus";
import { type FieldKeys, nextKeys } from "./forms/keys";
import { FormContext, FormScope } from "./forms/scope";
import { Node, NodesContext } from "./nodes";
import { components } from "./registry";

const ROOT = { components, depth: 0 };

interface WidgetProps {
  itemId: string;
  root: WidgetRoot;
}

function Widget({ itemId, root }: WidgetProps) {
  const { actions, loads } = useWidgetActions(itemId);
  const element = useRef<HTMLDivElement>(null);
  const id = useId();
  const open = useSignal<string | null>(null);
  const known = useRef<FieldKeys | null>(null);
  const keys = useMemo(() => nextKeys(known.current, root), [root]);
  known.current = keys;
  const place = useMemo(() => ({ itemId, id, keys, open }), [itemId, id, keys, open]);
  const scope = useMemo(() => new FormScope(null, false), []);
  useKeptFocus(element);
  return (
    <div ref={element} class={loads ? "widget is-loading" : "widget"} inert={loads} aria-busy={loads}>
      <NodesContext.Provider value={ROOT}>
        <WidgetContext.Provider value={place}>
          <FormContext.Provider value={scope}>
            <ActionsContext.Provider value={actions}>
              <Node node={root} />
            </ActionsContext.Provider>
          </FormContext.Provider>
        </WidgetContext.Provider>
      </NodesContext.Provider>
      <Refusals itemId={itemId} scope={scope} />
    </div>
  );
}

/** What the kernel says of values that no field here holds. */
function Refusals({ itemId, scope }: { itemId: string; scope: FormScope }) {
  const refusals = [...useView().conversation.fields.refusals(itemId).value];
  const others = refusals.filter(([name]) => !scope.has(name));
  return (
    <>
      {others.map(([name, text]) => (
        <p key={name} class="w-problem" role="alert" dir="auto">
          {text}
        </p>
      ))}
    </>
  );
}

export const WidgetView = memo(Widget);
