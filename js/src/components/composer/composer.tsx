/** Where messages are written. */
import { useSignalEffect } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useView } from "../view";
import { words } from "../words";
import { growTo } from "./height";
import { SendButton } from "./send-button";

/** Browsers report a key that an input method has taken by this code only. */
const COMPOSING = 229;

export function Composer() {
  const view = useView();
  const { conversation } = view;
  const field = useRef<HTMLTextAreaElement>(null);
  const { placeholder } = conversation.options.value.composer;
  const { modelName } = conversation.options.value;
  const { value: draft } = conversation.draft;
  const { value: response } = conversation.response;
  const { value: connection } = conversation.connection;
  const status = conversation.thread.value?.status;

  const lost = connection === "restarted" || connection === "closed";
  const locked = status?.type === "locked";
  const disabled = lost || locked;
  const hint = locked ? status.reason || words.locked : placeholder;
  // Before the first state a message may be sent already: it leaves as soon as its thread is known.
  const waits = conversation.loading.value && connection === "ready";
  const sendable = !disabled && !waits && response === null && draft.trim() !== "";

  useLayoutEffect(() => {
    view.focusComposer = () => {
      const focus = () => field.current?.focus({ preventScroll: true });
      // Behind the history nothing takes the focus; what closes it is drawn in a moment.
      if (field.current?.closest("[hidden]")) queueMicrotask(focus);
      else focus();
    };
  }, [view]);
  useLayoutEffect(() => {
    if (field.current !== null) growTo(field.current);
  }, [draft]);
  useSignalEffect(() => {
    // A value set from elsewhere must reach the field although Preact saw no change of its own.
    const text = conversation.draft.value;
    if (field.current !== null && field.current.value !== text) field.current.value = text;
  });

  if (status?.type === "closed") {
    return (
      <p class="ended" role="status" dir="auto">
        {status.reason || words.ended}
      </p>
    );
  }

  const send = () => {
    if (!sendable) return;
    conversation.send({
      content: [{ type: "input_text", text: draft }],
      attachments: [],
      inference_options: {},
    });
  };
  const stop = () => {
    if (response?.allowCancel === true && !response.stopping) conversation.stop();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || event.keyCode === COMPOSING) return;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      send();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      if (response !== null) stop();
      else field.current?.blur();
    }
  };
  const focusField = (event: MouseEvent) => {
    if (event.target instanceof HTMLElement && event.target.closest("button, textarea") === null) {
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
        send();
      }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a press beside the field means the field */}
      <div class="composer-box" onMouseDown={focusField}>
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
          }}
          onKeyDown={onKeyDown}
        />
        <div class="composer-tools">
          {modelName !== undefined && modelName !== "" && (
            <span class="model" title={modelName}>
              {modelName}
            </span>
          )}
          <SendButton sendable={sendable} response={response} onStop={stop} />
        </div>
      </div>
    </form>
  );
}
