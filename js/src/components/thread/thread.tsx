/** The messages: newest page first, older ones as the reader comes near them. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { words } from "../../locales";
import { IconButton } from "../primitives/icon-button";
import { useView } from "../view";
import { ExchangeView, NoExchange, PendingExchange } from "./exchange";
import { type Exchange, groupExchanges } from "./exchanges";
import { Scrolling } from "./scrolling";
import { useTarget } from "./target";

/** This close to the top, the page before is asked for. */
const LOAD_AHEAD = 800;

export function Thread() {
  const view = useView();
  const { conversation } = view;
  const box = useRef<HTMLDivElement>(null);
  const column = useRef<HTMLDivElement>(null);
  const [scrolling, setScrolling] = useState<Scrolling | null>(null);
  const grouped = useRef<readonly Exchange[]>([]);

  const items = conversation.items.value;
  const pending = conversation.pendingUser.value;
  const threadId = conversation.thread.value?.id ?? null;
  grouped.current = groupExchanges(items, grouped.current);
  const exchanges = grouped.current;
  const last = exchanges.at(-1);

  useLayoutEffect(() => {
    if (box.current === null || column.current === null) return undefined;
    const created = new Scrolling(box.current, column.current, view.scrolled);
    created.rest();
    setScrolling(created);
    return () => created.dispose();
  }, [view]);

  const follows = conversation.options.value.thread.autoScroll;
  useLayoutEffect(() => {
    if (scrolling !== null) scrolling.follows = follows;
  }, [scrolling, follows]);

  const change = useNewExchange(exchanges, pending !== null, threadId, conversation.loading.value);
  useLayoutEffect(() => {
    if (scrolling === null || box.current === null) return;
    if (change.kind === "thread") scrolling.rest();
    const asked = change.kind === "sent" || (change.kind === "arrived" && scrolling.isNearEnd);
    const newest = box.current.querySelector<HTMLElement>("[data-latest]");
    if (asked && newest !== null) scrolling.toTop(newest);
  }, [scrolling, change]);

  useTarget(scrolling, box);
  const older = useOlder(scrolling, box, exchanges[0]?.key, threadId);

  return (
    <div class="thread">
      <div
        class="scroller"
        ref={box}
        role="log"
        aria-live="off"
        aria-label={words.messages}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={older.look}
      >
        <div class="column" ref={column}>
          {older.available && (
            <button type="button" class="older quiet-button" disabled={older.loading} onClick={older.load}>
              {older.loading ? words.loadingOlder : words.older}
            </button>
          )}
          {exchanges.map((exchange) => {
            const latest = exchange === last && pending === null;
            return (
              <ExchangeView
                key={exchange.key}
                exchange={exchange}
                latest={latest}
                roomy={latest && change.roomy}
              />
            );
          })}
          {pending !== null && <PendingExchange key="pending" message={pending} />}
          {last === undefined && pending === null && <NoExchange />}
        </div>
      </div>
      {scrolling?.away.value === true && (
        <IconButton class="jump" icon="arrow-down" label={words.jump} onClick={() => scrolling.toEnd()} />
      )}
    </div>
  );
}

interface NewExchange {
  /** `sent` here, `arrived` from elsewhere, or another `thread` altogether. */
  readonly kind: "none" | "sent" | "arrived" | "thread";
  /** Whether the newest exchange gets a whole view of room, so that it can stand at the top. */
  readonly roomy: boolean;
}

/** What has newly come to the end of the thread. */
function useNewExchange(
  exchanges: readonly Exchange[],
  sending: boolean,
  threadId: string | null,
  loading: boolean,
): NewExchange {
  const before = useRef({ sending, threadId, loading, last: exchanges.at(-1)?.key });
  const change = useRef<NewExchange>({ kind: sending ? "sent" : "thread", roomy: sending });
  const last = exchanges.at(-1)?.key;
  const was = before.current;
  const began = was.threadId === null && sending;
  if (sending && !was.sending) change.current = { kind: "sent", roomy: true };
  else if (was.sending && !sending) change.current = { kind: "none", roomy: change.current.roomy };
  else if ((was.threadId !== threadId && !began) || was.loading !== loading)
    change.current = { kind: "thread", roomy: false };
  else if (was.last !== last && exchanges.at(-1)?.user !== null)
    change.current = { kind: "arrived", roomy: true };
  before.current = { sending, threadId, loading, last };
  return change.current;
}

/** Asks for the page before the first item when the reader is close to it, and keeps the place. */
function useOlder(
  scrolling: Scrolling | null,
  box: { current: HTMLElement | null },
  first: string | undefined,
  threadId: string | null,
) {
  const { conversation } = useView();
  const [loading, setLoading] = useState(false);
  const place = useRef<{ threadId: string | null; fromEnd: number } | null>(null);
  const available = conversation.hasOlder.value;

  useLayoutEffect(() => {
    // Another thread may have been opened before the page came.
    if (place.current?.threadId === threadId) scrolling?.keepPlace(place.current.fromEnd);
    place.current = null;
  }, [first, scrolling, threadId]);

  const load = () => {
    if (loading || scrolling === null) return;
    setLoading(true);
    place.current = { threadId, fromEnd: scrolling.fromEnd };
    conversation
      .loadOlder()
      .catch((error: unknown) => conversation.log("thread.older.failed", { message: String(error) }))
      .finally(() => setLoading(false));
  };
  const look = () => {
    if (place.current !== null && scrolling !== null) place.current.fromEnd = scrolling.fromEnd;
    if (available && box.current !== null && box.current.scrollTop < LOAD_AHEAD) load();
  };
  return { available, loading, load, look };
}
