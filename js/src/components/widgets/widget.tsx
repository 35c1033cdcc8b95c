/** A widget: its nodes drawn by the components that know their types. */
import type { WidgetRoot } from "../../protocol/wire.gen";
import { memo } from "../primitives/memo";
import { ActionsContext, useWidgetActions } from "./actions";
import { Node, NodesContext } from "./nodes";
import { components } from "./registry";

const ROOT = { components, depth: 0 };

interface WidgetProps {
  itemId: string;
  root: WidgetRoot;
}

function Widget({ itemId, root }: WidgetProps) {
  const { actions, loads } = useWidgetActions(itemId);
  return (
    <div class={loads ? "widget is-loading" : "widget"} inert={loads} aria-busy={loads}>
      <NodesContext.Provider value={ROOT}>
        <ActionsContext.Provider value={actions}>
          <Node node={root} />
        </ActionsContext.Provider>
      </NodesContext.Provider>
    </div>
  );
}

export const WidgetView = memo(Widget);
