/** The mark of approvals. It is not among the icons that widgets, steps and options can name. */
import { type IconNode, ShieldAlert, ShieldBan, ShieldCheck, ShieldX } from "lucide";
import { createElement } from "preact";
import type { ApprovalState } from "../../state/approvals";

const SHIELDS = {
  open: ShieldAlert,
  approved: ShieldCheck,
  rejected: ShieldX,
  unanswered: ShieldBan,
} as const satisfies Record<ApprovalState, IconNode>;

export function Shield({ state }: { state: ApprovalState }) {
  return (
    <svg class="icon shield" viewBox="0 0 24 24" aria-hidden="true">
      {SHIELDS[state].map(([tag, attributes]) => createElement(tag, attributes))}
    </svg>
  );
}
