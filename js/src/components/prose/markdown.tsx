/**
 * Markdown that may still be growing, of any length.
 *
 * What fits a frame is drawn at once and the rest in the frames that follow. A very long text ends in a
 * button that goes on with it, and what is too much for elements of its own is shown as it was written.
 */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { BlockStream } from "../../markdown/blocks";
import { BlockGroups } from "./block-groups";
import { beginDrawing, later } from "./budget";
import { LongText } from "./long-text";
import { ShowAll } from "./show-all";

/**
 * What is drawn of a message unasked; no answer that somebody reads is longer. The cost is that of reading and
 * drawing, in characters: it is reached first by what is all elements and no words.
 */
const FOLDED = { characters: 100_000, cost: 1_200_000 };
/** What is drawn as Markdown when all is asked for; the rest is shown as it was written. */
const UNFOLDED = { characters: 600_000, cost: 2_400_000 };
/** Read and drawn at once, and in each of the frames that follow. */
const AT_ONCE = 32_000;
const SLICE = 16_000;
/** A slice ends after so many milliseconds, and what comes while a text grows too. */
const SLICE_MS = 8;
const GROWTH_MS = 40;

interface MarkdownProps {
  text: string;
  /** More of the text may come. */
  open?: boolean;
}

export function Markdown({ text, open = false }: MarkdownProps) {
  const [, redraw] = useState(0);
  const [isWhole, setWhole] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const state = useRef<{ stream: BlockStream; groups: BlockGroups; isBehind: boolean } | null>(null);
  const failure = useRef<{ readonly error: unknown } | null>(null);
  // What a later frame could not read: only what is thrown here reaches the boundary around it.
  if (failure.current !== null) throw failure.current.error;
  state.current ??= { stream: new BlockStream(), groups: new BlockGroups(), isBehind: false };
  const { stream, groups } = state.current;
  stream.limit = isWhole ? UNFOLDED : FOLDED;
  if (stream.take(text, !open)) {
    const isNew = stream.closed.length === 0;
    state.current.isBehind = isNew
      ? beginDrawing((deadline) => stream.read(AT_ONCE, deadline))
      : stream.read(AT_ONCE, performance.now() + GROWTH_MS);
  }
  const { isBehind } = state.current;
  useLayoutEffect(() => {
    if (!isBehind) return undefined;
    return later(() => {
      if (state.current === null) return;
      try {
        state.current.isBehind = stream.read(SLICE, performance.now() + SLICE_MS);
      } catch (error) {
        failure.current = { error };
      }
      redraw((count) => count + 1);
    });
  });

  const unfold = () => {
    if (state.current !== null) state.current.isBehind = true;
    setWhole(true);
    // The button that had the focus goes away.
    box.current?.focus({ preventScroll: true });
  };
  const drawn = groups.draw(stream);
  return (
    <div
      ref={box}
      class={groups.isLong ? "markdown is-long" : "markdown"}
      tabIndex={isWhole ? -1 : undefined}
    >
      {drawn}
      {stream.isCut &&
        (isWhole ? <LongText text={stream.unread} /> : <ShowAll size={text.length} onClick={unfold} />)}
    </div>
  );
}
