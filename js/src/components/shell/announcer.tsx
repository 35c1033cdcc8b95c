import { effect } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { words } from "../../locales";
import { plainText } from "../../markdown/plain-text";
import { groupExchanges, turnText } from "../thread/exchanges";
import { useView } from "../view";

/** Nobody listens longer at one go; the whole answer can be read where it stands. */
const LONGEST = 4_000;

/** Reads a finished answer aloud, once, instead of every word as it comes. */
export function Announcer() {
  const { conversation, announcement } = useView();
  const responding = useRef(false);
  // From the first moment on: an answer may come before the page has been painted.
  const follow = () => {
    const now = conversation.response.value !== null;
    if (now === responding.current) return;
    responding.current = now;
    const turn = groupExchanges(conversation.items.peek()).at(-1)?.turns.at(-1);
    announcement.value = now
      ? words.responding
      : turn === undefined
        ? ""
        : plainText(turnText(turn.items), LONGEST);
  };
  useLayoutEffect(() => effect(follow), [conversation, announcement]);
  return (
    <div class="for-readers" aria-live="polite">
      {announcement.value}
    </div>
  );
}
