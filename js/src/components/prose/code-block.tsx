import { useLayoutEffect, useRef } from "preact/hooks";
import { languageName, languageOf } from "../../markdown/highlight";
import { CopyButton } from "../primitives/copy-button";
import { ScrollArea } from "../primitives/scroll-area";
import { words } from "../words";
import { CodePaint } from "./code-paint";

interface CodeBlockProps {
  code: string;
  /** What stands behind the opening fence. */
  info: string;
  /** More of the code may come. */
  open: boolean;
}

/** A listing with its language and a way to copy it, always in sight. */
export function CodeBlock({ code, info, open }: CodeBlockProps) {
  const target = useRef<HTMLElement>(null);
  const paint = useRef<CodePaint | null>(null);
  const language = languageOf(info);
  useLayoutEffect(() => {
    if (target.current === null) return;
    paint.current ??= new CodePaint(target.current);
    paint.current.update(code, language, open);
  }, [code, language, open]);
  useLayoutEffect(() => () => paint.current?.dispose(), []);

  const name = languageName(info) || words.code;
  return (
    <figure class="code-block" dir="ltr">
      <figcaption>
        <span class="language">{name}</span>
        <CopyButton worded tip="end" text={() => code.replace(/\n$/, "")} />
      </figcaption>
      <ScrollArea as="pre" class="listing" label={name}>
        <code ref={target} />
      </ScrollArea>
    </figure>
  );
}
