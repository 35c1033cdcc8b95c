/** The chats by their day, as far as they are loaded. */
import { words } from "../../locales";
import type { ThreadInfo } from "../../protocol/envelope";
import { Boundary } from "../boundary";
import { errorText } from "../failures";
import { useView } from "../view";
import { groupByDay } from "./days";
import { useDeletion } from "./deletion";
import type { ThreadPages } from "./pages";
import { ThreadRow } from "./row";

export function ThreadList({ pages, onOpen }: { pages: ThreadPages; onOpen: (id: string) => void }) {
  const { conversation, toast } = useView();
  const state = pages.state.value;
  const threads = pages.threads.value;
  const options = conversation.options.value.history;
  const current = conversation.thread.value?.id;
  const remove = useDeletion(pages);

  const rename = async (thread: ThreadInfo, title: string) => {
    pages.rename(thread.id, title);
    try {
      await conversation.renameThread(thread.id, title);
    } catch (error) {
      pages.rename(thread.id, thread.title ?? "");
      toast.value = { text: errorText(error) };
    }
  };
  return (
    <>
      {groupByDay(threads, new Date()).map((day) => (
        <section key={day.key}>
          <h3>{day.label}</h3>
          <ul>
            {day.threads.map((thread) => (
              <Boundary key={thread.id} part="chat" from={[thread]}>
                <ThreadRow
                  thread={thread}
                  current={thread.id === current}
                  options={options}
                  onOpen={() => onOpen(thread.id)}
                  onRename={(title) => rename(thread, title)}
                  onDelete={() => remove(thread)}
                />
              </Boundary>
            ))}
          </ul>
        </section>
      ))}
      {state === "ready" && threads.length === 0 && <p class="empty">{words.noChats}</p>}
      {state === "loading" && (
        <p class="empty" role="status">
          {words.loading}
        </p>
      )}
      {state === "failed" && (
        <p class="empty" role="alert">
          {words.chatsFailed}{" "}
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
    </>
  );
}
