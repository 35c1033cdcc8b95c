import { expect, test } from "vitest";
import type { ThreadInfo } from "../../protocol/envelope";
import { groupByDay, timeText } from "./days";

const NOW = new Date(2026, 10, 21, 0, 30);

const thread = (created_at: string) => ({ id: created_at, created_at }) as unknown as ThreadInfo;
const inWords = (date: Date, options: Intl.DateTimeFormatOptions) => date.toLocaleString(undefined, options);
const label = (created: Date) => groupByDay([thread(created.toISOString())], NOW)[0]?.label;

test("days are counted as people do, from midnight to midnight", () => {
  expect(label(new Date(2026, 10, 21, 0, 10))).toBe("Today");
  expect(label(new Date(2026, 10, 20, 23, 50))).toBe("Yesterday");
  expect(label(new Date(2026, 10, 20, 0, 0))).toBe("Yesterday");
  expect(label(new Date(2026, 10, 19, 23, 50))).toBe("Past 7 days");
  expect(label(new Date(2026, 10, 15, 0, 0))).toBe("Past 7 days");
});

test("what is older is under its month, and that of another year under both", () => {
  const [november, january, older] = [
    new Date(2026, 10, 14, 23, 50),
    new Date(2026, 0, 5),
    new Date(2025, 0, 5),
  ];
  expect(label(november)).toBe(inWords(november, { month: "long" }));
  expect(label(january)).toBe(inWords(january, { month: "long" }));
  expect(label(older)).toBe(inWords(older, { month: "long", year: "numeric" }));
});

test("what a clock that is ahead has begun was begun today", () => {
  expect(label(new Date(2026, 10, 22, 1, 0))).toBe("Today");
});

test("threads of one day are together, in their order", () => {
  const threads = [new Date(2026, 10, 21), new Date(2026, 10, 18), new Date(2026, 10, 17)].map((created) =>
    thread(created.toISOString()),
  );
  expect(groupByDay(threads, NOW)).toEqual([
    { key: "today", label: "Today", threads: [threads[0]] },
    { key: "week", label: "Past 7 days", threads: [threads[1], threads[2]] },
  ]);
});

test("the time of a thread is its hour today, else its day", () => {
  const when = (created: Date) => timeText(created.toISOString(), NOW);
  const [today, yesterday, before] = [
    new Date(2026, 10, 21, 0, 10),
    new Date(2026, 10, 20, 23, 50),
    new Date(2025, 10, 21, 0, 10),
  ];
  expect(when(today)).toBe(inWords(today, { timeStyle: "short" }));
  for (const created of [yesterday, before]) {
    expect(when(created)).toBe(inWords(created, { day: "numeric", month: "short" }));
  }
});

test.each(["", "some day", 7])("of the time %j nothing is said", (created_at) => {
  const given = created_at as string;
  expect([groupByDay([thread(given)], NOW)[0]?.label, timeText(given, NOW)]).toEqual(["", ""]);
});
