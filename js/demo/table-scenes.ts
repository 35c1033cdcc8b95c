/** Tables of nodes, and DataFrames that the in-page kernel keeps. */
import type { WidgetRoot } from "../src/protocol/wire.gen";
import type { Cells, Frames } from "../src/testing/kernel/frames";

const text = (value: string, props: object = {}) => ({ type: "Text", value, ...props });
const cell = (child: object, props: object = {}) => ({ type: "Table.Cell", children: [child], ...props });
const right = { align: "end" };

const FLIGHTS = [
  ["BA 117", "London Heathrow", "New York JFK", "08:25", "On time", "success", "€ 412"],
  ["LH 454", "Frankfurt", "San Francisco", "10:00", "Delayed", "warning", "€ 689"],
  ["AF 006", "Paris Charles de Gaulle", "New York JFK", "13:30", "Cancelled", "danger", "€ 455"],
  ["EK 202", "Dubai", "New York JFK", "03:20", "On time", "success", "€ 1,204"],
] as const;

export const flights = {
  type: "Card",
  size: "lg",
  children: [
    { type: "Title", value: "Flights on Monday", size: "sm" },
    {
      type: "Table",
      children: [
        {
          type: "Table.Row",
          header: true,
          children: ["Flight", "From", "To", "Departs", "Status"]
            .map((name) => cell(text(name)))
            .concat(cell(text("Price"), right)),
        },
        ...FLIGHTS.map(([flight, from, to, departs, status, color, price]) => ({
          type: "Table.Row",
          children: [
            cell({
              type: "Row",
              gap: 2,
              children: [{ type: "Icon", name: "globe", size: "sm" }, text(flight, { weight: "medium" })],
            }),
            cell(text(from), { colSize: "md" }),
            cell(text(to), { colSize: "md" }),
            cell(text(departs)),
            cell({ type: "Badge", label: status, color, variant: "soft" }),
            cell(text(price), right),
          ],
        })),
      ],
    },
  ],
} as unknown as WidgetRoot;

export const tall = {
  type: "Card",
  children: [
    {
      type: "Table",
      children: [
        { type: "Table.Row", header: true, children: ["Day", "Visitors"].map((name) => cell(text(name))) },
        ...Array.from({ length: 40 }, (_, day) => ({
          type: "Table.Row",
          children: [cell(text(`Day ${day + 1}`)), cell(text(String(day * 137)))],
        })),
      ],
    },
  ],
} as unknown as WidgetRoot;

const CITIES = ["Rome", "Oslo", "Lima", "São Paulo", "Tokyo", "Reykjavík", null];

const trips: readonly Cells[] = Array.from({ length: 20_000 }, (_, index) => [
  index,
  CITIES[index % CITIES.length] ?? null,
  index % 11 === 3 ? null : Math.round(((index * 7_919) % 100_003) * 3.7) / 100,
  `2026-0${1 + (index % 9)}-1${index % 10}`,
  index % 3 === 0,
  "A note on this trip that is rather long and says nothing that anybody needs to know",
]);
const COLUMNS = [
  ["trip", "number", "int64"],
  ["city", "text", "str"],
  ["price", "number", "float64"],
  ["day", "date", "datetime64[us]"],
  ["paid", "boolean", "bool"],
  ["note", "text", "str"],
].map(([name, kind, type]) => ({ name, kind, type }));

function frame(id: string, count: number, title: string | undefined): WidgetRoot {
  const rows = trips.slice(0, 20);
  const node = { type: "DataFrame", frame: id, columns: COLUMNS, columnCount: 6, rows, count, title };
  return { type: "Card", size: "full", children: [node] } as unknown as WidgetRoot;
}

export const known = frame("frm_trips", trips.length, "Trips");
export const lost = frame("frm_lost", 10_000_000, undefined);
export const short = {
  type: "Basic",
  children: [
    {
      type: "DataFrame",
      frame: "frm_short",
      columns: COLUMNS.slice(0, 3),
      columnCount: 1_200,
      rows: trips.slice(0, 3).map((row) => row.slice(0, 3)),
      count: 3,
    },
  ],
} as unknown as WidgetRoot;

export function keepFrames(frames: Frames): void {
  frames.add("frm_trips", { rows: trips });
}
