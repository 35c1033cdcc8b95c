/** The list of chats, in place of the thread. */
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { ThreadInfo } from "../../protocol/envelope";
import { useView } from "../view";
import { words } from "../words";
import { groupByDay } from "./days";
import { ThreadPages } from "./pages";
import { ThreadRow } from "./row";

/** How long a deleted chat can be taken back. */
const UNDO_MS = 6_000;

const STEPS: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowDown: (index, count) => Math.min(count - 1, index + 1),
  ArrowUp: (index) => Math.max(0, index - 1),
  Home: () => 0,
  End: (_, count) => count - 1,
};

export function History() {
  const view = useView();
  const { conversation } = view;
  const list = useRef<HTMLDivElement>(null);
  const pages = useMemo(() => new ThreadPages(conversation), [conversation]);
  const state = pages.state.value;
  const threads = pages.threads.value;
  const options = conversation.options.value.history;
  const current = conversation.thread.value?.id;

  useEffect(
    () => () => {
      view.scrolled.value = false;
    },
    [view],
  );
  useEffect(() => {
    pages.loadMore().then(() => {
      const first =
        list.current?.querySelector<HTMLElement>("[aria-current]") ??
        list.current?.querySelector<HTMLElement>(".thread-open");
      first?.focus();
    });
  }, [pages]);

  const open = (id: string) => {
    conversation.openThread(id);
    view.historyOpen.value = false;
    view.focusComposer();
  };
  const rename = async (thread: ThreadInfo, title: string) => {
    pages.rename(thread.id, title);
    try {
      await conversation.renameThread(thread.id, title);
    } catch (error) {
      pages.rename(thread.id, thread.title ?? "");
      view.toast.value = { text: error instanceof Error ? error.message : String(error) };
    }
  };
  const remove = useDeletion(pages);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    const rows = [...(list.current?.querySelectorAll<HTMLElement>(".thread-open") ?? [])];
    const index = rows.indexOf(event.target as HTMLElement);
    if (step === undefined || index < 0) return;
    event.preventDefault();
    rows[step(index, rows.length)]?.focus();
  };
  const onScroll = (event: Event & { currentTarget: HTMLElement }) => {
    const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
    view.scrolled.value = scrollTop > 1;
    if (state === "ready" && pages.hasMore.value && scrollHeight - scrollTop - clientHeight < 400)
      pages.loadMore();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the rows inside
    <div class="history" ref={list} onKeyDown={onKeyDown} onScroll={onScroll}>
      <div class="history-column">
        {groupByDay(threads, new Date()).map((day) => (
          <section key={day.label}>
            <h3>{day.label}</h3>
            <ul>
              {day.threads.map((thread) => (
                <ThreadRow
                  key={thread.id}
                  thread={thread}
                  current={thread.id === current}
                  options={options}
                  onOpen={() => open(thread.id)}
                  onRename={(title) => rename(thread, title)}
                  onDelete={() => remove(thread)}
                />
              ))}
            </ul>
          </section>
        ))}
        {state === "ready" && threads.length === 0 && <p class="empty">{words.noHistory}</p>}
        {state === "loading" && (
          <p class="empty" role="status">
            {words.moreLoading}
          </p>
        )}
        {state === "failed" && (
          <p class="empty" role="alert">
            {words.historyFailed}{" "}
            <button type="button" class="small-button" onClick={() => pages.loadMore()}>
              {words.retry}
            </button>
          </p>
        )}
        {state === "ready" && pages.hasMore.value && (
          <button type="button" class="small-button" onClick={() => pages.loadMore()}>
            {words.more}
          </button>
        )}
      </div>
    </div>
  );
}

/** Deletes threads after a while in which that can be undone. */
function useDeletion(pages: ThreadPages): (thread: ThreadInfo) => void {
  const { conversation, toast } = useView();
  return (thread) => {
    const restore = pages.remove(thread.id);
    const wasOpen = conversation.thread.peek()?.id === thread.id;
    if (wasOpen) conversation.openThread(null);
    const undo = () => {
      clearTimeout(timer);
      toast.value = null;
      restore();
      if (wasOpen) conversation.openThread(thread.id);
    };
    const shown = { text: words.deleted, action: { label: words.undo, run: undo } };
    const commit = () => {
      if (toast.peek() === shown) toast.value = null;
      conversation.deleteThread(thread.id).catch((error: unknown) => {
        restore();
        toast.value = { text: error instanceof Error ? error.message : String(error) };
      });
    };
    const timer = setTimeout(commit, UNDO_MS);
    toast.value = shown;
  };
}
