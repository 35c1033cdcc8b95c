/** Threads by the day they were begun. */
import { words } from "../../locales";
import type { ThreadInfo } from "../../protocol/envelope";
import { textIn } from "../../protocol/shape";

export interface Day {
  readonly key: string;
  readonly label: string;
  readonly threads: readonly ThreadInfo[];
}

const DAY_MS = 86_400_000;

function midnight(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

function dayOf(created: Date, now: Date): Omit<Day, "threads"> {
  const days = Math.round((midnight(now) - midnight(created)) / DAY_MS);
  if (Number.isNaN(days)) return { key: "unknown", label: "" };
  if (days <= 0) return { key: "today", label: words.today };
  if (days === 1) return { key: "yesterday", label: words.yesterday };
  if (days < 7) return { key: "week", label: words.pastWeek };
  const [year, month] = [created.getFullYear(), created.getMonth()];
  const label = year === now.getFullYear() ? words.month(created) : words.monthAndYear(created);
  return { key: `${year}-${month}`, label };
}

/** A thread's time as its row shows it: the hour today, else the day. */
export function timeText(createdAt: string, now: Date): string {
  const created = new Date(textIn(createdAt));
  if (Number.isNaN(created.getTime())) return "";
  if (midnight(created) === midnight(now)) {
    return words.hour(created);
  }
  return words.day(created);
}

/** Groups threads, which come newest first, by their days. */
export function groupByDay(threads: readonly ThreadInfo[], now: Date): Day[] {
  const groups: (Day & { threads: ThreadInfo[] })[] = [];
  for (const thread of threads) {
    const day = dayOf(new Date(textIn(thread.created_at)), now);
    const group = groups.at(-1);
    if (group?.key === day.key) group.threads.push(thread);
    else groups.push({ ...day, threads: [thread] });
  }
  return groups;
}
