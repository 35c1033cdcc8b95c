/** Threads by the day they were begun. */
import type { ThreadInfo } from "../../protocol/envelope";
import { textIn } from "../../protocol/shape";
import { words } from "../words";

export interface Day {
  readonly label: string;
  readonly threads: readonly ThreadInfo[];
}

const DAY_MS = 86_400_000;

function midnight(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

function dayLabel(created: Date, now: Date): string {
  const days = Math.round((midnight(now) - midnight(created)) / DAY_MS);
  if (Number.isNaN(days)) return "";
  if (days <= 0) return words.today;
  if (days === 1) return words.yesterday;
  if (days < 7) return words.pastWeek;
  const year = created.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return created.toLocaleDateString(undefined, { month: "long", year });
}

/** A thread's time as its row shows it: the hour today, else the day. */
export function whenWords(createdAt: string, now: Date): string {
  const created = new Date(textIn(createdAt));
  if (Number.isNaN(created.getTime())) return "";
  if (midnight(created) === midnight(now)) {
    return created.toLocaleTimeString(undefined, { timeStyle: "short" });
  }
  return created.toLocaleDateString(undefined, { day: "numeric", month: "short" });
}

/** Groups threads, which come newest first, under the words for their days. */
export function groupByDay(threads: readonly ThreadInfo[], now: Date): Day[] {
  const groups: { label: string; threads: ThreadInfo[] }[] = [];
  for (const thread of threads) {
    const label = dayLabel(new Date(textIn(thread.created_at)), now);
    const group = groups.at(-1);
    if (group?.label === label) group.threads.push(thread);
    else groups.push({ label, threads: [thread] });
  }
  return groups;
}
