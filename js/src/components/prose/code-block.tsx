import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { words } from "../../locales";
import { languageName, languageOf } from "../../markdown/highlight";
import { pieceEnd } from "../../markdown/pieces";
import { CopyButton } from "../primitives/copy-button";
import { ScrollArea } from "../primitives/scroll-area";
import { brief } from "./brief";
import { CodePaint } from "./code-paint";
import { ShowAll } from "./show-all";

/** Characters that are shown unasked. */
const FOLDED = 32_000;

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
  const box = useRef<HTMLElement>(null);
  const paint = useRef<CodePaint | null>(null);
  const language = languageOf(info);
  const [isWhole, setWhole] = useState(false);
  const isCut = !isWhole && code.length > FOLDED;
  const shown = isCut ? code.slice(0, pieceEnd(code, 0, FOLDED)) : code;
  useLayoutEffect(() => {
    if (target.current === null) return;
    paint.current ??= new CodePaint(target.current);
    paint.current.update(shown, language, open && !isCut);
  }, [shown, language, open, isCut]);
  useLayoutEffect(() => () => paint.current?.dispose(), []);

  const name = brief(languageName(info)) || words.code;
  return (
    <figure ref={box} class="code-block" dir="ltr" tabIndex={code.length > FOLDED ? -1 : undefined}>
      <figcaption>
        <span class="language">{name}</span>
        <CopyButton worded tip="end" text={() => code.replace(/\n$/, "")} />
      </figcaption>
      <ScrollArea as="pre" class="listing" label={name}>
        <code ref={target} />
      </ScrollArea>
      {isCut && (
        <ShowAll
          size={code.length}
          onClick={() => {
            setWhole(true);
            box.current?.focus({ preventScroll: true });
          }}
        />
      )}
    </figure>
  );
}
