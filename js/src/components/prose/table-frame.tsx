import type { ComponentChildren } from "preact";
import { ScrollArea } from "../primitives/scroll-area";
import { words } from "../words";

/** A table that scrolls by itself, never its surroundings. */
export function TableFrame({ children }: { children: ComponentChildren }) {
  return (
    <ScrollArea class="table-frame" label={words.table}>
      {children}
    </ScrollArea>
  );
}
