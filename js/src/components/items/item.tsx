/** Draws one item of an assistant's turn by its type. */
import type { ThreadItem } from "../../protocol/wire.gen";
import { approvalOf } from "../../state/approvals";
import type { ItemSignal } from "../../state/conversation";
import { Boundary } from "../boundary";
import type { Part } from "../parts";
import { memo } from "../primitives/memo";
import { WidgetView } from "../widgets/widget";
import { ApprovalCard } from "./approval";
import { AssistantMessage } from "./assistant-message";
import { GeneratedImage } from "./generated-image";
import { said } from "./said";
import { StructuredInputView } from "./structured-input";
import { TaskRow } from "./task";
import { WorkflowView } from "./workflow";

const PARTS: ReadonlyMap<string, Part> = new Map([
  ["assistant_message", "message"],
  ["widget", "widget"],
  ["workflow", "steps"],
  ["task", "step"],
  ["generated_image", "generatedImage"],
  ["structured_input", "form"],
]);

function Content({ item, streaming }: { item: ThreadItem; streaming: boolean }) {
  switch (item.type) {
    case "assistant_message":
      return <AssistantMessage item={item} streaming={streaming} />;
    case "widget": {
      const approval = approvalOf(item);
      if (approval !== null) return <ApprovalCard itemId={item.id} approval={approval} />;
      return <WidgetView itemId={item.id} root={item.widget} />;
    }
    case "workflow":
      return <WorkflowView workflow={item.workflow} streaming={streaming} />;
    case "task":
      return <TaskRow task={item.task} />;
    case "generated_image":
      return <GeneratedImage item={item} streaming={streaming} />;
    case "structured_input":
      return <StructuredInputView item={item} />;
    default:
      return null;
  }
}

function AnyItem({ signal }: { signal: ItemSignal }) {
  const { value: item } = signal.item;
  return (
    <div class="item" data-item={signal.id}>
      <Boundary
        part={PARTS.get(item.type) ?? { name: item.type }}
        id={signal.id}
        from={[item]}
        text={() => said(item).join("\n\n")}
      >
        <Content item={item} streaming={signal.streaming.value} />
      </Boundary>
    </div>
  );
}

export const ItemView = memo(AnyItem);
