/** The threads of the in-page kernel and the requests that read and change them. */
import type { Page, RequestBody, ThreadInfo } from "../../protocol/envelope";
import type { Thread, ThreadItem } from "../../protocol/wire.gen";
import { InvalidRequestError, NotFoundError } from "./failures";

/** What is known of a thread beforehand. */
export type GivenThread = Partial<ThreadInfo> & { id: string };

export interface StoredThread {
  info: ThreadInfo;
  items: ThreadItem[];
}

const PAGE = 20;

export class Threads {
  /** Oldest first. */
  readonly #threads = new Map<string, StoredThread>();

  add(info: GivenThread, items: ThreadItem[] = []): StoredThread {
    const created_at = new Date().toISOString();
    const stored = {
      info: { created_at, status: { type: "active" } as const, metadata: {}, ...info },
      items,
    };
    this.#threads.set(info.id, stored);
    return stored;
  }

  /** @throws {NotFoundError} when there is no such thread. */
  get(id: string): StoredThread {
    const stored = this.#threads.get(id);
    if (!stored) throw new NotFoundError(`There is no thread ${JSON.stringify(id)}.`);
    return stored;
  }

  /** @throws {NotFoundError} when the thread has no such item. */
  item({ items }: StoredThread, id: string): ThreadItem {
    const item = items.find((entry) => entry.id === id);
    if (!item) throw new NotFoundError(`There is no item ${JSON.stringify(id)}.`);
    return item;
  }

  /** Oldest first. */
  get all(): StoredThread[] {
    return [...this.#threads.values()];
  }

  /** The newest page, oldest item first, and whether there are older ones. */
  newest(id: string, limit = PAGE): { items: ThreadItem[]; hasOlder: boolean } {
    const { items } = this.get(id);
    return { items: items.slice(-limit), hasOlder: items.length > limit };
  }

  /** Stores a final item, or the new version of one. */
  save(item: ThreadItem): void {
    const { items } = this.get(item.thread_id);
    const index = items.findIndex((entry) => entry.id === item.id);
    if (index < 0) items.push(item);
    else items.splice(index, 1, item);
  }

  remove(thread_id: string, item_id: string): void {
    const { items } = this.get(thread_id);
    const index = items.findIndex((entry) => entry.id === item_id);
    if (index >= 0) items.splice(index, 1);
  }

  /**
   * @throws {InvalidRequestError} when there is no such operation.
   * @throws {NotFoundError} when there is no such thread, or none that a page could follow.
   */
  answer({ type, params }: RequestBody): unknown {
    switch (type) {
      case "threads.list": {
        const all = this.all.map(({ info }) => withItems(info));
        return page("thread", params.order === "asc" ? all : all.reverse(), params);
      }
      case "threads.get_by_id": {
        const { info, items } = this.get(params.thread_id);
        return { ...info, items: page("item", items, {}) };
      }
      case "threads.update": {
        const stored = this.get(params.thread_id);
        stored.info = { ...stored.info, title: params.title };
        return withItems(stored.info);
      }
      case "threads.delete":
        this.#threads.delete(params.thread_id);
        return {};
      case "items.list": {
        const { items } = this.get(params.thread_id);
        return page("item", params.order === "asc" ? items : items.toReversed(), params);
      }
      case "items.feedback":
        return {};
      default:
        throw new InvalidRequestError(`The in-page kernel does not know ${JSON.stringify(type)}.`);
    }
  }
}

/** A thread as the views see it, without its items. */
export function withItems(info: ThreadInfo): Thread {
  return { ...info, items: { data: [], has_more: false } };
}

function page<T extends { id: string }>(
  noun: string,
  all: T[],
  params: { limit?: number; after?: string },
): Page<T> {
  const { limit = PAGE, after } = params;
  const known = after === undefined ? -1 : all.findIndex((entry) => entry.id === after);
  if (after !== undefined && known < 0)
    throw new NotFoundError(`There is no ${noun} ${JSON.stringify(after)}.`);
  const data = all.slice(known + 1, known + 1 + limit);
  const has_more = known + 1 + data.length < all.length;
  const last = data.at(-1);
  return has_more && last ? { data, has_more, after: last.id } : { data, has_more };
}
