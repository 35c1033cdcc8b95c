import { useState } from "preact/hooks";
import { words } from "../../locales";
import { CopyButton } from "../primitives/copy-button";
import { IconButton } from "../primitives/icon-button";
import { useView } from "../view";
import { hasText, type Turn, turnText } from "./exchanges";

interface TurnActionsProps {
  turn: Turn;
  /** The turn still grows: its actions keep their place but do not show. */
  going: boolean;
  latest: boolean;
  /** The message that the turn answers. */
  question: string | null;
}

type Kind = "positive" | "negative";

/** What can be done with a finished turn. */
export function TurnActions({ turn, going, latest, question }: TurnActionsProps) {
  const { conversation } = useView();
  const [given, setGiven] = useState<Kind | null>(null);
  const { feedback, retry } = conversation.options.value.threadItemActions;
  const ids = turn.items.map((item) => item.id);
  const isCopied = going || hasText(turn.items);
  if (!isCopied && !feedback && !retry) return null;

  const give = (kind: Kind) => {
    if (given === kind) return;
    setGiven(kind);
    conversation.feedback(ids, kind).catch(() => setGiven(null));
    conversation.log("message.action", { action: `feedback.${kind}`, item_ids: ids });
  };
  return (
    <div class="turn-actions" data-latest={latest || undefined} data-going={going || undefined}>
      {isCopied && <CopyButton tip="start" text={() => turnText(turn.items)} />}
      {feedback && (
        <>
          <IconButton
            icon="thumbs-up"
            label={words.goodResponse}
            aria-pressed={given === "positive"}
            onClick={() => give("positive")}
          />
          <IconButton
            icon="thumbs-down"
            label={words.badResponse}
            aria-pressed={given === "negative"}
            onClick={() => give("negative")}
          />
        </>
      )}
      {retry && question !== null && (
        <IconButton
          icon="rotate-cw"
          label={words.regenerate}
          disabled={conversation.response.value !== null}
          onClick={() => conversation.retryAfter(question)}
        />
      )}
    </div>
  );
}
