/** Files dragged over the panel: what is shown meanwhile, and what becomes of them. */
import { type Signal, useSignal } from "@preact/signals";
import { words } from "../../locales";
import { Icon } from "../primitives/icon";
import { useView } from "../view";
import { droppedFiles, hasFiles, takesFiles } from "./intake";

/** What the panel does about files that are dragged over it. */
export function useDrop() {
  const view = useView();
  const isOver = useSignal(false);

  /** Browsers open a file that nobody takes, and leave the notebook for it. */
  const claim = (event: DragEvent): event is DragEvent & { dataTransfer: DataTransfer } => {
    if (!hasFiles(event.dataTransfer)) return false;
    event.preventDefault();
    const takes = takesFiles(view.conversation) && view.enlarged.peek() === null;
    event.dataTransfer.dropEffect = takes ? "copy" : "none";
    if (takes) event.stopPropagation();
    return takes;
  };
  const onDragOver = (event: DragEvent) => {
    isOver.value = claim(event);
  };
  const onDrop = (event: DragEvent) => {
    isOver.value = false;
    if (!claim(event)) return;
    const { files, folders } = droppedFiles(event.dataTransfer);
    view.historyOpen.value = false;
    view.conversation.attachments.add(files, folders);
    view.focusComposer();
  };
  return { isOver, handlers: { onDragEnter: onDragOver, onDragOver, onDrop } };
}

/** Lies over everything, so that leaving it is leaving the panel. */
export function DropZone({ isOver }: { isOver: Signal<boolean> }) {
  if (!isOver.value) return null;
  const end = () => {
    isOver.value = false;
  };
  return (
    // A pointer that moves drags nothing: the end of the drag went by unnoticed.
    // biome-ignore lint/a11y/noStaticElementInteractions: there for the pointer only; the button does the same
    <div class="drop-zone" onDragLeave={end} onPointerMove={end}>
      <p>
        <Icon name="upload" />
        {words.dropFiles}
      </p>
    </div>
  );
}
