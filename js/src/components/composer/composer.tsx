/** Where messages are written. */
import { useSignalEffect } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { words } from "../../locales";
import { textIn } from "../../protocol/shape";
import { useView } from "../view";
import { AttachButton } from "./attach-button";
import { Chips } from "./chips";
import { useEager } from "./eager";
import { useTall } from "./height";
import { attachmentIds, readinessOf } from "./readiness";
import { Refusals } from "./refusals";
import { SendButton } from "./send-button";

/** Browsers report a key that an input method has taken by this code only. */
const COMPOSING = 229;

export function Composer() {
  const { conversation } = useView();
  return readinessOf(conversation).closed ? <Ended /> : <Field />;
}

/** Stands where nothing is written any more. */
function Ended() {
  const status = useView().conversation.thread.value?.status;
  return (
    <p class="ended" role="status" dir="auto">
      {(status?.type === "closed" && textIn(status.reason)) || words.ended}
    </p>
  );
}

function Field() {
  const view = useView();
  const { conversation, toast } = view;
  const { attachments } = conversation;
  const field = useRef<HTMLTextAreaElement>(null);
  const { composer, modelName } = conversation.options.value;
  const { value: draft } = conversation.draft;
  const { value: response } = conversation.response;
  const status = conversation.thread.value?.status;
  const { disabled, sendable, uploading, obstacle } = readinessOf(conversation);
  const hint =
    status?.type === "locked"
      ? textIn(status.reason) || words.locked
      : (composer.placeholder ?? words.placeholder);
  const tall = useTall(field, draft);

  useLayoutEffect(() => {
    view.focusComposer = () => {
      const focus = () => field.current?.focus({ preventScroll: true });
      // Behind the history nothing takes the focus; what closes it is drawn in a moment.
      if (field.current?.closest("[hidden]")) queueMicrotask(focus);
      else focus();
    };
  }, [view]);
  useSignalEffect(() => {
    // A value set from elsewhere must reach the field although Preact saw no change of its own.
    const text = conversation.draft.value;
    if (field.current !== null && field.current.value !== text) field.current.value = text;
  });

  const send = () => {
    const isBlank = draft.trim() === "";
    if (isBlank) conversation.draft.value = "";
    conversation.send({
      content: isBlank ? [] : [{ type: "input_text", text: draft }],
      attachments: attachmentIds(conversation),
      inference_options: {},
    });
  };
  const eager = useEager(sendable, uploading, send);

  const submit = () => {
    if (sendable) send();
    else if (uploading) eager.value = true;
  };
  const stop = () => {
    if (response?.allowCancel === true && !response.stopping) conversation.stop();
  };
  const removeLast = () => {
    const last = attachments.list.peek().at(-1);
    if (last === undefined) return;
    attachments.remove(last.key);
    const undo = () => {
      attachments.add([last.file]);
      toast.value = null;
      view.focusComposer();
    };
    toast.value = { text: words.removed(last.name), action: { label: words.undo, run: undo } };
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || event.keyCode === COMPOSING) return;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      submit();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      if (response !== null) stop();
      else if (eager.value) eager.value = false;
      else field.current?.blur();
    } else if (event.key === "Backspace" && draft === "" && !event.repeat) {
      removeLast();
    }
  };
  const focusField = (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest("button, textarea") === null) {
      event.preventDefault();
      view.focusComposer();
    }
  };

  return (
    <form
      class="composer"
      data-disabled={disabled || undefined}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Refusals />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a press beside the field means the field */}
      <div
        class="composer-box"
        data-tall={tall || attachments.list.value.length > 0 || undefined}
        onMouseDown={focusField}
      >
        <Chips />
        {composer.attachments.enabled && <AttachButton disabled={disabled} />}
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          value={draft}
          placeholder={hint}
          aria-label={hint}
          disabled={disabled}
          spellcheck
          onInput={(event) => {
            conversation.draft.value = event.currentTarget.value;
            eager.value = false;
          }}
          onKeyDown={onKeyDown}
        />
        <div class="composer-tools">
          {typeof modelName === "string" && modelName !== "" && (
            <span class="model" title={modelName}>
              {modelName}
            </span>
          )}
          <SendButton
            sendable={sendable}
            obstacle={eager.value ? "sending" : obstacle}
            isBusy={eager.value || response !== null}
            response={response}
            onStop={stop}
          />
        </div>
      </div>
    </form>
  );
}
