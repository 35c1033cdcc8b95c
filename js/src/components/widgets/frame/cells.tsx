/** The rows of a DataFrame. */

import { words } from "../../../locales";
import { columnOf, datesOf, fullNumber } from "../../../locales/figures";
import type { Cell, Column } from "./spec";

type Write = (cell: Cell) => string;

/** How the cells of a column are written; dates as far as all of this page need it. */
function writerOf({ kind }: Column, cells: readonly Cell[]): Write {
  if (kind === "number") {
    const write = columnOf(cells.filter((cell) => typeof cell === "number"));
    return (cell) => (typeof cell === "number" ? write(cell) : plain(cell));
  }
  if (kind !== "date") return plain;
  const dates = datesOf(cells.filter((cell) => typeof cell === "string"));
  return dates === null ? plain : (cell) => (typeof cell === "string" ? dates.full(cell) : plain(cell));
}

function plain(cell: Cell): string {
  if (typeof cell === "boolean") return cell ? words.frame.yes : words.frame.no;
  return typeof cell === "number" ? fullNumber(cell) : String(cell);
}

interface RowsProps {
  columns: readonly Column[];
  rows: readonly (readonly Cell[])[];
}

export function Rows({ columns, rows }: RowsProps) {
  const writers = columns.map((column, at) =>
    writerOf(
      column,
      rows.map((row) => row[at] ?? null),
    ),
  );
  return (
    <>
      {rows.map((row, index) => (
        <tr key={index}>
          {columns.map((column, at) => {
            const cell = row[at] ?? null;
            const written = cell === null ? "" : (writers[at] ?? plain)(cell);
            return (
              <td key={at} data-kind={column.kind} title={written.length > LONG ? written : undefined}>
                {cell === null ? <Missing /> : <span dir="auto">{written}</span>}
              </td>
            );
          })}
        </tr>
      ))}
    </>
  );
}

/** Characters that a column has room for. */
const LONG = 32;

function Missing() {
  return (
    <>
      <span class="w-frame-missing" aria-hidden="true">
        {words.chart.noValue}
      </span>
      <span class="for-readers">{words.frame.missing}</span>
    </>
  );
}
