/** One question and what came of it. */
import { words } from "../../locales";
import type { ItemSignal, PendingMessage } from "../../state/conversation";
import { Boundary } from "../boundary";
import { ItemView } from "../items/item";
import { said } from "../items/said";
import { UserBubble, UserMessage } from "../items/user-message";
import { memo } from "../primitives/memo";
import { useView } from "../view";
import type { Exchange, Turn } from "./exchanges";
import { Tail } from "./tail";
import { TurnActions } from "./turn-actions";

interface ExchangeProps {
  exchange: Exchange;
  /** The newest one: what happens now shows at its end. */
  latest: boolean;
  /** It takes at least a whole view, so that it can stand at the top. */
  roomy: boolean;
}

function className(roomy: boolean): string {
  return roomy ? "exchange is-roomy" : "exchange";
}

function Answer({ turn, latest, question }: { turn: Turn; latest: boolean; question: string | null }) {
  const { conversation } = useView();
  const going = latest && conversation.response.value !== null;
  return (
    <div class="turn answer" aria-busy={going}>
      <h3 class="for-readers">{words.assistantSaid}</h3>
      {turn.items.map((item) => (
        <ItemView key={item.id} signal={item} />
      ))}
      <Boundary part="actions" from={[turn, going]}>
        <TurnActions turn={turn} going={going} latest={latest} question={question} />
      </Boundary>
    </div>
  );
}

function Question({ signal }: { signal: ItemSignal }) {
  const { value: item } = signal.item;
  return (
    <Boundary part="userMessage" id={signal.id} from={[item]} text={() => said(item).join("")}>
      <UserMessage signal={signal} />
    </Boundary>
  );
}

function WholeExchange({ exchange, latest, roomy }: ExchangeProps) {
  const lastTurn = exchange.turns.at(-1);
  return (
    <div class={className(roomy)} data-latest={latest || undefined}>
      {exchange.user !== null && <Question signal={exchange.user} />}
      {exchange.turns.map((turn) => (
        <Answer
          key={turn.key}
          turn={turn}
          latest={latest && turn === lastTurn}
          question={exchange.user?.id ?? null}
        />
      ))}
      {latest && <Tail last={lastTurn?.items.at(-1) ?? null} />}
    </div>
  );
}

export const ExchangeView = memo(WholeExchange);

/** What is said where nothing was asked: of a first message that failed, or a thread that can't be opened. */
export function NoExchange() {
  return (
    <div class={className(false)} data-latest>
      <Tail last={null} />
    </div>
  );
}

/** The message just sent, before the server has it. */
export function PendingExchange({ message }: { message: PendingMessage }) {
  return (
    <div class={`${className(true)} is-new`} data-latest>
      <UserBubble
        content={message.content}
        attachments={message.attachments}
        quotedText={message.quoted_text}
      />
      <Tail last={null} />
    </div>
  );
}
