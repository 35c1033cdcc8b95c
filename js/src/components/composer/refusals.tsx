import { useSignalEffect } from "@preact/signals";
import { words } from "../../locales";
import { Icon } from "../primitives/icon";
import { IconButton } from "../primitives/icon-button";
import { useView } from "../view";
import { refusalText } from "./refusal-text";

/** Files that were left out, until something else is added or removed. */
export function Refusals() {
  const { conversation } = useView();
  const { attachments } = conversation;
  const lines = attachments.refusals.value.map(refusalText);
  useSignalEffect(() => {
    for (const refusal of attachments.refusals.value) {
      conversation.log("attachment.refused", { ...refusal, message: refusalText(refusal) });
    }
  });
  if (lines.length === 0) return null;
  return (
    <div class="refusals">
      <Icon name="circle-alert" />
      <div role="alert">
        {lines.map((line, index) => (
          <p key={index} dir="auto">
            {line}
          </p>
        ))}
      </div>
      <IconButton icon="x" label={words.dismiss} tip="end" onClick={() => attachments.dismissRefusals()} />
    </div>
  );
}
