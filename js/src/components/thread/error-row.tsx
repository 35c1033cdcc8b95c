import type { ErrorRow as ErrorState } from "../../protocol/envelope";
import { Icon } from "../primitives/icon";
import { ScrollArea } from "../primitives/scroll-area";
import { useView } from "../view";
import { words } from "../words";

/** What is said about an error: its own message, else what was raised, else a general sentence. */
export function errorText(error: ErrorState): string {
  if (error.message !== undefined && error.message !== "") return error.message;
  const { detail } = error;
  if (detail === undefined) return words.failed;
  return detail.message === "" ? detail.type : `${detail.type}: ${detail.message}`;
}

/** What went wrong, what can be done, and for those who wrote the server where it happened. */
export function ErrorRow({ error }: { error: ErrorState }) {
  const { conversation } = useView();
  const traceback = error.detail?.traceback;
  return (
    <div class="note turn" data-level="danger">
      <Icon name="circle-alert" />
      <div class="note-body">
        <p role="alert" dir="auto">
          {errorText(error)}
        </p>
        {traceback !== undefined && traceback !== "" && (
          <details class="traceback">
            <summary>
              <Icon name="chevron-right" class="turns" />
              {words.details}
            </summary>
            <ScrollArea as="pre" class="listing" label={words.details}>
              <code>{traceback}</code>
            </ScrollArea>
          </details>
        )}
      </div>
      {error.allow_retry && (
        <button type="button" class="small-button" onClick={() => conversation.retry()}>
          <Icon name="rotate-cw" />
          {words.retry}
        </button>
      )}
    </div>
  );
}
