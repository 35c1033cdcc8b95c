import { fireEvent, waitFor } from "@testing-library/preact";
import { afterEach, expect, it } from "vitest";
import type { ThreadItem } from "../../protocol/wire.gen";
import { askedToCall } from "../../testing/asked-to-call";
import { memoryKernel } from "../../testing/kernel/kernel";
import { clear, faults, show } from "../fixture";

afterEach(clear);

function card(id: string, state: string): ThreadItem {
  const children = [{ type: "Title", value: "Remove" }, askedToCall("Ann", "remove")];
  return {
    id,
    type: "widget",
    thread_id: "thr",
    created_at: "2026-11-20T10:00:00",
    widget: { type: "Card", key: `chatkit.approval.${state}`, children },
  } as unknown as ThreadItem;
}

async function shown(...items: ThreadItem[]) {
  const threads = [{ info: { id: "thr", title: "Stored" }, items }];
  const kernel = memoryKernel({ script: async function* () {}, threads, thread: "thr" });
  const view = show(kernel.connect());
  await view.findByRole("textbox");
  return view;
}

it("counts what waits for approval, and leads to the first of it", async () => {
  const view = await shown(
    card("a_approval", "approved"),
    card("b_approval", "open"),
    card("c_approval", "open"),
  );
  await view.findByText("2 approvals are waiting");
  expect(await faults(view.root)).toEqual([]);
  fireEvent.click(view.getByRole("button", { name: "Review" }));
  await waitFor(() =>
    expect(document.activeElement).toBe(view.root.querySelector("[data-item=b_approval] > .approval")),
  );
});

it.each([
  ["decided", card("a_approval", "approved")],
  ["no approval", card("a", "open")],
])("says nothing of a card that is %s", async (_, item) => {
  const view = await shown(item);
  await waitFor(() => expect(view.root.querySelector("[data-item]")).not.toBeNull());
  expect(view.queryByRole("button", { name: "Review" })).toBeNull();
});
