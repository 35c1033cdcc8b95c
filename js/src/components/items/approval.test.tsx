import { signal } from "@preact/signals";
import { fireEvent, waitFor } from "@testing-library/preact";
import * as lucide from "lucide";
import { afterEach, expect, it, vi } from "vitest";
import type { ThreadItem } from "../../protocol/wire.gen";
import { Session } from "../../state/session";
import { askedToCall } from "../../testing/asked-to-call";
import { memoryKernel } from "../../testing/kernel/kernel";
import { clear, draw, faults } from "../fixture";
import { hasIcon } from "../primitives/icon";
import { ItemView } from "./item";

afterEach(clear);

function card(id: string, state = "open", value = "./a"): ThreadItem {
  const button = (label: string) => ({ label, action: { type: "buy", payload: { tool: "remove_file" } } });
  return {
    id,
    thread_id: "thr",
    created_at: "2026-01-02T03:04:05Z",
    type: "widget",
    widget: {
      type: "Card",
      key: `chatkit.approval.${state}`,
      status: { text: "Approval needed" },
      children: [
        { type: "Title", value: "Remove file" },
        askedToCall("Ann", "remove_file"),
        {
          type: "Col",
          children: [
            { type: "Caption", value: "path" },
            { type: "Text", value },
          ],
        },
        ...(state === "rejected" ? [{ type: "Text", key: "reason", value: "not today" }] : []),
      ],
      ...(state === "open" ? { confirm: button("Sure"), cancel: button("No") } : {}),
    },
  } as unknown as ThreadItem;
}

function drawn(item: ThreadItem) {
  const session = new Session(memoryKernel({ script: async function* () {} }).connect());
  const shown = signal(item);
  const node = <ItemView signal={{ id: item.id, item: shown, streaming: signal(false) }} />;
  return { session, shown, ...draw(node, session) };
}

it("says who wants to call what, in words that are not the card's", async () => {
  const { root, getByRole } = drawn(card("msg_approval"));
  const region = getByRole("article", { name: "Approval needed: Ann wants to call remove_file" });
  expect(region.textContent).toContain("path./a");
  expect(root.querySelector(".shield")).not.toBeNull();
  expect(root.querySelector(".widget")).toBeNull();
  expect(await faults(root)).toEqual([]);
});

it("draws the same card under another id as any other widget", () => {
  const { root } = drawn(card("msg_1"));
  expect(root.querySelector(".approval")).toBeNull();
  expect(root.querySelector(".w-card")).not.toBeNull();
});

it.each([
  ["Approve", "chatkit.approve"],
  ["Reject", "chatkit.reject"],
])("answers %s with its own action, not the card's", (name, type) => {
  const { session, getByRole } = drawn(card("msg_approval"));
  const action = vi.spyOn(session, "action").mockReturnValue(new Promise(() => {}));
  fireEvent.click(getByRole("button", { name }));
  expect(action).toHaveBeenCalledWith(
    "msg_approval",
    expect.objectContaining({ type, payload: { tool: "remove_file" }, handler: "server" }),
  );
});

it.each([
  ["approved", "Approved"],
  ["rejected", "Rejected"],
  ["unanswered", "Not approved"],
])("asks no more once it is %s", async (state, word) => {
  const { root, shown, queryByRole, findByText } = drawn(card("msg_approval"));
  shown.value = card("msg_approval", state);
  await findByText(word);
  expect(queryByRole("button")).toBeNull();
  expect(root.textContent?.includes("not today")).toBe(state === "rejected");
});

it("gives the focus to the card when the button that had it is gone", async () => {
  const { root, session, shown, getByRole, findByText } = drawn(card("msg_approval"));
  vi.spyOn(session, "action").mockResolvedValue();
  fireEvent.click(getByRole("button", { name: "Approve" }));
  shown.value = card("msg_approval", "approved");
  await findByText("Approved");
  await waitFor(() => expect(document.activeElement).toBe(root.querySelector(".approval")));
});

it("shows all of a long value, in pieces", () => {
  const value = `${"x".repeat(9_000)}\n${"line\n".repeat(9_000)}end`;
  const { root } = drawn(card("msg_approval", "open", value));
  expect(root.querySelector("dd")?.textContent).toBe(value);
  const lengths = [...root.querySelectorAll("dd > span")].map(({ textContent }) => textContent.length);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(4_001);
});

it("has a mark that no widget can name", () => {
  const names = Object.keys(lucide).filter((name) => /shield/i.test(name));
  expect(names.length).toBeGreaterThan(4);
  for (const name of names) {
    const kebab = name.replace(/(?<=[a-z])(?=[A-Z0-9])/g, "-").toLowerCase();
    for (const asked of [kebab, `lucide:${kebab}`, name, `lucide:${name}`])
      expect(hasIcon(asked)).toBe(false);
  }
});
