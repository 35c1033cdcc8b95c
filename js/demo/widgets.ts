/** Widgets as a server would send them. */
import type { WidgetRoot } from "../src/protocol/wire.gen";

const open = (id: number) => ({ type: "ticket.open", payload: { id } });

export const listWidget: WidgetRoot = {
  type: "ListView",
  status: { text: "Open tickets", icon: "suitcase" },
  limit: 3,
  children: [
    [4211, "Export drops the time zone", "danger", "High"],
    [4207, "Two columns with one name", "warning", "Medium"],
    [4188, "Slow first page", "secondary", "Low"],
    [4102, "Typo in the welcome mail", "secondary", "Low"],
  ].map(([id, title, color, label]) => ({
    type: "ListViewItem",
    key: String(id),
    onClickAction: open(Number(id)),
    children: [
      { type: "Icon", name: "circle-question", color: "secondary" },
      {
        type: "Col",
        flex: 1,
        minWidth: 0,
        children: [
          { type: "Text", value: title, weight: "medium", truncate: true },
          { type: "Caption", value: `#${id}, opened yesterday` },
        ],
      },
      { type: "Badge", label, color, variant: "soft" },
    ],
  })),
};

export const ticketCard: WidgetRoot = {
  type: "Card",
  size: "md",
  children: [
    {
      type: "Row",
      justify: "between",
      children: [
        { type: "Title", value: "Export drops the time zone", size: "sm" },
        { type: "Badge", label: "High", color: "danger", variant: "soft", pill: true },
      ],
    },
    {
      type: "Text",
      value: "Times in the exported file have no offset, so readers take them as local.",
      color: "secondary",
    },
    { type: "Divider", flush: true },
    {
      type: "Row",
      gap: 2,
      children: [
        { type: "Icon", name: "profile", color: "secondary", size: "sm" },
        { type: "Caption", value: "Assigned to Maria", size: "md" },
        { type: "Spacer" },
        { type: "Caption", value: "3 replies", size: "md" },
      ],
    },
    {
      type: "Row",
      gap: 2,
      children: [
        {
          type: "Button",
          label: "Open",
          iconEnd: "external-link",
          style: "primary",
          onClickAction: open(4211),
        },
        { type: "Button", label: "Snooze", style: "secondary", onClickAction: open(4211) },
        { type: "Button", label: "Close", variant: "ghost", color: "danger", onClickAction: open(4211) },
      ],
    },
    { type: "Unheard.Of", value: "never drawn" },
  ],
};

export const approvalCard: WidgetRoot = {
  type: "Card",
  status: { text: "Needs your approval", icon: "info" },
  children: [
    { type: "Title", value: "Delete 3 files" },
    { type: "Markdown", value: "From `data/raw`:\n\n- `2024.csv`\n- `2025.csv`\n- `notes.txt`" },
  ],
  confirm: { label: "Delete", action: { type: "approve" } },
  cancel: { label: "Keep them", action: { type: "reject" } },
};
