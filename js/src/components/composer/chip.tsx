/** One file of the draft. */
import { useSignalEffect } from "@preact/signals";
import { useRef, useState } from "preact/hooks";
import { words } from "../../locales";
import type { DraftAttachment, Problem } from "../../state/conversation";
import { FileCard } from "../attachments/file-card";
import { ProgressRing } from "../attachments/progress-ring";
import { problemText } from "../failures";
import { Icon } from "../primitives/icon";
import { IconButton } from "../primitives/icon-button";
import { useView } from "../view";

interface ChipProps {
  file: DraftAttachment;
  onRemove: (button: HTMLElement) => void;
}

export function Chip({ file, onRemove }: ChipProps) {
  const { announcement } = useView();
  const [isBroken, setIsBroken] = useState(false);
  const state = file.upload.value;
  const before = useRef(state.phase);
  useSignalEffect(() => {
    const { phase } = file.upload.value;
    if (phase === "ready" && before.current !== "ready") announcement.value = words.attached(file.name);
    before.current = phase;
  });
  const ring = state.phase === "uploading" && (
    <ProgressRing label={words.uploading(file.name)} share={state.share} />
  );
  const picture = isBroken ? null : file.preview;
  return (
    <li class="chip" data-phase={state.phase}>
      {state.phase === "failed" ? (
        <FailedFile file={file} problem={state.problem} canRetry={state.canRetry} />
      ) : picture !== null ? (
        <span class="chip-picture" title={file.name}>
          <img src={picture} alt={file.name} draggable={false} onError={() => setIsBroken(true)} />
          {ring}
        </span>
      ) : (
        <FileCard
          name={file.name}
          mimeType={file.mimeType}
          detail={words.size(file.size)}
          mark={ring || null}
        />
      )}
      <button
        type="button"
        class="chip-remove"
        aria-label={words.remove(file.name)}
        onClick={(event) => onRemove(event.currentTarget)}
      >
        <Icon name="x" />
      </button>
    </li>
  );
}

interface FailedFileProps {
  file: DraftAttachment;
  problem: Problem;
  canRetry: boolean;
}

function FailedFile({ file, problem, canRetry }: FailedFileProps) {
  const { conversation } = useView();
  const reason = problemText(problem);
  return (
    <>
      <FileCard name={file.name} mimeType={file.mimeType} mark={<Icon name="circle-alert" />}>
        <span class="chip-reason" role="alert" title={reason} dir="auto">
          {reason}
        </span>
      </FileCard>
      {canRetry && (
        <IconButton
          icon="rotate-cw"
          label={words.retryFile(file.name)}
          // The list scrolls, and would cut off a name that floats.
          data-tip={undefined}
          title={words.retry}
          onClick={() => conversation.attachments.retry(file.key)}
        />
      )}
    </>
  );
}
