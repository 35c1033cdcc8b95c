/** Widgets in letters that no word of the view has. */
import type { ThreadItem } from "../protocol/wire.gen";

/** A form with each kind of field, none of which may be sent as it is. */
export function greekForm(): ThreadItem {
  const field = (type: string, props: object) => ({ type, name: "1", required: true, ...props });
  const options = Array.from({ length: 20 }, (_, index) => ({ value: `${index}`, label: `${index}` }));
  const children = [
    field("Input", {}),
    field("Input", { pattern: "2", defaultValue: "1" }),
    field("Input", { inputType: "email", defaultValue: "1" }),
    field("Input", { inputType: "url", defaultValue: "1" }),
    field("Input", { inputType: "number" }),
    field("Checkbox", {}),
    field("RadioGroup", { options }),
    field("Select", { options, defaultValue: "1", clearable: true }),
    field("Select", { options }),
    field("DatePicker", {}),
    field("DatePicker", { defaultValue: "2026-11-27" }),
    { type: "Button", label: "Ω", submit: true },
    { type: "Button" },
  ];
  return card([{ type: "Form", children }]);
}

/** Charts with and without points, and a table that is no longer there. */
export function greekData(): ThreadItem {
  const series = [{ type: "line", dataKey: "1", label: "Ω" }];
  const data = Array.from({ length: 120 }, (_, index) => ({ 0: index, 1: index === 0 ? null : index }));
  const columns = ["number", "boolean", "boolean"].map((kind) => ({ name: "ξ", kind, type: "ζ" }));
  const children = [
    { type: "Chart", data, xAxis: "0", series },
    { type: "Chart", data: [], xAxis: "0", series },
    {
      type: "DataFrame",
      frame: "frm",
      columns,
      columnCount: 9,
      rows: [[null, true, false]],
      count: 9,
      title: "Φ",
    },
  ];
  return card(children);
}

function card(children: object[]): ThreadItem {
  const widget = { type: "Card", children };
  return {
    type: "widget",
    id: "w",
    created_at: "2026-11-27T00:00:00Z",
    thread_id: "thr",
    widget,
  } as ThreadItem;
}
