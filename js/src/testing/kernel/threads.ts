/** The threads of the in-page kernel and the requests that read and change them. */
import type { Page, RequestBody, ThreadInfo } from "../../protocol/envelope";
import type { Thread, ThreadItem } from "../../protocol/wire.gen";

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

  /** @throws {Error} when there is no such thread. */
  get(id: string): StoredThread {
    const stored = this.#threads.get(id);
    if (!stored) throw new Error(`There is no thread ${JSON.stringify(id)}.`);
    return stored;
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

  /** @throws {Error} for an operation or a thread that does not exist. */
  answer({ type, params }: RequestBody): unknown {
    switch (type) {
      case "threads.list": {
        const all = this.all.reverse().map(({ info }) => withItems(info, []));
        return page(all, params);
      }
      case "threads.get_by_id": {
        const { info, items } = this.get(params.thread_id);
        return withItems(info, items.slice(0, PAGE));
      }
      case "threads.update": {
        const stored = this.get(params.thread_id);
        stored.info = { ...stored.info, title: params.title };
        return withItems(stored.info, []);
      }
      case "threads.delete":
        this.get(params.thread_id);
        this.#threads.delete(params.thread_id);
        return {};
      case "items.list": {
        const { items } = this.get(params.thread_id);
        return page(params.order === "asc" ? items : [...items].reverse(), params);
      }
      case "items.feedback":
        return {};
      default:
        throw new Error(`The in-page kernel does not know ${JSON.stringify(type)}.`);
    }
  }
}

function withItems(info: ThreadInfo, data: ThreadItem[]): Thread {
  return { ...info, items: { data, has_more: false } };
}

function page<T extends { id: string }>(all: T[], params: { limit?: number; after?: string }): Page<T> {
  const start = params.after === undefined ? 0 : all.findIndex((entry) => entry.id === params.after) + 1;
  const data = all.slice(start, start + (params.limit ?? PAGE));
  const has_more = start + data.length < all.length;
  const last = data.at(-1);
  return has_more && last ? { data, has_more, after: last.id } : { data, has_more };
}
