import { expect, it } from "vitest";
import { dayOf, daysAfter, firstWeekday, monthsAfter, today, weekdayOf, weeksOf, within } from "./days";

it.each([
  ["2026-11-27", "2026-11-27"],
  ["2026-11-27T00:00:00Z", "2026-11-27"],
  ["2026-11-27T23:59:59-11:00", "2026-11-27"],
  ["2026-11-27 08:00", "2026-11-27"],
  ["2024-02-29", "2024-02-29"],
  ["0001-01-01", "0001-01-01"],
  ["2026-02-29", null],
  ["2026-13-01", null],
  ["2026-1-1", null],
  ["27.11.2026", null],
  ["", null],
  [20261127, null],
  [null, null],
])("reads %j as %j", (value, day) => expect(dayOf(value)).toBe(day));

it.each([
  ["2026-11-30", 1, "2026-12-01"],
  ["2026-01-01", -1, "2025-12-31"],
  ["2024-02-28", 1, "2024-02-29"],
  ["2026-03-29", 1, "2026-03-30"],
  ["2026-10-25", 1, "2026-10-26"],
] as const)("counts days from %s: %i", (day, count, expected) =>
  expect(daysAfter(day, count)).toBe(expected),
);

it.each([
  ["2026-01-31", 1, "2026-02-28"],
  ["2024-01-31", 1, "2024-02-29"],
  ["2024-02-29", 12, "2025-02-28"],
  ["2026-11-27", -11, "2025-12-27"],
  ["2026-12-31", 2, "2027-02-28"],
  ["0001-01-15", 1, "0001-02-15"],
] as const)("counts months from %s: %i", (day, count, expected) =>
  expect(monthsAfter(day, count)).toBe(expected),
);

it.each([
  ["2026-11-27", 1, 6, "2026-10-26"],
  ["2026-11-27", 7, 5, "2026-11-01"],
  ["2026-02-01", 7, 4, "2026-02-01"],
  ["2027-02-10", 1, 4, "2027-02-01"],
  ["2026-08-01", 1, 6, "2026-07-27"],
] as const)("lays %s out in weeks that begin on day %i", (day, firstDay, count, start) => {
  const weeks = weeksOf(day, firstDay);
  expect([weeks.length, weeks[0]?.[0]]).toEqual([count, start]);
  expect(new Set(weeks.map((week) => week.length))).toEqual(new Set([7]));
  expect(weeks.every((week) => weekdayOf(week[0] ?? "", firstDay) === 0)).toBe(true);
});

it("keeps a day within its bounds", () => {
  expect(within("2026-11-27", "2026-12-01", null)).toBe("2026-12-01");
  expect(within("2026-11-27", null, "2026-11-01")).toBe("2026-11-01");
  expect(within("2026-11-27", "2026-11-27", "2026-11-27")).toBe("2026-11-27");
});

it("takes today from the reader's clock, not from that of Greenwich", () => {
  expect(today(new Date(2026, 0, 5, 0, 30))).toBe("2026-01-05");
  expect(today(new Date(2026, 11, 31, 23, 30))).toBe("2026-12-31");
});

it("begins the week where the language is spoken", () => {
  expect([firstWeekday("de-DE"), firstWeekday("en-US"), firstWeekday("ar-EG")]).toEqual([1, 7, 6]);
});
