/** Forms as servers send them, and every field in every look. */
import type { WidgetNode, WidgetRoot } from "../src/protocol/wire.gen";

const node = (type: string, props: object = {}) => ({ type, ...props }) as WidgetNode;
const col = (children: WidgetNode[], props: object = {}) => node("Col", { gap: 2, children, ...props });
const row = (children: WidgetNode[], props: object = {}) => node("Row", { gap: 2, children, ...props });
const labelled = (label: string, field: WidgetNode) =>
  col([node("Label", { value: label, fieldName: field.name }), field], { flex: 1, minWidth: 0 });
const caption = (value: string) => node("Caption", { value });
const root = (children: WidgetNode[], props: object = {}) =>
  node("Card", { size: "lg", children, ...props }) as WidgetRoot;

const VARIANTS = ["outline", "soft", "solid", "ghost"];
const SIZES = ["3xs", "2xs", "xs", "sm", "md", "lg", "xl", "2xl", "3xl"];
const GUTTERS = ["2xs", "xs", "sm", "md", "lg", "xl"];
const TYPES = ["text", "number", "email", "password", "tel", "url"];

const teams = ["Support", "Sales", "Warehouse", "Finance"].map((label) => ({
  label,
  value: label.toLowerCase(),
}));
const plans = [
  { value: "free", label: "Free", description: "One notebook, no history" },
  { value: "team", label: "Team", description: "Ten people, a year of history" },
  { value: "campus", label: "Campus", description: "Everybody, for as long as you teach", disabled: true },
];
const zones = Intl.supportedValuesOf("timeZone").map((zone) => ({
  value: zone,
  label: zone.replaceAll("_", " "),
}));

const save = { type: "event.save" };

/** A form with each kind of field, nested names and rules. */
export const eventForm: WidgetRoot = root([
  node("Title", { value: "Plan an event", size: "sm" }),
  node("Form", {
    onSubmitAction: save,
    gap: 4,
    children: [
      labelled(
        "Title",
        node("Input", { name: "event.title", required: true, placeholder: "Reading circle" }),
      ),
      row(
        [
          labelled(
            "Day",
            node("DatePicker", { name: "event.day", block: true, clearable: true, min: "2026-01-01" }),
          ),
          labelled("Seats", node("Input", { name: "event.seats", inputType: "number", defaultValue: "12" })),
        ],
        { align: "start", gap: 3 },
      ),
      row(
        [
          labelled(
            "Team",
            node("Select", { name: "event.team", options: teams, block: true, clearable: true }),
          ),
          labelled(
            "Contact",
            node("Input", { name: "event.mail", inputType: "email", placeholder: "you@example.com" }),
          ),
        ],
        { align: "start", gap: 3 },
      ),
      labelled(
        "Who may come?",
        node("RadioGroup", {
          name: "event.access",
          direction: "row",
          required: true,
          options: [
            { value: "all", label: "Everybody" },
            { value: "team", label: "The team" },
            { value: "invited", label: "Invited people", disabled: true },
          ],
        }),
      ),
      labelled(
        "Notes",
        node("Textarea", { name: "event.notes", autoResize: true, rows: 2, placeholder: "What to bring" }),
      ),
      node("Checkbox", { name: "event.consent", label: "I have asked the caretaker", required: true }),
      row(
        [
          node("Button", {
            label: "Later",
            style: "secondary",
            onClickAction: { type: "event.later", handler: "client" },
          }),
          node("Button", { label: "Save event", submit: true, style: "primary" }),
        ],
        { justify: "end" },
      ),
    ],
  }),
]);

const todo = (id: string, title: string, done: boolean) =>
  node("ListViewItem", {
    key: id,
    children: [
      node("Checkbox", {
        name: `done.${id}`,
        defaultChecked: done,
        onChangeAction: { type: "todo.toggle", payload: { id }, streaming: false },
      }),
      node("Label", { value: title, fieldName: `done.${id}`, weight: "normal", size: "md" }),
    ],
  });

export const todoList = node("ListView", {
  status: { text: "This week", icon: "calendar" },
  children: [
    todo("a", "Print the worksheets", true),
    todo("b", "Book the room", false),
    todo("c", "Write to the parents", false),
  ],
}) as WidgetRoot;

export const taskCard = root(
  [
    node("Text", {
      value: "Write to the parents",
      size: "lg",
      weight: "semibold",
      editable: { name: "task.title", required: true },
    }),
    node("Text", {
      value: "Say when, where and what to bring.\nAttach the map.",
      color: "secondary",
      minLines: 2,
      editable: { name: "task.notes", placeholder: "Notes" },
    }),
    row([
      node("DatePicker", {
        name: "task.due",
        variant: "soft",
        size: "sm",
        pill: true,
        defaultValue: "2026-12-04T00:00:00Z",
      }),
      node("Select", {
        name: "task.team",
        variant: "soft",
        size: "sm",
        pill: true,
        options: teams,
        defaultValue: "support",
      }),
    ]),
  ],
  {
    asForm: true,
    size: "md",
    confirm: { label: "Save", action: { type: "task.save" } },
    cancel: { label: "Discard", action: { type: "task.discard" } },
  },
);

export const quiz = root(
  [
    node("Title", { value: "What does a p-value of 0.03 say?", size: "sm" }),
    node("RadioGroup", {
      name: "answer",
      ariaLabel: "Answers",
      required: true,
      options: [
        { value: "a", label: "The hypothesis is wrong with a probability of 97 %." },
        {
          value: "b",
          label: "Data at least this extreme come up in 3 % of cases if the null hypothesis holds.",
        },
        { value: "c", label: "The effect is 3 % large." },
      ],
    }),
  ],
  { asForm: true, size: "md", confirm: { label: "Check", action: { type: "quiz.check" } } },
);

const inEach = (values: readonly string[], field: (value: string) => WidgetNode) =>
  values.flatMap((value) => [caption(value), field(value)]);

/** Every prop value of the fields that are typed into. */
export const typedFields = root(
  [
    node("Title", { value: "Input", size: "sm" }),
    ...inEach(TYPES, (inputType) => node("Input", { name: inputType, inputType, placeholder: inputType })),
    ...inEach(["outline", "soft"], (variant) =>
      node("Input", { name: `v-${variant}`, variant, defaultValue: variant }),
    ),
    ...inEach(SIZES, (size) => node("Input", { name: `s-${size}`, size, defaultValue: size })),
    ...inEach(GUTTERS, (gutterSize) =>
      node("Input", { name: `g-${gutterSize}`, gutterSize, defaultValue: gutterSize }),
    ),
    caption("pill, disabled"),
    node("Input", { name: "pill", pill: true, placeholder: "pill" }),
    node("Input", { name: "disabled", disabled: true, defaultValue: "disabled" }),
    node("Divider"),
    node("Title", { value: "Textarea", size: "sm" }),
    node("Textarea", { name: "t1", placeholder: "three rows" }),
    node("Textarea", {
      name: "t2",
      rows: 1,
      autoResize: true,
      maxRows: 4,
      variant: "soft",
      defaultValue: "one\ntwo\nthree",
    }),
    node("Textarea", { name: "t3", size: "sm", disabled: true, defaultValue: "disabled" }),
    node("Divider"),
    node("Title", { value: "Editable text", size: "sm" }),
    ...["xs", "sm", "md", "lg", "xl"].map((size) =>
      node("Text", { value: `Text ${size}`, size, editable: { name: `e-${size}` } }),
    ),
    node("Text", { value: "", editable: { name: "e-empty", placeholder: "Nothing yet" } }),
    node("Text", { value: "Bold, struck", weight: "bold", lineThrough: true, editable: { name: "e-bold" } }),
  ],
  { size: "md" },
);

/** Every prop value of the fields that are chosen from. */
export const chosenFields = root(
  [
    node("Title", { value: "Select", size: "sm" }),
    ...inEach(VARIANTS, (variant) =>
      row([
        node("Select", { name: `sv-${variant}`, variant, options: teams, placeholder: "Choose a team" }),
        node("Select", {
          name: `sw-${variant}`,
          variant,
          options: teams,
          defaultValue: "sales",
          clearable: true,
        }),
      ]),
    ),
    ...inEach(SIZES, (size) =>
      node("Select", { name: `ss-${size}`, size, options: teams, defaultValue: "sales" }),
    ),
    caption("block, described, searchable, pill, disabled"),
    node("Select", { name: "block", block: true, options: plans, defaultValue: "team" }),
    node("Select", { name: "zone", block: true, options: zones, placeholder: "Time zone" }),
    node("Select", { name: "find", searchable: true, options: teams, pill: true }),
    node("Select", { name: "off", disabled: true, options: teams, defaultValue: "sales" }),
    node("Divider"),
    node("Title", { value: "DatePicker", size: "sm" }),
    ...inEach(VARIANTS, (variant) =>
      node("DatePicker", { name: `dv-${variant}`, variant, defaultValue: "2026-11-27" }),
    ),
    row(
      ["top", "bottom", "left", "right"].map((side) =>
        node("DatePicker", { name: `d-${side}`, side, placeholder: side, size: "sm" }),
      ),
      { wrap: "wrap" },
    ),
    row(
      ["start", "center", "end"].map((align) =>
        node("DatePicker", { name: `d-${align}`, align, placeholder: align }),
      ),
    ),
    node("DatePicker", {
      name: "bounded",
      min: "2026-11-10",
      max: "2026-12-20T00:00:00Z",
      defaultValue: "2026-11-27",
      clearable: true,
      block: true,
    }),
    node("DatePicker", { name: "d-off", disabled: true, pill: true, size: "lg" }),
    node("Divider"),
    node("Title", { value: "Checkbox and RadioGroup", size: "sm" }),
    node("Checkbox", { name: "c1", label: "Not ticked" }),
    node("Checkbox", { name: "c2", label: "Ticked", defaultChecked: true }),
    node("Checkbox", { name: "c3", label: "Disabled", disabled: true }),
    node("RadioGroup", { name: "r1", ariaLabel: "Team", options: teams, defaultValue: "sales" }),
    node("RadioGroup", { name: "r2", ariaLabel: "Team", options: teams, direction: "row" }),
    node("RadioGroup", { name: "r3", ariaLabel: "Team", options: teams, disabled: true, direction: "row" }),
  ],
  { size: "md" },
);

/** Everything with nothing but what it must have, where the state of a bare widget is worth a look. */
export const bareWidget = root(
  [
    node("Title", { value: "Title" }),
    node("Text", { value: "Text" }),
    node("Caption", { value: "Caption" }),
    node("Markdown", { value: "**Markdown**" }),
    row([node("Badge", { label: "Badge" }), node("Icon", { name: "star" }), node("Spacer"), node("Button")]),
    node("Divider"),
    node("Image", { src: "data:image/gif;base64,R0lGODlhAQABAAAAACw=" }),
    node("Label", { value: "Label", fieldName: "input" }),
    node("Input", { name: "input" }),
    node("Textarea", { name: "textarea" }),
    node("Select", { name: "select", options: teams }),
    node("DatePicker", { name: "date" }),
    node("Checkbox", { name: "checkbox" }),
    node("RadioGroup", { name: "radio" }),
    node("Form"),
    node("Transition", { children: null }),
    node("Gauge"),
  ],
  { size: "md" },
);

const shop = (name: string, props: object = {}) =>
  node("Select", { name, options: teams, defaultValue: "warehouse", clearable: true, ...props });

/** Fields in rows that have no room for all of them, and what has no words of its own. */
export const crampedRows: WidgetRoot = root(
  [
    row([
      node("Text", { value: "Which department should take care of it from here on?" }),
      shop("one"),
      node("Button", { label: "Assign" }),
    ]),
    row([shop("two"), shop("three"), shop("four")]),
    row([node("Text", { value: "Who is going to take care of it from here on?" }), shop("five")], {
      wrap: "nowrap",
    }),
    row([
      node("Input", { name: "amount", placeholder: "Amount" }),
      shop("seven"),
      node("Button", { label: "Go" }),
    ]),
    row([
      node("DatePicker", { name: "day" }),
      shop("eight", { block: true }),
      node("Checkbox", { name: "check", label: "Check this" }),
    ]),
    node("Button"),
    node("Button", { iconStart: "no such icon", variant: "outline" }),
    node("Gauge-with-a-long-name-of-its-own"),
  ],
  { size: "md" },
);
