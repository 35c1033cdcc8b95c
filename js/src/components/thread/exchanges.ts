/** The items of a thread as exchanges: what was asked and the turns that answer it. */

import { textIn } from "../../protocol/shape";
import type { ItemSignal } from "../../state/conversation";
import { said } from "../items/said";

/** Items that belong together, with the actions after the last of them. */
export interface Turn {
  readonly key: string;
  readonly items: readonly ItemSignal[];
}

export interface Exchange {
  readonly key: string;
  readonly user: ItemSignal | null;
  readonly turns: readonly Turn[];
}

const SHOWN: ReadonlySet<string> = new Set([
  "assistant_message",
  "widget",
  "generated_image",
  "structured_input",
  "workflow",
  "task",
]);

function sameItems(a: readonly ItemSignal[], b: readonly ItemSignal[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

function sameExchange(a: Exchange, b: Exchange): boolean {
  return (
    a.user === b.user &&
    a.turns.length === b.turns.length &&
    a.turns.every((turn, index) => sameItems(turn.items, b.turns[index]?.items ?? []))
  );
}

function build(items: readonly ItemSignal[]): Exchange[] {
  const exchanges: { key: string; user: ItemSignal | null; turns: { key: string; items: ItemSignal[] }[] }[] =
    [];
  let turnEnded = false;
  for (const signal of items) {
    // A type never changes under an id, so nothing has to watch for it here.
    const { type } = signal.item.peek();
    if (type === "user_message") {
      exchanges.push({ key: signal.id, user: signal, turns: [] });
    } else if (type === "end_of_turn") {
      turnEnded = true;
    } else if (SHOWN.has(type)) {
      let exchange = exchanges.at(-1);
      if (exchange === undefined) {
        exchange = { key: `before:${signal.id}`, user: null, turns: [] };
        exchanges.push(exchange);
      }
      const turn = exchange.turns.at(-1);
      if (turnEnded || turn === undefined) exchange.turns.push({ key: signal.id, items: [signal] });
      else turn.items.push(signal);
      turnEnded = false;
    }
  }
  return exchanges;
}

/** Groups `items`; exchanges that are as in `before` keep their identity. */
export function groupExchanges(items: readonly ItemSignal[], before: readonly Exchange[] = []): Exchange[] {
  const known = new Map(before.map((exchange) => [exchange.key, exchange]));
  return build(items).map((exchange) => {
    const old = known.get(exchange.key);
    return old !== undefined && sameExchange(old, exchange) ? old : exchange;
  });
}

/** What the copy button of a turn puts on the clipboard. */
export function turnText(items: readonly ItemSignal[]): string {
  return items
    .map((signal) => textsOf(signal).join("\n\n"))
    .filter(isSaid)
    .join("\n\n");
}

/** Whether there is anything of a turn to be copied. */
export function hasText(items: readonly ItemSignal[]): boolean {
  return items.some((signal) => textsOf(signal).some(isSaid));
}

function textsOf(signal: ItemSignal): string[] {
  const item = signal.item.peek();
  if (item.type === "assistant_message") return said(item);
  return item.type === "widget" ? [textIn(item.copy_text)] : [];
}

function isSaid(text: string): boolean {
  return /\S/.test(text);
}
