import { words } from "../../locales";
import { Icon } from "../primitives/icon";
import { useView } from "../view";

const ICONS = { busy: "clock", restarted: "unplug", stopped: "unplug", closed: "unplug" } as const;

/** One line when the kernel does not answer as usual. */
export function ConnectionLine() {
  const state = useView().conversation.connection.value;
  return (
    <div class="connection" role="status">
      {state !== "ready" && state !== "connecting" && (
        <p>
          <Icon name={ICONS[state]} />
          <span>{words.connection[state]}</span>
        </p>
      )}
    </div>
  );
}
