/** What happens now, at the end of the thread: a wait, progress, notices, an error. */
import type { ItemSignal } from "../../state/conversation";
import { Boundary } from "../boundary";
import { useView } from "../view";
import { ErrorRow } from "./error-row";
import { NoticeRow } from "./notice";
import { Progress } from "./progress";

export function Tail({ last }: { last: ItemSignal | null }) {
  const { conversation } = useView();
  const { value: progress } = conversation.progress;
  const { value: error } = conversation.error;
  // An item that grows shows by itself that something happens.
  const quiet = conversation.response.value !== null && progress === null && last?.streaming.value !== true;
  return (
    <>
      {progress !== null && (
        <Boundary part="progress" from={[progress]}>
          <Progress text={progress.text} icon={progress.icon} />
        </Boundary>
      )}
      {quiet && (
        <div class="turn waiting" aria-hidden="true">
          <span class="caret-dot" />
        </div>
      )}
      {conversation.notices.value.map((notice, index) => (
        <Boundary key={index} part="notice" from={[notice]}>
          <NoticeRow notice={notice} />
        </Boundary>
      ))}
      {error !== null && (
        <Boundary part="error" from={[error]}>
          <ErrorRow error={error} />
        </Boundary>
      )}
    </>
  );
}
