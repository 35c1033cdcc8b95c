/** Asks whether a tool may be called. It is drawn from what the kernel asks, by no component that widgets have. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { words } from "../../locales";
import { pieces } from "../../markdown/pieces";
import type { Approval } from "../../state/approvals";
import { memo } from "../primitives/memo";
import { useWidgetActions, type WidgetActions } from "../widgets/actions";
import { Shield } from "./shield";

interface ApprovalProps {
  itemId: string;
  approval: Approval;
}

export function ApprovalCard({ itemId, approval }: ApprovalProps) {
  const { actions } = useWidgetActions(itemId);
  const { state, agent, tool, title, reason } = approval;
  const isOpen = state === "open";
  const card = useRef<HTMLElement>(null);
  const pressed = useRef(false);
  const press = () => {
    pressed.current = true;
  };
  useEffect(() => {
    // The button that had the focus is gone.
    if (pressed.current && !isOpen) card.current?.focus({ preventScroll: true });
  }, [isOpen]);
  const body = useRef<HTMLDivElement>(null);
  const reading = useReading(body);
  const verb = isOpen ? words.approval.asks : words.approval.asked;
  const label = words.approval.label(words.approval[state], agent, verb, tool);
  return (
    <article class="approval" data-state={state} aria-label={label} tabIndex={-1} ref={card}>
      <p class="approval-head">
        <Shield state={state} />
        {words.approval[state]}
      </p>
      <div
        class="approval-body"
        ref={body}
        onScroll={reading.look}
        {...(reading.overflows ? { tabIndex: 0, role: "group", "aria-label": label } : {})}
      >
        <p>
          <bdi class="approval-agent">{agent}</bdi> {verb}
        </p>
        <p class="approval-tool">
          <bdi>{title}</bdi> <code>{tool}</code>
        </p>
        <Arguments of={approval.arguments} />
        {reason !== "" && (
          <p class="approval-reason" dir="auto">
            {reason}
          </p>
        )}
      </div>
      {isOpen && (
        <div class="approval-foot">
          <span class="approval-more">{reading.more && words.approval.moreToRead}</span>
          <Answer kind="reject" actions={actions} payload={approval.payload} onPress={press} />
          <Answer kind="approve" actions={actions} payload={approval.payload} onPress={press} />
        </div>
      )}
    </article>
  );
}

/** Characters that are laid out together, where they are looked at. */
const PIECE = 4_000;

/** They may be long, and the card is drawn again whenever its reader scrolls. */
const Arguments = memo(function AllArguments({ of }: { of: Approval["arguments"] }) {
  if (of.length === 0) return <p class="approval-none">{words.approval.noArguments}</p>;
  return (
    <dl class="approval-arguments">
      {of.map(({ name, value }, index) => (
        <div key={index}>
          {name !== "" && (
            <dt>
              <bdi>{name}</bdi>
            </dt>
          )}
          <dd dir="auto">
            {[...pieces(value, PIECE)].map((piece, part) => (
              <span key={part}>{piece}</span>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
});

interface AnswerProps {
  kind: "approve" | "reject";
  actions: WidgetActions;
  payload: unknown;
  onPress: () => void;
}

function Answer({ kind, actions, payload, onPress }: AnswerProps) {
  const action = {
    type: `chatkit.${kind}`,
    payload,
    handler: "server",
    loadingBehavior: "self",
    streaming: true,
  } as const;
  const loads = actions.loads(kind);
  const run = () => {
    onPress();
    actions.run(action, kind, "self");
  };
  return (
    <button
      type="button"
      class={kind === "approve" ? "small-button is-primary" : "small-button"}
      aria-busy={loads}
      disabled={loads || actions.waits(action)}
      onClick={run}
    >
      <span>{words.approval[kind]}</span>
      {loads && <span class="spinner" aria-hidden="true" />}
    </button>
  );
}

/** The room below the last line, in pixels. */
const END = 16;

/** Whether a box scrolls, and whether its end is still out of sight. */
function useReading(box: { current: HTMLElement | null }) {
  const [overflows, setOverflows] = useState(false);
  const [more, setMore] = useState(false);
  const look = () => {
    const element = box.current;
    if (element === null) return;
    setOverflows(element.scrollHeight > element.clientHeight + 1);
    setMore(element.scrollTop + element.clientHeight < element.scrollHeight - END);
  };
  useLayoutEffect(() => {
    const observer = new ResizeObserver(look);
    if (box.current !== null) observer.observe(box.current);
    for (const child of box.current?.children ?? []) observer.observe(child);
    return () => observer.disconnect();
  }, [box]);
  return { overflows, more, look };
}
