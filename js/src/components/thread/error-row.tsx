import { words } from "../../locales";
import type { ErrorRow as ErrorState } from "../../protocol/envelope";
import { asText } from "../../protocol/shape";
import { ownText } from "../failures";
import { Icon } from "../primitives/icon";
import { FoldedText } from "../prose/long-text";
import { Traceback } from "../prose/traceback";
import { useView } from "../view";

/** The kit's own errors: most say all in a whole sentence, and the name of the class would only be in the way. */
const OWN_ERRORS: ReadonlySet<string> = new Set([
  "AttachmentRefusedError",
  "BrokenStreamError",
  "ClientToolError",
  "InvalidRequestError",
  "NotFoundError",
  "StoreError",
  "TemplateLimitError",
  "TooMuchError",
  "UploadFailedError",
]);
const SENTENCE = /\w\W+\w+\W+\w[\s\S]*[.?!]$/;

/** What is said about an error: its own message, else what was raised, else what its code means. */
export function errorText(error: ErrorState): string {
  const own = asText(error.message, "message");
  if (own !== "") return own;
  const { code, detail } = error;
  if (detail === undefined || detail === null) return ownText(code) ?? words.responseFailed;
  const [type, message] = [asText(detail.type, "type"), asText(detail.message, "message")];
  if (OWN_ERRORS.has(type) && SENTENCE.test(message)) return message;
  return message === "" ? type || words.responseFailed : `${type}: ${message}`;
}

/** What went wrong, what can be done, and for those who wrote the server where it happened. */
export function ErrorRow({ error }: { error: ErrorState }) {
  const { conversation } = useView();
  const traceback = asText(error.detail?.traceback, "traceback");
  return (
    <div class="note turn" data-level="danger">
      <Icon name="circle-alert" />
      <div class="note-body">
        <p role="alert" dir="auto">
          <FoldedText text={errorText(error)} />
        </p>
        <Traceback text={traceback} />
      </div>
      {error.allow_retry === true && (
        <button type="button" class="small-button" onClick={() => conversation.retry()}>
          <Icon name="rotate-cw" />
          {words.retry}
        </button>
      )}
    </div>
  );
}
