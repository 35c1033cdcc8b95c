/** Says, where no message is drawn, that tools wait for approval, and leads to the first of the cards. */
import { useRef } from "preact/hooks";
import { words } from "../../locales";
import { approvalStateOf, hasApprovalId } from "../../state/approvals";
import { Shield } from "../items/shield";
import { useView } from "../view";

export function ApprovalsLine() {
  const line = useRef<HTMLDivElement>(null);
  const { conversation } = useView();
  const waiting = conversation.items.value.filter(
    ({ id, item }) => hasApprovalId(id) && approvalStateOf(item.value) === "open",
  );
  const review = () => {
    const items = line.current?.closest(".panel")?.querySelectorAll<HTMLElement>("[data-item]") ?? [];
    const card = [...items]
      .find(({ dataset }) => dataset.item === waiting[0]?.id)
      ?.querySelector<HTMLElement>(".approval");
    card?.scrollIntoView({ block: "nearest" });
    card?.focus({ preventScroll: true });
  };
  return (
    <div class="approvals-line" role="status" ref={line}>
      {waiting.length > 0 && (
        <p>
          <Shield state="open" />
          <span>{words.approval.waiting(waiting.length)}</span>
          <button type="button" class="quiet-button" onClick={review}>
            {words.approval.review}
          </button>
        </p>
      )}
    </div>
  );
}
