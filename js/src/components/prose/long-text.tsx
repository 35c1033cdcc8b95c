/** Text as it was written, of any length: in pieces that the browser lays out only when they are in sight. */
import type { VNode } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { pieceEnd, pieces } from "../../markdown/pieces";
import { later } from "./budget";
import { ShowAll } from "./show-all";

const PIECE = 8_000;
/** Characters that are drawn unasked. */
const FOLDED = 32_000;
/** Pieces that are added in a frame. */
const SLICE = 16;

/** All of `text`, in the frames that follow what it takes to draw it. */
export function LongText({ text }: { text: string }) {
  const [shown, setShown] = useState(SLICE);
  const drawn = usePieces(text);
  const isBehind = shown < drawn.length;
  useLayoutEffect(() => (isBehind ? later(() => setShown(shown + SLICE)) : undefined), [isBehind, shown]);
  return <span class="long-text">{drawn.slice(0, shown)}</span>;
}

/** `text`, of which only the beginning shows at first if it is very long. */
export function FoldedText({ text }: { text: string }) {
  const [isWhole, setWhole] = useState(false);
  const box = useRef<HTMLSpanElement>(null);
  if (text.length <= PIECE) return <>{text}</>;
  if (isWhole || text.length <= FOLDED) {
    return (
      <span ref={box} tabIndex={isWhole ? -1 : undefined}>
        <LongText text={text} />
      </span>
    );
  }
  const unfold = () => {
    setWhole(true);
    box.current?.focus({ preventScroll: true });
  };
  return (
    <span ref={box} tabIndex={-1}>
      <LongText text={text.slice(0, pieceEnd(text, 0, FOLDED))} />
      <ShowAll size={text.length} onClick={unfold} />
    </span>
  );
}

/** The pieces of a growing text; those that are settled keep their vnodes. */
function usePieces(text: string): VNode[] {
  const before = useRef<{ text: string; drawn: VNode[] }>({ text: "", drawn: [] });
  if (before.current.text !== text) {
    const drawn = [...pieces(text, PIECE)].map((piece, index) => {
      const known = before.current.drawn[index];
      return known?.props.children === piece ? known : <span key={index}>{piece}</span>;
    });
    before.current = { text, drawn };
  }
  return before.current.drawn;
}
