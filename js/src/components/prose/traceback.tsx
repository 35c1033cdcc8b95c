import { words } from "../../locales";
import { Icon } from "../primitives/icon";
import { ScrollArea } from "../primitives/scroll-area";
import { FoldedText } from "./long-text";

/** Where something failed, for those who wrote it: one click away. */
export function Traceback({ text }: { text: string }) {
  if (text === "") return null;
  return (
    <details class="traceback">
      <summary>
        <Icon name="chevron-right" class="turns" />
        {words.details}
      </summary>
      <ScrollArea as="pre" class="listing" label={words.details}>
        <code>
          <FoldedText text={text} />
        </code>
      </ScrollArea>
    </details>
  );
}
