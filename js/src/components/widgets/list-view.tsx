import { useState } from "preact/hooks";
import { words } from "../../locales";
import { useActions } from "./actions";
import { useBeginning } from "./beginning";
import { Status } from "./card";
import { alignment } from "./layout";
import { NodeList, Nodes } from "./nodes";
import { actionOf, childrenOf, count, type NodeProps, nameOf, schemeOf } from "./props";
import { space, styleOf } from "./values";

/** How many rows `limit: "auto"` shows. */
const AUTO_ROWS = 5;

/** What is pressed for itself when it lies in a row. */
const CONTROLS = "a, button, input, label, select, summary, textarea, [role=button]";

export function ListView({ node }: NodeProps) {
  const [all, setAll] = useState(false);
  const rows = childrenOf(node.children);
  const limit = node.limit === "auto" ? AUTO_ROWS : (count(node.limit) ?? rows.length);
  const asked = all ? rows : rows.slice(0, limit);
  const { shown, more } = useBeginning(asked);
  return (
    <div class="w-list" data-scheme={schemeOf(node)}>
      <Status status={node.status} />
      <ul>
        <NodeList of={shown} />
      </ul>
      {more}
      {more === null && asked.length < rows.length && (
        <button type="button" class="w-list-more" onClick={() => setAll(true)}>
          {words.more}
        </button>
      )}
    </div>
  );
}

export function ListViewItem({ node }: NodeProps) {
  const actions = useActions();
  const action = actionOf(node.onClickAction);
  const key = nameOf(node) ?? node;
  const style = styleOf({
    gap: node.gap === undefined ? undefined : space(node.gap),
    "align-items": alignment(node.align, "center"),
  });
  if (action === undefined) {
    return (
      <li class="w-row" style={style}>
        <Nodes of={node.children} />
      </li>
    );
  }
  const run = () => actions.run(action, key, "self");
  const onClick = (event: MouseEvent) => {
    const control = (event.target as Element).closest(CONTROLS);
    if (control === event.currentTarget) run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    run();
  };
  return (
    <li>
      {/* biome-ignore lint/a11y/useSemanticElements: a row may hold buttons of its own */}
      <div
        class="w-row is-active"
        style={style}
        role="button"
        tabIndex={0}
        aria-disabled={actions.waits(action)}
        aria-busy={actions.loads(key)}
        onClick={onClick}
        onKeyDown={onKeyDown}
      >
        <Nodes of={node.children} />
        {actions.loads(key) && <span class="spinner" aria-hidden="true" />}
      </div>
    </li>
  );
}
