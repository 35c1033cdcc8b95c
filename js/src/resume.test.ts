import { signal } from "@preact/signals";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { keepPlace } from "./resume";
import type { Session } from "./state/session";

beforeEach(() => void vi.useFakeTimers());

afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

const pass = () => vi.advanceTimersByTimeAsync(50);

function cellOf(...hosts: HTMLElement[]): HTMLElement {
  const cell = document.createElement("div");
  cell.className = "jp-Cell";
  cell.append(...hosts);
  document.body.append(cell);
  return cell;
}

function hostOf(): HTMLElement {
  const host = document.createElement("div");
  host.dataset.lmSuppressShortcuts = "true";
  return host;
}

function view(thread: string | null) {
  const session = {
    thread: signal(thread === null ? null : { id: thread }),
    connection: signal("ready"),
    resume: vi.fn(),
  };
  return { session, host: hostOf() };
}

async function show({ host, session }: ReturnType<typeof view>): Promise<() => void> {
  const stop = keepPlace(host, session as unknown as Session);
  await pass();
  return stop;
}

it.each(["restarted", "stopped"])(
  "goes on in the cell whose kernel was %s, each view at its place",
  async (end) => {
    const before = [view("thr_a"), view(null), view("thr_c")];
    const cell = cellOf(...before.map(({ host }) => host));
    const stops = await Promise.all(before.map(show));
    for (const { session } of before) session.connection.value = end;
    for (const stop of stops) stop();
    const after = [view(null), view(null), view(null)];
    cell.replaceChildren(...after.map(({ host }) => host));
    await Promise.all(after.map(show));
    expect(after.map(({ session }) => session.resume.mock.calls)).toEqual([[["thr_a"]], [], [["thr_c"]]]);
    const third = view(null);
    cell.replaceChildren(third.host);
    await show(third);
    expect(third.session.resume).not.toHaveBeenCalled();
  },
);

it.each(["closed", "busy", "ready", "connecting"])("begins anew where the chat was %s", async (state) => {
  const before = view("thr_a");
  const cell = cellOf(before.host);
  const stop = await show(before);
  before.session.connection.value = state;
  stop();
  const after = view(null);
  cell.replaceChildren(after.host);
  await show(after);
  expect(after.session.resume).not.toHaveBeenCalled();
});

it("knows nothing of other cells, and of hosts without cells", async () => {
  const before = view("thr_a");
  cellOf(before.host);
  const stop = await show(before);
  before.session.connection.value = "restarted";
  stop();
  const [other, bare] = [view(null), view(null)];
  cellOf(other.host);
  document.body.append(bare.host);
  await show(other);
  await show(bare);
  bare.session.connection.value = "restarted";
  expect(other.session.resume).not.toHaveBeenCalled();
  expect(bare.session.resume).not.toHaveBeenCalled();
});
