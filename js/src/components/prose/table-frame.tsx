import type { ComponentChildren } from "preact";
import { words } from "../../locales";
import { ScrollArea } from "../primitives/scroll-area";

/** A table that scrolls by itself, never its surroundings. */
export function TableFrame({ children }: { children: ComponentChildren }) {
  return (
    <ScrollArea class="table-frame" label={words.table}>
      {children}
    </ScrollArea>
  );
}
