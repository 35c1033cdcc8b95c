import type { ComponentChildren } from "preact";
import { words } from "../../locales";

/** Brings what `selector` finds in the same message into sight, with the focus. */
function go(event: MouseEvent, selector: string): void {
  const link = event.currentTarget as HTMLElement;
  event.preventDefault();
  const target = link.closest(".markdown")?.querySelector<HTMLElement>(selector);
  target?.scrollIntoView({ block: "nearest" });
  target?.focus({ preventScroll: true });
}

/** A raised name that leads to its note. */
export function FootnoteMark({ label }: { label: string }) {
  const name = CSS.escape(label);
  return (
    <sup class="footnote-mark" dir="ltr">
      <a
        href={`#note-${label}`}
        role="doc-noteref"
        aria-label={words.footnote(label)}
        data-mark={label}
        onClick={(event) => go(event, `[data-note="${name}"]`)}
      >
        {label}
      </a>
    </sup>
  );
}

/** A note, and the way back to where it is named. */
export function Footnote({ label, children }: { label: string; children: ComponentChildren }) {
  const name = CSS.escape(label);
  return (
    <div class="footnote" role="doc-footnote" data-note={label} tabIndex={-1}>
      <a
        href={`#mark-${label}`}
        role="doc-backlink"
        aria-label={words.backFromFootnote(label)}
        onClick={(event) => go(event, `[data-mark="${name}"]`)}
      >
        {label}
      </a>
      <div>{children}</div>
    </div>
  );
}
