/** In the states that it can be in, the view says nothing but what stands in its locale. */
import { act, fireEvent, waitFor, within } from "@testing-library/preact";
import { afterAll, afterEach, beforeEach, expect, it, vi } from "vitest";
import { Unshown } from "./components/boundary";
import { clear, draw } from "./components/fixture";
import type { Part } from "./components/parts";
import { WidgetView } from "./components/widgets/widget";
import widget from "./loader";
import { speak, words } from "./locales";
import { en, enLoader } from "./locales/en";
import type { WidgetRoot } from "./protocol/wire.gen";
import { Session } from "./state/session";
import * as greek from "./testing/greek-items";
import { greekData, greekForm } from "./testing/greek-widgets";
import { refusing } from "./testing/kernel/attachments";
import { memoryKernel } from "./testing/kernel/kernel";
import { Measured } from "./testing/measured";
import { plainTexts } from "./testing/plain-texts";
import { allNames, pseudoLoader, pseudoLocale, type Seen } from "./testing/pseudo-locale";
import { fileOf, started, thread } from "./testing/pseudo-view";
import { clearShelf } from "./testing/shelf";
import { Sight } from "./testing/sight";
import { FakeModel } from "./transport/fake-model";
import { RequestError } from "./transport/requests";

const seen: Seen = new Set();
/** No test of the file was left out. */
let isWhole = false;

beforeEach(({ task }) => {
  isWhole = task.file.tasks.every(({ mode }) => mode === "run");
  vi.stubGlobal("IntersectionObserver", Sight);
  speak(pseudoLocale(en, seen), pseudoLoader);
});

afterEach(() => {
  speak(en, enLoader);
  clear();
  clearShelf();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it("begins a chat", async () => {
  const view = started({
    options: { startScreen: { prompts: [{ label: "Ένα", prompt: "ένα" }] }, modelName: "Ω" },
  });
  await view.isSaid(words.greeting);
  view.check();
});

it("shows what can be said in a thread", async () => {
  const kernel = memoryKernel({ script: () => [] });
  const kept = (name: string, type: string) =>
    kernel.attachments.add(`atc_${name}`, name, type, new Uint8Array(1));
  const kinds = ["audio/ogg", "video/mp4", "text/plain", "image/tiff", "x/x"];
  const items = greek.talk([
    kept("χαμένη", "image/png"),
    kept("φως", "image/png"),
    ...kinds.map((type, index) => kept(`αρχείο${index}`, type)),
  ]);
  const view = started(thread(items));
  view.kernel.attachments.add("atc_φως", "φως", "image/png", new Uint8Array(1));
  await view.press(words.sources(2));
  await view.button(words.loadAgain("χαμένη"));
  await view.isSaid(words.cannotShow(words.parts.attachment));
  await waitFor(() => expect(view.getAllByText(/^⟦Šĥöŵ åļļ/)).toHaveLength(2));
  view.check();
  await view.press(words.enlarge("φως"));
  within(await view.findByRole("dialog")).getByRole("button", { name: words.close });
  view.check();
  await view.press(words.close);
  const [first, second] = view.getAllByRole("button", { name: words.copy });
  vi.stubGlobal("navigator", { clipboard: { writeText: async () => {} } });
  fireEvent.click(first as HTMLElement);
  await view.isSaid(words.copied);
  vi.stubGlobal("navigator", {});
  Object.assign(document, { execCommand: () => false });
  fireEvent.click(second as HTMLElement);
  await view.isSaid(words.copyFailed);
  view.check();
});

it("says why a file can't be saved", async () => {
  const file = memoryKernel({ script: () => [] }).attachments.add("atc", "αρχείο", "", new Uint8Array(1));
  const view = started(thread(greek.talk([file])));
  vi.spyOn(view.session, "readAttachment").mockRejectedValue(
    new RequestError({ code: "empty", message: null, allow_retry: true }),
  );
  fireEvent.click(await view.findByRole("button", { name: new RegExp(words.fileKinds.file) }));
  await view.isSaid(words.downloadFailed("αρχείο", words.failures.empty));
  view.check();
});

it("shows what can be done in a thread", async () => {
  const view = started(thread(greek.work()));
  await view.isSaid(words.cannotShow(words.parts.widget));
  view.check();
});

it("shows what tools have failed with and returned", async () => {
  const view = started(thread(greek.tools()));
  await waitFor(() => expect(view.getAllByText(words.failed)).toHaveLength(3));
  await view.isSaid(words.stepsFailed(1));
  await view.isSaid(words.stepsFailed(2));
  view.getByRole("list", { name: words.toolFiles });
  await view.isSaid(words.details);
  view.check();
});

it("asks for the last of an approval to be read", async () => {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      readonly #callback: () => void;
      constructor(callback: () => void) {
        this.#callback = callback;
      }
      observe(element: Element) {
        Object.defineProperty(element, "scrollHeight", { value: 900, configurable: true });
        this.#callback();
      }
      disconnect() {}
    },
  );
  const view = started(thread(greek.work()));
  await view.isSaid(words.approval.moreToRead);
  view.check();
});

it("names each part that can't be shown", () => {
  const { session } = started();
  for (const kind of Object.keys(en.parts)) {
    const { root } = draw(<Unshown part={kind as Part} data={1} />, session);
    fireEvent.click(within(root).getByRole("button"));
    expect(plainTexts(root)).toEqual([]);
  }
});

it("names a component that failed, and why", async () => {
  const kernel = memoryKernel({ script: () => [] });
  kernel.register("Ω", { esm: "ω" });
  const root = { type: "Basic", children: [{ type: "Ω" }] } as unknown as WidgetRoot;
  const session = new Session(kernel.connect(), false, async () => ({}));
  const { findByRole } = draw(<WidgetView itemId="itm" root={root} />, session);
  const line = words.component.failed("Ω", `TypeError: ${words.component.noRender}`);
  expect((await findByRole("note")).textContent).toBe(line);
});

it("loads older messages and leads back to the newest", async () => {
  const view = started(thread(greek.questions(50)));
  await view.button(words.older);
  view.check();
  vi.spyOn(view.session, "loadOlder").mockReturnValue(new Promise(() => {}));
  await view.press(words.older);
  await view.isSaid(words.loadingOlder);
  const box = view.getByRole("log");
  Object.defineProperties(box, { scrollHeight: { value: 2000 }, clientHeight: { value: 400 } });
  box.scrollTop = 100;
  fireEvent.scroll(box);
  await view.button(words.jump);
  view.check();
});

it("works, and stops", async () => {
  const view = started({ script: greek.working });
  await view.ready();
  view.ask();
  await view.isSaid(words.working);
  await view.isSaid(words.generatedImage);
  await view.isSaid(words.responding);
  view.check();
  view.kernel.busy = true;
  await view.press(words.stop);
  await view.isSaid(words.stopping);
  view.check();
});

it.each([{}, { detail: { type: "Ω", message: "όχι", traceback: "γραμμή 4" } }, { code: "view" }])(
  "says what went wrong: %j",
  async (fields) => {
    const view = started({ ...thread(greek.questions(1)), script: greek.failing(fields) });
    await view.ready();
    view.ask();
    await view.findByRole("alert");
    view.check();
  },
);

it.each(["locked", "closed"])("says that the thread is %s", async (type) => {
  const view = started(thread(greek.questions(1), { type }));
  await view.isSaid(type === "locked" ? words.locked : words.ended);
  view.check();
});

it.each(["restarted", "stopped", "closed"] as const)("says that the kernel %s", async (end) => {
  const view = started(thread(greek.questions(1)));
  await view.ready();
  view.kernel.end(end);
  await view.isSaid(words.connection[end]);
  view.check();
});

it("says that the kernel is busy, and waits for a chat", async () => {
  const view = started(thread(greek.questions(1)));
  view.kernel.busy = true;
  await view.isSaid(words.loadingChat);
  await waitFor(() => view.getByText(words.connection.busy), { timeout: 5_000 });
  view.check();
});

it("takes files, and says which it does not take", async () => {
  const view = started();
  await view.ready();
  const { attachments } = view.session;
  const receive = vi.spyOn(view.kernel.attachments, "receive");
  receive.mockImplementationOnce(refusing({ code: "ω", message: null, allow_retry: true }));
  await act(() => attachments.add([fileOf("ένα")]));
  await view.button(words.retryFile("ένα"));
  await view.isSaid(words.refused("ω"));
  await view.isSaid(words.obstacles.failedFile);
  view.check();
  await view.press(words.retryFile("ένα"));
  await view.isSaid(words.attached("ένα"));
  view.kernel.busy = true;
  const files = [fileOf("δύο"), fileOf("τρία"), fileOf("μεγάλο", "text/plain", 2000), fileOf("άλλο", "x/x")];
  await act(() => attachments.add(files, ["φάκελος"]));
  await view.isSaid(words.uploading("δύο"));
  await view.isSaid(words.obstacles.upload);
  expect(view.getByRole("alert").children).toHaveLength(4);
  view.check();
  fireEvent.keyDown(view.getByRole("textbox"), { key: "Enter" });
  await view.isSaid(words.obstacles.sending);
  view.check();
  fireEvent.keyDown(view.getByRole("textbox"), { key: "Backspace" });
  await view.button(words.undo);
  view.check();
});

it("shows where files can be dropped", async () => {
  const view = started();
  await view.ready();
  const drag = new Event("dragover", { bubbles: true, cancelable: true });
  Object.assign(drag, { dataTransfer: { types: ["Files"], dropEffect: "none" } });
  fireEvent(view.root.querySelector(".panel") as HTMLElement, drag);
  await view.isSaid(words.dropFiles);
  view.check();
});

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

it("lists the chats by their days, and what can be done with them", async () => {
  const days = [0, 1, 4, 40, 800];
  const infos = days.map((day, index) => ({ id: `thr_${index}`, created_at: daysAgo(day) }));
  const more = Array.from({ length: 30 }, (_, index) => ({ id: `old_${index}`, created_at: daysAgo(900) }));
  const threads = [...more, ...infos.toReversed()].map((info) => ({ info, items: [] }));
  const view = started({ threads });
  await view.press(words.history);
  await view.button(words.more);
  expect(view.root.querySelectorAll(".history h3").length).toBeGreaterThan(4);
  view.check();
  fireEvent.click(view.getAllByRole("button", { name: words.rename })[0] as HTMLElement);
  await view.isSaid(words.chatName);
  view.check();
  fireEvent.click(view.getAllByRole("button", { name: words.delete })[0] as HTMLElement);
  await view.isSaid(words.deleted);
  view.check();
});

it("says that there are no chats yet, and that they can't be loaded", async () => {
  const view = started();
  await view.press(words.history);
  await view.isSaid(words.noChats);
  view.check();
  const other = started();
  const list = vi.spyOn(other.session, "listThreads").mockReturnValueOnce(new Promise(() => {}));
  await other.press(words.history);
  await other.isSaid(words.loading);
  other.check();
  await other.press(words.backToChat);
  list.mockRejectedValueOnce(new Error("no"));
  await other.press(words.history);
  await other.isSaid(words.chatsFailed);
  other.check();
});

it("finds what was said", async () => {
  const view = started(thread(greek.questions(8)));
  await view.press(words.history);
  const field = await view.findByRole("searchbox", { name: words.searchChats });
  const type = (value: string) => fireEvent.input(field, { target: { value } });
  type("ερώτηση");
  await view.button(words.moreFound(5));
  await view.isSaid(words.found(8, 1));
  await view.button(words.clearSearch);
  view.check();
  type("τίποτα");
  await waitFor(() => expect(view.root.querySelector(".empty")).not.toBeNull());
  view.check();
  const find = vi.spyOn(view.session.search, "find").mockRejectedValueOnce(new Error("no"));
  type("κάτι");
  await view.isSaid(words.searchFailed);
  view.check();
  type("");
  find.mockReturnValue(new Promise(() => {}));
  type("άλλο");
  await view.isSaid(words.searching);
  view.check();
  const created_at = daysAgo(3);
  const data = [{ thread_id: "thr", title: "", item_id: "ω", created_at, excerpt: "ερώτηση" }];
  find.mockResolvedValue({ data, has_more: true });
  type("ερώτηση");
  await view.isSaid(words.notAllFound(1));
  view.check();
});

it.each(["far", "gone"] as const)("says that what was found is %s", async (result) => {
  const view = started(thread(greek.questions(1)));
  vi.spyOn(view.session.search, "show").mockResolvedValue(result);
  await view.press(words.history);
  const field = await view.findByRole("searchbox");
  fireEvent.input(field, { target: { value: "ερώτηση" } });
  await waitFor(() => expect(view.root.querySelector(".found-item")).not.toBeNull());
  fireEvent.click(view.root.querySelector(".found-item") as HTMLElement);
  await view.isSaid(words.notShown[result]);
  view.check();
});

it("fills in a form", async () => {
  const view = started(thread([greekForm()]));
  await view.ready();
  const number = view.root.querySelector<HTMLInputElement>("input[type=number]");
  // What the browser can't read as a number is no value.
  Object.defineProperty(number, "validity", { value: { badInput: true, typeMismatch: false } });
  await view.press("Ω");
  for (const problem of Object.values(words.fieldProblems)) await view.isSaid(problem);
  view.check();
  const [, list] = view.getAllByRole("combobox");
  fireEvent.click(list as HTMLElement);
  const search = await view.findByRole("combobox", { name: words.searchOptions });
  fireEvent.input(search, { target: { value: "x" } });
  await view.isSaid(words.noOptions);
  view.check();
  await view.press(`1: ${words.chooseDate}`);
  await view.findByRole("dialog", { name: words.chooseDate });
  view.check();
});

it("shows charts and tables of data", async () => {
  vi.stubGlobal("ResizeObserver", Measured);
  const view = started(thread([greekData()]));
  await view.ready();
  await view.isSaid(words.chart.noData);
  fireEvent.keyDown(await view.findByRole("application"), { key: "Home" });
  view.check();
  await view.press(words.frame.next);
  await view.isSaid(words.frame.gone);
  view.check();
});

it("names what is pasted", async () => {
  const view = started();
  await view.ready();
  const paste = new Event("paste", { bubbles: true, cancelable: true });
  const files = [fileOf("image.png", "image/png")];
  Object.assign(paste, { clipboardData: { files, getData: () => "" } });
  fireEvent(view.getByRole("textbox"), paste);
  // The ending is the file's own.
  await view.button(words.remove(`${words.pastedImage}.png`));
});

it("says what is wrong before there is a chat", async () => {
  vi.useFakeTimers();
  const shown = (model: FakeModel) => {
    const el = document.createElement("div");
    const { initialize, render } = widget(() => Promise.reject(new SyntaxError("no")));
    initialize({ model });
    render({ model, el });
    return el.firstElementChild?.shadowRoot as ShadowRoot;
  };
  const [waiting, missing] = [new FakeModel({ _bundle: "waiting" }), new FakeModel()];
  const roots = [shown(waiting), shown(missing)];
  const check = async (...lines: string[]) => {
    await vi.advanceTimersByTimeAsync(3_100);
    expect(roots.map((root) => root.querySelector("[role=status]")?.textContent)).toEqual(lines);
    expect(roots.flatMap(plainTexts)).toEqual([]);
  };
  const { again, failed, noBundle } = pseudoLoader;
  await check(pseudoLoader.busy, `${failed(`Error: ${noBundle}`)}${again}`);
  waiting.fire("comm_live_update");
  await check(pseudoLoader.restarted, `${failed(`Error: ${noBundle}`)}${again}`);
});

// A text that nothing draws is one too many, or wants a test here.
afterAll(() => {
  if (isWhole) expect(allNames().filter((name) => !seen.has(name))).toEqual([]);
});
