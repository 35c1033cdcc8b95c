import { words } from "../../locales";
import type { ActiveResponse } from "../../state/conversation";
import { Icon } from "../primitives/icon";
import type { Obstacle } from "./readiness";

interface SendButtonProps {
  sendable: boolean;
  /** Why there is something to send that cannot be sent yet. */
  obstacle: Obstacle | undefined;
  isBusy: boolean;
  response: ActiveResponse | null;
  onStop: () => void;
}

/** The one round button: it sends, or stops what is under way. */
export function SendButton({ sendable, obstacle, isBusy, response, onStop }: SendButtonProps) {
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
      class={isBusy ? "round-button is-busy" : "round-button"}
      aria-label={words.send}
      data-tip={sendable ? words.send : obstacle && words.obstacles[obstacle]}
      data-tip-align="end"
      // A button that is disabled altogether could not say why.
      aria-disabled={!sendable && obstacle !== undefined ? true : undefined}
      disabled={!sendable && obstacle === undefined}
    >
      {isBusy ? <span class="spinner" aria-hidden="true" /> : <Icon name="arrow-up" />}
    </button>
  );
}
