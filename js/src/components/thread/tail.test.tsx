import { fireEvent, waitFor } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import type { ErrorRow as ErrorState, Notice } from "../../protocol/envelope";
import { Session } from "../../state/session";
import { input } from "../../testing/kernel/fixture";
import { memoryKernel } from "../../testing/kernel/kernel";
import { clear, draw, show } from "../fixture";
import { ErrorRow } from "./error-row";
import { NoticeRow } from "./notice";
import { Progress } from "./progress";

afterEach(clear);

function session() {
  return new Session(memoryKernel({ script: () => [] }).connect());
}

it("shows that something is under way while nothing else does", async () => {
  const steps: (() => void)[] = [];
  const step = () => new Promise<void>((resolve) => steps.push(resolve));
  const kernel = memoryKernel({
    async *script(_request, turn) {
      await step();
      yield { type: "progress_update", text: "Searching", icon: "search" };
      await step();
      const message = { id: "msg", type: "assistant_message", content: [] } as const;
      yield turn.added(message);
      await step();
      yield turn.item(message);
      await step();
    },
  });
  const view = show(kernel.connect());
  await view.findByText("What can I help with today?");
  const waits = () => view.root.querySelector(".waiting") !== null;
  const next = async (number: number, isWaiting: boolean) => {
    await waitFor(() => expect([steps.length, waits()]).toEqual([number, isWaiting]));
    steps[number - 1]?.();
  };
  view.session.send(input("go"));
  await next(1, true);
  await next(2, false);
  await next(3, false);
  await next(4, true);
  await waitFor(() => expect(waits()).toBe(false));
});

const failure = (fields: object) => ({ code: "stream.error", ...fields }) as ErrorState;
const FAILED = "The response couldn't be completed. Try again.";

it.each([
  [{ message: "No more." }, "No more."],
  [{ message: "No more.", detail: { type: "OSError", message: "disk" } }, "No more."],
  [{ detail: { type: "OSError", message: "disk" } }, "OSError: disk"],
  [{ detail: { type: "OSError", message: "" } }, "OSError"],
  [{ detail: { type: "", message: "" } }, FAILED],
  [{ detail: null }, FAILED],
  [{}, FAILED],
  [{ code: "view" }, "This chat can't be shown. See the event log for the reason."],
])("says of the error %j what is known of it", (fields, words) => {
  const { getByRole } = draw(<ErrorRow error={failure(fields)} />, session());
  expect(getByRole("alert").textContent).toBe(words);
});

it.each([
  [true, 1],
  [false, 0],
  ["yes", 0],
])("offers another try where that is allowed: %j", (allow_retry, count) => {
  const conversation = session();
  const retry = vi.spyOn(conversation, "retry").mockImplementation(() => {});
  const { queryAllByRole } = draw(<ErrorRow error={failure({ allow_retry })} />, conversation);
  const buttons = queryAllByRole("button", { name: "Retry" });
  for (const button of buttons) fireEvent.click(button);
  expect([buttons.length, retry.mock.calls.length]).toEqual([count, count]);
});

it("shows where it happened only if that is told", () => {
  const shown = (detail: object) =>
    draw(<ErrorRow error={failure({ detail })} />, session()).queryByText("line 4");
  expect(shown({ type: "OSError", message: "disk", traceback: "line 4" })).not.toBeNull();
  const { root } = draw(
    <ErrorRow error={failure({ detail: { type: "OSError", message: "" } })} />,
    session(),
  );
  expect(root.querySelector("details")).toBeNull();
});

it.each([
  ["danger", "danger", "alert", "circle-alert"],
  ["warning", "warning", "status", "triangle-alert"],
  ["info", "info", "status", "info"],
  ["unheard of", "info", "status", "info"],
])("tells a notice of the level %s as %s", (level, shown, role, icon) => {
  const notice = { type: "notice", level, message: "Mind **this**", title: "Head" } as unknown as Notice;
  const { getByRole, root } = draw(<NoticeRow notice={notice} />, session());
  const note = getByRole(role);
  expect([note.dataset.level, note.textContent]).toEqual([shown, "HeadMind this"]);
  expect(root.querySelector<HTMLElement>(".icon")?.dataset.icon).toBe(icon);
});

it("draws no head of a notice that has none", () => {
  const notice = { type: "notice", level: "info", message: "Mind this" } as Notice;
  expect(draw(<NoticeRow notice={notice} />, session()).root.querySelector(".note-title")).toBeNull();
});

it("shows progress with its picture, if there is such a one", () => {
  const icons = ["search", "unheard of", undefined].map((icon) => {
    const { root, getByRole } = draw(<Progress text="Searching" icon={icon} />, session());
    expect(getByRole("status").textContent).toBe("Searching");
    return root.querySelector<HTMLElement>(".icon")?.dataset.icon;
  });
  expect(icons).toEqual(["search", undefined, undefined]);
});
