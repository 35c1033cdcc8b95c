/** What was found, in place of the list of chats. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { words } from "../../locales";
import type { FoundItem } from "../../protocol/envelope";
import { type Term, termsOf } from "../../state/matches";
import { Boundary } from "../boundary";
import { Icon } from "../primitives/icon";
import { brief } from "../prose/brief";
import { timeText } from "./days";
import { plainText } from "./excerpt";
import type { Group } from "./groups";
import { Marked } from "./marked";
import type { Answer } from "./searching";

/** Lines of one chat that are shown at first. */
const FIRST = 3;
const LONGEST_QUERY = 60;

interface ResultsProps {
  answer: Answer;
  groups: readonly Group[];
  /** The open chat. */
  current: string | undefined;
  onOpen: (threadId: string) => void;
  onShow: (found: FoundItem) => void;
}

export function Results({ answer, groups, current, onOpen, onShow }: ResultsProps) {
  const terms = termsOf(answer.query);
  if (groups.length === 0) return <p class="empty">{nothingFound(answer.query)}</p>;
  return (
    <>
      <ul class="found">
        {groups.map((group) => (
          <Boundary key={`${answer.query} ${group.threadId}`} part="chat" from={[group]}>
            <FoundChat
              group={group}
              terms={terms}
              isCurrent={group.threadId === current}
              onOpen={() => (group.titleItem ? onShow(group.titleItem) : onOpen(group.threadId))}
              onShow={onShow}
            />
          </Boundary>
        ))}
      </ul>
      {answer.hasMore && <p class="empty">{words.notAllFound(answer.items.length)}</p>}
    </>
  );
}

interface FoundChatProps {
  group: Group;
  terms: readonly Term[];
  isCurrent: boolean;
  onOpen: () => void;
  onShow: (found: FoundItem) => void;
}

function FoundChat({ group, terms, isCurrent, onOpen, onShow }: FoundChatProps) {
  const { title, items, titleItem, createdAt } = group;
  const [isWhole, setWhole] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  // One more line takes no more room than the words that there is one.
  const shown = isWhole || items.length <= FIRST + 1 ? items : items.slice(0, FIRST);
  const time = titleItem?.created_at ?? (items.length === 0 ? createdAt : null);

  useLayoutEffect(() => {
    if (isWhole) list.current?.querySelectorAll<HTMLElement>(".thread-open")[FIRST]?.focus();
  }, [isWhole]);

  return (
    <li class="found-chat">
      <div class="thread-row">
        <button
          type="button"
          class="thread-open"
          aria-current={isCurrent ? "true" : undefined}
          onClick={onOpen}
        >
          <Icon name="message-square" />
          <span class="thread-title">
            <bdi>
              <Marked text={title === null || title === "" ? words.newChat : brief(title)} terms={terms} />
            </bdi>
          </span>
          {time !== null && <When time={time} />}
        </button>
      </div>
      {items.length > 0 && (
        <ul ref={list}>
          {shown.map((item) => (
            <li key={item.item_id} class="thread-row">
              <button type="button" class="thread-open found-item" onClick={() => onShow(item)}>
                <span class="found-text" dir="auto">
                  <Marked text={plainText(item.excerpt)} terms={terms} />
                </span>
                <When time={item.created_at} />
              </button>
            </li>
          ))}
          {shown.length < items.length && (
            <li class="thread-row">
              <button type="button" class="thread-open found-more" onClick={() => setWhole(true)}>
                {words.moreFound(items.length - shown.length)}
              </button>
            </li>
          )}
        </ul>
      )}
    </li>
  );
}

export function nothingFound(query: string): string {
  return words.nothingFound(query.length > LONGEST_QUERY ? `${query.slice(0, LONGEST_QUERY)}…` : query);
}

function When({ time }: { time: string }) {
  return <time dateTime={time}>{timeText(time, new Date())}</time>;
}

/** Stands for what is being looked for. */
export function ResultsSkeleton() {
  return (
    <div role="status">
      <span class="for-readers">{words.searching}</span>
      <div class="found-skeleton" aria-hidden="true">
        {[0, 1, 2].map((number) => (
          <div key={number}>
            <i />
            <i />
            <i />
          </div>
        ))}
      </div>
    </div>
  );
}
