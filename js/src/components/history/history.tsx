/** The chats, in place of the thread: the list of them, or what was found in them. */
import { useSignalEffect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { words } from "../../locales";
import type { FoundItem } from "../../protocol/envelope";
import { errorText } from "../failures";
import { useLate } from "../thread/skeleton";
import { useView } from "../view";
import { groupFound } from "./groups";
import { ThreadPages } from "./pages";
import { nothingFound, Results, ResultsSkeleton } from "./results";
import { SearchField } from "./search-field";
import { Searching } from "./searching";
import { ThreadList } from "./thread-list";

type Step = (index: number, count: number) => number;

const STEPS: ReadonlyMap<string, Step> = new Map<string, Step>([
  ["ArrowDown", (index, count) => Math.min(count - 1, index + 1)],
  ["ArrowUp", (index) => index - 1],
  ["Home", () => 0],
  ["End", (_, count) => count - 1],
]);

export function History() {
  const view = useView();
  const { conversation } = view;
  const frame = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const pages = useMemo(() => new ThreadPages(conversation), [conversation]);
  const searching = useMemo(() => new Searching(conversation.search), [conversation]);
  const threads = pages.threads.value;
  const isFilled = searching.text.value !== "";
  const hasSearch = conversation.options.value.history.search && (threads.length > 0 || isFilled);

  useEffect(
    () => () => {
      view.scrolled.value = false;
      searching.dispose();
    },
    [view, searching],
  );
  useEffect(() => {
    // Before that there is no field for anybody to type into.
    pages.loadMore().then(() => {
      (frame.current?.querySelector<HTMLElement>("[aria-current]") ?? rows()[0])?.focus();
    });
  }, [pages]);
  useSignalEffect(() => {
    const { value: answer } = searching.answer;
    list.current?.scrollTo({ top: 0, behavior: "instant" });
    if (answer === null) return;
    const groups = groupFound(answer, pages.threads.peek(), pages.isRemoved);
    view.announcement.value =
      groups.length === 0 ? nothingFound(answer.query) : words.found(answer.items.length, groups.length);
  });

  const rows = () => [...(frame.current?.querySelectorAll<HTMLElement>(".thread-open") ?? [])];
  const leave = () => {
    view.historyOpen.value = false;
    view.focusComposer();
  };
  const open = (id: string) => {
    conversation.openThread(id);
    leave();
  };
  const show = (found: FoundItem) => {
    const query = searching.answer.peek()?.query ?? "";
    conversation.search.show(found, query).then(
      (result) => {
        if (result === "far" || result === "gone") view.toast.value = { text: words.notShown[result] };
      },
      (error: unknown) => {
        view.toast.value = { text: errorText(error) };
      },
    );
    leave();
  };
  const enter = () => {
    if (searching.state.peek() === "ready") rows()[0]?.click();
    else void searching.ask();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    if (event.key === "Escape" && searching.text.peek() !== "" && !event.isComposing) {
      event.preventDefault();
      searching.clear();
      view.focusSearch();
      return;
    }
    const all = rows();
    const index = all.indexOf(target);
    if (index < 0 && !(target.matches("[type=search]") && event.key === "ArrowDown")) return;
    const step = STEPS.get(event.key);
    if (step === undefined || event.isComposing) return;
    event.preventDefault();
    const next = step(index, all.length);
    if (next < 0) view.focusSearch();
    else all[next]?.focus();
  };
  const onScroll = (event: Event & { currentTarget: HTMLElement }) => {
    const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
    // The line is drawn where the rows go out of sight: below the field, if there is one.
    event.currentTarget.toggleAttribute("data-scrolled", hasSearch && scrollTop > 1);
    view.scrolled.value = !hasSearch && scrollTop > 1;
    const isReady = pages.state.peek() === "ready" && pages.hasMore.peek() && !isFilled;
    if (isReady && scrollHeight - scrollTop - clientHeight < 400) pages.loadMore();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the rows inside
    <div class="history" ref={frame} onKeyDown={onKeyDown}>
      {hasSearch && <SearchField searching={searching} onEnter={enter} />}
      <div class="history-list" ref={list} onScroll={onScroll}>
        <div class="history-column">
          <List pages={pages} searching={searching} onOpen={open} onShow={show} />
        </div>
      </div>
    </div>
  );
}

interface ListProps {
  pages: ThreadPages;
  searching: Searching;
  onOpen: (threadId: string) => void;
  onShow: (found: FoundItem) => void;
}

function List({ pages, searching, onOpen, onShow }: ListProps) {
  const { conversation } = useView();
  const { value: state } = searching.state;
  const { value: answer } = searching.answer;
  const late = useLate(state === "asking");
  if (state === "failed") {
    return (
      <p class="empty" role="alert">
        {words.searchFailed}{" "}
        <button type="button" class="small-button" onClick={() => searching.ask()}>
          {words.retry}
        </button>
      </p>
    );
  }
  if (answer !== null) {
    return (
      <div class="found-frame" aria-busy={late}>
        <Results
          answer={answer}
          groups={groupFound(answer, pages.threads.value, pages.isRemoved)}
          current={conversation.thread.value?.id}
          onOpen={onOpen}
          onShow={onShow}
        />
      </div>
    );
  }
  return late ? <ResultsSkeleton /> : <ThreadList pages={pages} onOpen={onOpen} />;
}
