/** The numbers of a chart, for those who hear it. */
import { words } from "../../../locales";
import { memo } from "../../primitives/memo";
import { valueText } from "./reading";
import type { ChartSpec, Series } from "./spec";

/** Nobody listens to more rows, and each costs the page. */
const MOST_ROWS = 100;

/** Every so many rows, and those where a series is at its least or its most. */
function rowsToTell(count: number, series: readonly Series[]): number[] {
  if (count <= MOST_ROWS) return Array.from({ length: count }, (_, row) => row);
  const every = Math.ceil(count / MOST_ROWS);
  const rows = new Set(Array.from({ length: Math.ceil(count / every) }, (_, index) => index * every));
  for (const { values } of series) {
    let [least, most] = [-1, -1];
    values.forEach((value, row) => {
      if (Number.isNaN(value)) return;
      if (least < 0 || value < (values[least] ?? 0)) least = row;
      if (most < 0 || value > (values[most] ?? 0)) most = row;
    });
    for (const row of [least, most]) if (row >= 0) rows.add(row);
  }
  return [...rows].sort((a, b) => a - b);
}

interface DataTableProps {
  spec: ChartSpec;
  labels: readonly string[];
}

function Table({ spec, labels }: DataTableProps) {
  const { series, xName } = spec;
  const rows = rowsToTell(labels.length, series);
  return (
    <div class="for-readers">
      <table>
        {rows.length < labels.length && <caption>{words.chart.someRows(rows.length, labels.length)}</caption>}
        <thead>
          <tr>
            <th scope="col">{xName}</th>
            {series.map(({ name }, index) => (
              <th key={index} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row}>
              <th scope="row">{labels[row]}</th>
              {series.map((one, index) => (
                <td key={index}>{valueText(one, row)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export const DataTable = memo(Table);
