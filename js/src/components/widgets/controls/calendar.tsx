/** The days of a month to choose from. */
import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { words } from "../../../locales";
import { IconButton } from "../../primitives/icon-button";
import {
  type Day,
  dateOf,
  daysAfter,
  firstWeekday,
  monthsAfter,
  today,
  weekdayOf,
  weeksOf,
  within,
} from "./days";

/** How far the years reach where nothing bounds them. */
const YEARS = 100;

interface CalendarProps {
  /** The dialog that it is in. */
  dialog: RefObject<HTMLDivElement | null>;
  chosen: Day | null;
  min: Day | null;
  max: Day | null;
  onChoose: (day: Day) => void;
}

export function Calendar({ dialog, chosen, min, max, onChoose }: CalendarProps) {
  const [active, setActive] = useState(() => within(chosen ?? today(), min, max));
  const hasMoved = useRef(false);
  const firstDay = firstWeekday(navigator.language);
  const weeks = weeksOf(active, firstDay);

  const go = (day: Day) => {
    hasMoved.current = true;
    setActive(within(day, min, max));
  };
  // The day that was gone to gets the focus, not the one that a button of the head turned to.
  useLayoutEffect(() => {
    const day = dialog.current?.querySelector<HTMLElement>('[data-active="true"]');
    if (hasMoved.current) day?.focus();
    hasMoved.current = false;
  }, [active]);

  const turn = (months: number) => setActive(within(monthsAfter(active, months), min, max));
  const canTurn = (months: number) => within(monthsAfter(active, months), min, max) !== active;
  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    const forward = getComputedStyle(event.currentTarget).direction === "rtl" ? -1 : 1;
    const weekday = weekdayOf(active, firstDay);
    const years = event.shiftKey ? 12 : 1;
    const goals = new Map([
      ["ArrowLeft", daysAfter(active, -forward)],
      ["ArrowRight", daysAfter(active, forward)],
      ["ArrowUp", daysAfter(active, -7)],
      ["ArrowDown", daysAfter(active, 7)],
      ["Home", daysAfter(active, -weekday)],
      ["End", daysAfter(active, 6 - weekday)],
      ["PageUp", monthsAfter(active, -years)],
      ["PageDown", monthsAfter(active, years)],
    ]);
    const goal = goals.get(event.key);
    if (goal === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    go(goal);
  };
  return (
    <>
      <div class="w-calendar-head">
        <IconButton
          icon="chevron-left"
          label={words.previousMonth}
          disabled={!canTurn(-1)}
          onClick={() => turn(-1)}
        />
        <span aria-live="polite">{words.calendarMonth(dateOf(active))}</span>
        <Years active={active} min={min} max={max} onChoose={(year) => turn(12 * (year - yearOf(active)))} />
        <IconButton
          icon="chevron-right"
          label={words.nextMonth}
          disabled={!canTurn(1)}
          onClick={() => turn(1)}
        />
      </div>
      <table
        class="w-calendar"
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: cells to move in by the arrow keys
        role="grid"
        aria-label={words.calendarMonth(dateOf(active))}
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr>
            {weeks[0]?.map((day) => (
              <th key={day} scope="col" abbr={words.weekday(dateOf(day), "long")}>
                {words.weekday(dateOf(day), "short")}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <td key={day}>
                  <button
                    type="button"
                    class={day.slice(0, 7) === active.slice(0, 7) ? "w-day" : "w-day is-outside"}
                    data-active={day === active}
                    data-focus={day === active || undefined}
                    tabIndex={day === active ? 0 : -1}
                    aria-label={words.wholeDay(dateOf(day))}
                    aria-current={day === today() ? "date" : undefined}
                    aria-pressed={day === chosen || undefined}
                    disabled={within(day, min, max) !== day}
                    onClick={() => onChoose(day)}
                  >
                    {dateOf(day).getUTCDate()}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

interface YearsProps {
  active: Day;
  min: Day | null;
  max: Day | null;
  onChoose: (year: number) => void;
}

/** Far dates, such as birthdays, are many months away. */
function Years({ active, min, max, onChoose }: YearsProps) {
  const year = yearOf(active);
  const now = yearOf(today());
  const first = min === null ? Math.min(year, now - YEARS) : yearOf(min);
  const last = Math.min(max === null ? Math.max(year, now + YEARS) : yearOf(max), first + 2 * YEARS + 1);
  return (
    <select
      aria-label={words.year}
      value={String(year)}
      onChange={(event) => onChoose(Number(event.currentTarget.value))}
    >
      {Array.from({ length: Math.max(last - first + 1, 1) }, (_, index) => String(first + index)).map(
        (each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ),
      )}
    </select>
  );
}

function yearOf(day: Day): number {
  return Number(day.slice(0, 4));
}
