import { fireEvent, waitFor } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { WidgetRoot } from "../../../protocol/wire.gen";
import { Session } from "../../../state/session";
import type { Cells } from "../../../testing/kernel/frames";
import { memoryKernel } from "../../../testing/kernel/kernel";
import { clear, draw, faults } from "../../fixture";
import { WidgetView } from "../widget";

afterEach(clear);

const ROWS: readonly Cells[] = Array.from({ length: 1_000 }, (_, index) => [
  index,
  index % 3 === 2 ? null : `City ${String((index * 7) % 1_000).padStart(3, "0")}`,
  index / 4,
  `2026-01-${String(1 + (index % 28)).padStart(2, "0")}`,
  index % 2 === 0,
]);
const COLUMNS = [
  ["id", "number", "int64"],
  ["city", "text", "str"],
  ["price", "number", "float64"],
  ["day", "date", "date32"],
  ["open", "boolean", "bool"],
].map(([name, kind, type]) => ({ name, kind, type }));
const NODE = {
  type: "DataFrame",
  frame: "frm_1",
  columns: COLUMNS,
  columnCount: 5,
  rows: ROWS.slice(0, 20),
  count: 1_000,
};

function drawn(props: object = {}) {
  const kernel = memoryKernel({ script: () => [] });
  kernel.frames.add("frm_1", { rows: ROWS });
  kernel.frames.add("frm_2", { rows: ROWS.slice(500) });
  const session = new Session(kernel.connect());
  const view = (next: object) => {
    const root = {
      type: "Card",
      children: [
        { ...NODE, ...next },
        { type: "Text", value: "after" },
      ],
    };
    return <WidgetView itemId="itm" root={root as unknown as WidgetRoot} />;
  };
  const made = draw(view(props), session);
  const cells = () =>
    [...made.root.querySelectorAll("tbody tr")].map((row) =>
      [...row.children].map((cell) => cell.textContent),
    );
  const firstIds = async (...expected: string[]) =>
    waitFor(() =>
      expect(
        cells()
          .slice(0, expected.length)
          .map(([id]) => id),
      ).toEqual(expected),
    );
  const place = (text: string) =>
    waitFor(() => expect(made.root.querySelector("[role=status]")?.textContent).toBe(text));
  // What is asked before the kernel has greeted the view is asked again, under the same id.
  const asked = () => [
    ...new Set(
      kernel.received.flatMap((sent) => (sent.type === "ask" && sent.name === "frame_page" ? [sent.id] : [])),
    ),
  ];
  return {
    ...made,
    kernel,
    cells,
    firstIds,
    place,
    asked,
    change: (next: object) => made.update(view(next)),
  };
}

describe("the first page", () => {
  it("is there without asking the kernel, and breaks no rule", async () => {
    const { root, cells, asked, place } = drawn({ title: "Cities" });
    expect(cells()[1]).toEqual(["1", "City 007", "0.25", "Jan 2, 2026", "false"]);
    expect(cells()[2]?.[1]).toBe("–missing");
    await place("1–20 of 1,000");
    expect(asked()).toEqual([]);
    expect(await faults(root)).toEqual([]);
  });

  it.each([
    [{ columns: null }],
    [{ rows: "none" }],
    [{ columns: [{ name: ["a"] }] }],
    [{ frame: {} }],
    [{ rows: undefined }],
  ])("says that it can't be shown when the node holds %j", async (props) => {
    const { findByText, root } = drawn(props);
    await findByText("This part can't be shown: DataFrame");
    expect(root.textContent).toContain("after");
  });

  it.each([
    ["cells of no kind", { rows: [[{}, [], undefined, "x"]] }],
    ["rows of other lengths", { rows: [[1], [], [1, 2, 3, 4, 5, 6, 7]] }],
    ["rows that are none", { rows: [null, 7, "row"] }],
    ["no rows", { rows: [], count: 0 }],
    ["a count of another kind", { count: "many", columnCount: -1 }],
    ["columns without names", { columns: [{}, null, 7], columnCount: 3 }],
    ["a date that is none", { rows: [[1, "x", 1, "never", true]] }],
  ])("is drawn with %s", async (_, props) => {
    const { root } = drawn(props);
    expect(root.querySelector("table")).not.toBeNull();
    expect(root.textContent).not.toMatch(/undefined|NaN|\[object/);
  });

  it("says how many columns are left out", () => {
    expect(drawn({ columnCount: 3_000 }).root.textContent).toContain(
      "The first 5 of 3,000 columns are shown.",
    );
  });
});

describe("looking further", () => {
  it("turns pages to the end and back, one question each", async () => {
    const { getByRole, firstIds, place, asked } = drawn();
    const turn = (name: string) => fireEvent.click(getByRole("button", { name }));
    expect(getByRole("button", { name: "Previous page" }).hasAttribute("disabled")).toBe(true);
    turn("Next page");
    await firstIds("20", "21");
    await place("21–40 of 1,000");
    turn("Previous page");
    await firstIds("0");
    expect(asked().length).toBe(2);
  });

  it("sorts upwards, downwards, and not at all, with missing values last", async () => {
    const { getByRole, firstIds, cells } = drawn();
    const sort = () => fireEvent.click(getByRole("button", { name: /^city/ }));
    const order = () => getByRole("columnheader", { name: /^city/ }).getAttribute("aria-sort");
    expect(order()).toBe("none");
    sort();
    await waitFor(() => expect(cells()[0]?.[1]).toBe("City 000"));
    expect(order()).toBe("ascending");
    sort();
    await waitFor(() => expect(cells()[0]?.[1]).toBe("City 998"));
    expect(order()).toBe("descending");
    sort();
    await firstIds("0", "1");
    expect(order()).toBe("none");
  });

  it("searches once the keys rest, from the first page, and says what was found", async () => {
    const { getByRole, firstIds, place, asked, root } = drawn();
    fireEvent.click(getByRole("button", { name: "Next page" }));
    await firstIds("20");
    const field = getByRole("searchbox", { name: "Search" });
    for (const value of ["C", "Ci", "City 00"]) fireEvent.input(field, { target: { value } });
    await place("1–7 of 7 (1,000 in all)");
    expect(asked().length).toBe(2);
    fireEvent.input(field, { target: { value: "Atlantis" } });
    await waitFor(() => expect(root.textContent).toContain("No results for “Atlantis”."));
    fireEvent.input(field, { target: { value: "  " } });
    await place("1–20 of 1,000");
  });

  it("shows what was wished for last, whatever comes first", async () => {
    const { getByRole, firstIds, kernel } = drawn();
    kernel.busy = true;
    const next = getByRole("button", { name: "Next page" });
    for (let turn = 0; turn < 3; turn += 1) fireEvent.click(next);
    kernel.busy = false;
    await firstIds("60");
  });

  it("begins anew when another frame comes in its place, and stays where it is when the same one comes again", async () => {
    const { getByRole, firstIds, change } = drawn();
    fireEvent.click(getByRole("button", { name: "Next page" }));
    await firstIds("20");
    change({ title: "The same" });
    await firstIds("20");
    change({ frame: "frm_2", rows: ROWS.slice(500, 520), count: 500 });
    await firstIds("500");
    fireEvent.click(getByRole("button", { name: "Next page" }));
    await firstIds("520");
  });
});

describe("when the kernel does not answer as usual", () => {
  it("says quietly that the data is gone, and keeps what is on screen", async () => {
    const { getByRole, findByText, firstIds, kernel, root } = drawn();
    kernel.frames.forget();
    fireEvent.click(getByRole("button", { name: "Next page" }));
    await findByText("This data is no longer in the kernel. Run its cell again to look further.");
    await firstIds("0", "1");
    const open = [...root.querySelectorAll("button, input")].filter(
      (control) => !control.hasAttribute("disabled"),
    );
    expect(open).toEqual([]);
    expect(await faults(root)).toEqual([]);
  });

  it("tells any other failure, and tries again", async () => {
    const { getByRole, findByRole, firstIds, kernel } = drawn();
    const page = vi.spyOn(kernel.frames, "page").mockImplementationOnce(() => {
      throw new Error("The database is locked.");
    });
    fireEvent.click(getByRole("button", { name: "Next page" }));
    expect((await findByRole("alert")).textContent).toContain("The database is locked.");
    await firstIds("0");
    fireEvent.click(getByRole("button", { name: "Next page" }));
    await firstIds("20");
    expect(page).toHaveBeenCalledTimes(2);
  });
});
