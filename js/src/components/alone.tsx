/** A widget as the value of a cell: what a thread of nothing else holds, without the rest of a chat. */
import { words } from "../locales";
import { ItemView } from "./items/item";
import { Tail } from "./thread/tail";
import { useView } from "./view";

export function Alone() {
  const { conversation } = useView();
  return (
    <section class="panel is-alone" aria-label={words.parts.widget}>
      {conversation.items.value.map((entry) => (
        <ItemView key={entry.id} signal={entry} />
      ))}
      <Tail last={conversation.items.value.at(-1) ?? null} />
    </section>
  );
}
