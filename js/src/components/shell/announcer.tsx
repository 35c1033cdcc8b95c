import { useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { groupExchanges, turnText } from "../thread/exchanges";
import { useView } from "../view";
import { words } from "../words";

/** Reads a finished answer aloud, once, instead of every word as it comes. */
export function Announcer() {
  const { conversation, announcement } = useView();
  const responding = useRef(false);
  useSignalEffect(() => {
    const now = conversation.response.value !== null;
    if (now === responding.current) return;
    responding.current = now;
    const turn = groupExchanges(conversation.items.peek()).at(-1)?.turns.at(-1);
    announcement.value = now ? words.responding : turn === undefined ? "" : turnText(turn.items);
  });
  return (
    <div class="for-readers" aria-live="polite">
      {announcement.value}
    </div>
  );
}
