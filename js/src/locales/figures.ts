/** Numbers and dates as the reader's locale writes them, for charts and tables. */

const DAY_MS = 86_400_000;
const NARROW_SPACE = "\u202f";
const MOST_DECIMALS = 6;

/** Made when first asked for: a formatter costs more than all that it formats. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const compact = once(
  () => new Intl.NumberFormat(undefined, { notation: "compact", maximumSignificantDigits: 3 }),
);
const whole = once(() => new Intl.NumberFormat(undefined, { maximumFractionDigits: MOST_DECIMALS }));
const precise = once(() => new Intl.NumberFormat(undefined, { maximumSignificantDigits: 6 }));
const scientific = once(
  () => new Intl.NumberFormat(undefined, { notation: "scientific", maximumSignificantDigits: 3 }),
);

/** From here on, and below the smallest, digits are harder to read than a power of ten. */
const [HUGE, TINY] = [1e15, 1e-6];

function isFar(value: number): boolean {
  const size = Math.abs(value);
  return size >= HUGE || (size > 0 && size < TINY);
}

/** `1.2 k`, for an axis. */
export function shortNumber(value: number): string {
  if (isFar(value)) return scientific().format(value);
  if (Math.abs(value) < 1000) return precise().format(value);
  const parts = compact().formatToParts(value);
  return parts
    .map(({ type, value: part }, index) => {
      if (type !== "compact") return part;
      const isApart = parts[index - 1]?.type === "literal";
      // In English the thousand is the "k" of kilo elsewhere.
      return `${isApart ? "" : NARROW_SPACE}${part === "K" ? "k" : part}`;
    })
    .join("");
}

/** `1,234.5`, to be read exactly. */
export function fullNumber(value: number): string {
  if (isFar(value)) return scientific().format(value);
  return (Math.abs(value) < 1 ? precise() : whole()).format(value);
}

function decimalsOf(value: number): number {
  return String(+value.toFixed(MOST_DECIMALS)).split(".")[1]?.length ?? 0;
}

/** How to write the numbers of one column, with as many decimals as any of them needs, so that they line up. */
export function columnOf(numbers: readonly number[]): (value: number) => string {
  if (numbers.some(isFar)) return fullNumber;
  const digits = Math.max(0, ...numbers.map(decimalsOf));
  const format = new Intl.NumberFormat(undefined, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    // Among whole numbers of four digits are years.
    useGrouping: digits === 0 ? "min2" : "auto",
  });
  return (value) => format.format(value);
}

const ISO = /^(\d{4})-(\d{2})(?:-(\d{2})(?:[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?$/;

interface Moment {
  readonly time: number;
  readonly unit: "month" | "day" | "minute";
  /** Without an offset it is what a calendar or a clock says, wherever one is. */
  readonly zone: "UTC" | undefined;
}

/** A date in the ISO form; `null` for any other text. */
function momentOf(text: string): Moment | null {
  const [found, year, month, day, clock, offset] = ISO.exec(text) ?? [];
  if (found === undefined) return null;
  const unit = day === undefined ? "month" : clock === undefined ? "day" : "minute";
  const written = `${year}-${month}-${day ?? "01"}T${clock ?? "00:00"}:00${offset ?? "Z"}`;
  const time = Date.parse(written);
  return Number.isNaN(time) ? null : { time, unit, zone: offset === undefined ? "UTC" : undefined };
}

type Write = (text: string) => string;

/**
 * How to write the dates `texts`: as much of them as tells them apart. `null` when one of them is no date.
 * `full`: how to write one of them by itself.
 */
export function datesOf(texts: readonly string[]): { short: Write; full: Write } | null {
  const known: Moment[] = [];
  for (const text of texts) {
    const moment = momentOf(text);
    // Of thousands of texts that are no dates, only the first is read.
    if (moment === null) return null;
    known.push(moment);
  }
  const [first] = known;
  if (first === undefined) return null;
  let [least, most] = [first.time, first.time];
  for (const { time } of known) {
    least = Math.min(least, time);
    most = Math.max(most, time);
  }
  const { unit, zone } = first;
  const year = most - least > 300 * DAY_MS || unit === "month" ? ({ year: "numeric" } as const) : {};
  const day = { ...year, month: "short", day: "numeric" } as const;
  const short: Intl.DateTimeFormatOptions =
    unit === "month"
      ? { year: "numeric", month: "short" }
      : unit === "day"
        ? day
        : most - least <= DAY_MS
          ? { hour: "numeric", minute: "2-digit" }
          : day;
  const full: Intl.DateTimeFormatOptions =
    unit === "month"
      ? { year: "numeric", month: "long" }
      : unit === "day"
        ? { dateStyle: "medium" }
        : { dateStyle: "medium", timeStyle: "short" };
  const timeZone = zone === undefined ? {} : { timeZone: zone };
  return { short: writer({ ...short, ...timeZone }), full: writer({ ...full, ...timeZone }) };
}

function writer(options: Intl.DateTimeFormatOptions): Write {
  const format = new Intl.DateTimeFormat(undefined, options);
  return (text) => {
    const moment = momentOf(text);
    return moment === null ? text : format.format(moment.time);
  };
}
