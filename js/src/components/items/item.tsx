/** Draws one item of an assistant's turn by its type. */
import type { ItemSignal } from "../../state/conversation";
import { memo } from "../primitives/memo";
import { WidgetView } from "../widgets/widget";
import { AssistantMessage } from "./assistant-message";
import { GeneratedImage } from "./generated-image";
import { StructuredInputView } from "./structured-input";
import { TaskRow } from "./task";
import { WorkflowView } from "./workflow";

function Content({ signal }: { signal: ItemSignal }) {
  const { value: item } = signal.item;
  const { value: streaming } = signal.streaming;
  switch (item.type) {
    case "assistant_message":
      return <AssistantMessage item={item} streaming={streaming} />;
    case "widget":
      return <WidgetView itemId={item.id} root={item.widget} />;
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
  return (
    <div class="item" data-item={signal.id}>
      <Content signal={signal} />
    </div>
  );
}

export const ItemView = memo(AnyItem);
