import type { Connection } from "../../state/conversation";
import { Icon } from "../primitives/icon";
import { useView } from "../view";
import { words } from "../words";

const STATES: ReadonlyMap<Connection, { icon: string; text: string }> = new Map([
  ["busy", { icon: "clock", text: words.busy }],
  ["restarted", { icon: "unplug", text: words.restarted }],
  ["closed", { icon: "unplug", text: words.closed }],
]);

/** One line when the kernel does not answer as usual. */
export function ConnectionLine() {
  const { conversation } = useView();
  const state = STATES.get(conversation.connection.value);
  return (
    <div class="connection" role="status">
      {state !== undefined && (
        <p>
          <Icon name={state.icon} />
          <span>{state.text}</span>
        </p>
      )}
    </div>
  );
}
