/** Days of the calendar as `2026-11-27`: they compare as texts, and know of no time zone. */

export type Day = string;

const DAY_MS = 86_400_000;
const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:$|[T ])/;

/** The day that a date or a time names, as it is written: the author's own, whatever the reader's time zone. */
export function dayOf(value: unknown): Day | null {
  const [, year, month, day] = (typeof value === "string" && ISO.exec(value)) || [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  // There is no 31st of February.
  return Number.isNaN(date.getTime()) || date.getUTCDate() !== Number(day) ? null : asDay(date);
}

export function today(now = new Date()): Day {
  return asDay(new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate())));
}

/** To be formatted in UTC. */
export function dateOf(day: Day): Date {
  return new Date(`${day}T00:00:00Z`);
}

export function daysAfter(day: Day, count: number): Day {
  return asDay(new Date(dateOf(day).getTime() + count * DAY_MS));
}

/** The same day of another month, or its last one. */
export function monthsAfter(day: Day, count: number): Day {
  const date = dateOf(day);
  const first = new Date(0);
  first.setUTCFullYear(date.getUTCFullYear(), date.getUTCMonth() + count, 1);
  const last = new Date(first);
  last.setUTCMonth(first.getUTCMonth() + 1, 0);
  first.setUTCDate(Math.min(date.getUTCDate(), last.getUTCDate()));
  return asDay(first);
}

/** From 0 for the first day of the week to 6. `firstDay`: 1 is Monday, 7 Sunday. */
export function weekdayOf(day: Day, firstDay: number): number {
  return (dateOf(day).getUTCDay() - firstDay + 7) % 7;
}

/** The weeks that a month touches; all of them whole. */
export function weeksOf(day: Day, firstDay: number): Day[][] {
  const first = `${day.slice(0, 8)}01`;
  const start = daysAfter(first, -weekdayOf(first, firstDay));
  const end = monthsAfter(first, 1);
  const weeks: Day[][] = [];
  for (let week = start; week < end; week = daysAfter(week, 7))
    weeks.push(Array.from({ length: 7 }, (_, index) => daysAfter(week, index)));
  return weeks;
}

export function within(day: Day, min: Day | null, max: Day | null): Day {
  if (min !== null && day < min) return min;
  return max !== null && day > max ? max : day;
}

/** The day on which weeks begin where the language is spoken. */
export function firstWeekday(locale: string): number {
  type Weeks = { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } };
  const { getWeekInfo, weekInfo } = new Intl.Locale(locale) as Intl.Locale & Weeks;
  return (getWeekInfo ? getWeekInfo.call(new Intl.Locale(locale)) : weekInfo)?.firstDay ?? 1;
}

function asDay(date: Date): Day {
  // Years that don't have four digits don't compare as texts.
  const year = Math.min(Math.max(date.getUTCFullYear(), 0), 9999);
  const rest = date.toISOString().slice(-20, -14);
  return `${String(year).padStart(4, "0")}${rest}`;
}
