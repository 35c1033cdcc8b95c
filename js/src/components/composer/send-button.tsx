import type { ActiveResponse } from "../../state/conversation";
import { Icon } from "../primitives/icon";
import { words } from "../words";

interface SendButtonProps {
  sendable: boolean;
  response: ActiveResponse | null;
  onStop: () => void;
}

/** The one round button: it sends, or stops what is under way. */
export function SendButton({ sendable, response, onStop }: SendButtonProps) {
  if (response?.allowCancel === true) {
    return (
      <button
        type="button"
        class="round-button"
        aria-label={words.stop}
        data-tip={response.stopping ? words.stopping : words.stop}
        data-tip-align="end"
        aria-disabled={response.stopping}
        onClick={onStop}
      >
        <Icon name="stop" />
      </button>
    );
  }
  return (
    <button
      type="submit"
      class={response === null ? "round-button" : "round-button is-busy"}
      aria-label={words.send}
      data-tip={sendable ? words.send : undefined}
      data-tip-align="end"
      disabled={!sendable}
    >
      {response === null ? <Icon name="arrow-up" /> : <span class="spinner" aria-hidden="true" />}
    </button>
  );
}
