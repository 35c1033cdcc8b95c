import { act, fireEvent, waitFor } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import type { DraftAttachment } from "../../state/conversation";
import type { GivenOptions } from "../../state/options";
import { refusing } from "../../testing/kernel/attachments";
import { type KernelSetup, memoryKernel } from "../../testing/kernel/kernel";
import { clear, draw, faults, show } from "../fixture";
import { Chip } from "./chip";

afterEach(clear);

const options = { composer: { attachments: { enabled: true, maxSize: 1000, maxCount: 3 } } };

async function started(given: GivenOptions = options, setup: Partial<KernelSetup> = {}) {
  const kernel = memoryKernel({ script: () => [], options: given, ...setup });
  const view = show(kernel.connect());
  await waitFor(() => expect(view.session.loading.value).toBe(false));
  const box = (await view.findByRole("textbox")) as HTMLTextAreaElement;
  const panel = view.root.querySelector<HTMLElement>(".panel");
  if (panel === null) throw new Error("There is no panel.");
  const write = (text: string) => fireEvent.input(box, { target: { value: text } });
  const send = () => view.getByRole("button", { name: "Send" });
  return { ...view, kernel, box, panel, write, send };
}

function fileOf(name: string, type = "text/csv", size = 3): File {
  return new File([new Uint8Array(size)], name, { type });
}

function choose({ root }: { root: HTMLElement }, ...files: File[]) {
  const input = root.querySelector<HTMLInputElement>("input[type=file]");
  if (input === null) throw new Error("There is no file input.");
  Object.defineProperty(input, "files", { value: files, configurable: true });
  fireEvent.change(input);
}

/** As much of a DataTransfer as the view reads. */
function transfer(files: File[], { text = "", folders = [] as string[] } = {}) {
  const items = files.map((file) => ({
    kind: "file",
    getAsFile: () => file,
    webkitGetAsEntry: () => ({ isDirectory: folders.includes(file.name) }),
  }));
  const types = [...(files.length > 0 ? ["Files"] : []), ...(text === "" ? [] : ["text/plain"])];
  return { files, items, types, dropEffect: "none", getData: () => text };
}

function fire(target: HTMLElement, type: string, property: string, data: ReturnType<typeof transfer>): Event {
  const event = new Event(type, { bubbles: true, cancelable: true, composed: true });
  Object.assign(event, { [property]: data });
  fireEvent(target, event);
  return event;
}

const paste = (target: HTMLElement, data: ReturnType<typeof transfer>) =>
  fire(target, "paste", "clipboardData", data).defaultPrevented;

function names({ queryAllByRole }: Pick<Awaited<ReturnType<typeof started>>, "queryAllByRole">): string[] {
  return queryAllByRole("button", { name: /^Remove / }).map((button) =>
    (button.getAttribute("aria-label") ?? "").replace("Remove ", ""),
  );
}

it("attaches chosen files and sends them, also without a text", async () => {
  const view = await started();
  const send = vi.spyOn(view.session, "send");
  choose(view, fileOf("a.csv"), fileOf("photo.png", "image/png"));
  expect(names(view)).toEqual(["a.csv", "photo.png"]);
  expect(view.getByRole("img", { name: "photo.png" })).toBeTruthy();
  expect(view.getByText("CSV · 3 bytes")).toBeTruthy();
  expect(document.activeElement).toBe(view.box);
  await waitFor(() => expect(view.send().hasAttribute("disabled")).toBe(false));
  expect(await faults(view.root)).toEqual([]);
  fireEvent.keyDown(view.box, { key: "Enter" });
  expect(send).toHaveBeenCalledWith({
    content: [],
    attachments: ["atc_1", "atc_2"],
    inference_options: {},
  });
  expect(names(view)).toEqual([]);
});

it("sends blanks beside files as no text, and does not keep them", async () => {
  const view = await started();
  view.session.attachments.add([new File(["x"], "a.csv", { type: "text/csv" })]);
  await waitFor(() => expect(view.send().hasAttribute("disabled")).toBe(false));
  await waitFor(() => expect(view.send().hasAttribute("aria-disabled")).toBe(false));
  fireEvent.input(view.box, { target: { value: "  " } });
  const send = vi.spyOn(view.session, "send");
  fireEvent.keyDown(view.box, { key: "Enter" });
  expect(send.mock.calls).toMatchObject([[{ content: [], attachments: [expect.any(String)] }]]);
  expect(view.session.draft.value).toBe("");
});

it("keeps the file dialog out of reach of the keyboard, and offers there what is accepted", async () => {
  const attachments = { ...options.composer.attachments, accept: { "image/*": [], "text/csv": [".csv"] } };
  const { root, getByRole } = await started({ composer: { attachments } });
  const input = root.querySelector<HTMLInputElement>("input[type=file]");
  const click = vi.spyOn(input as HTMLInputElement, "click").mockImplementation(() => {});
  fireEvent.click(getByRole("button", { name: "Add photos & files" }));
  expect(click).toHaveBeenCalledOnce();
  expect([input?.hidden, input?.tabIndex, input?.accept, input?.multiple]).toEqual([
    true,
    -1,
    "image/*,.csv",
    true,
  ]);
});

it("has no button, takes no paste and no drop where attachments are off", async () => {
  const view = await started({});
  expect(view.queryByRole("button", { name: "Add photos & files" })).toBeNull();
  expect(paste(view.box, transfer([fileOf("a.csv")]))).toBe(false);
  const over = fire(view.panel, "dragover", "dataTransfer", transfer([fileOf("a.csv")]));
  const drop = fire(view.panel, "drop", "dataTransfer", transfer([fileOf("a.csv")]));
  // Left alone, the browser would open the file in place of the notebook.
  expect([over.defaultPrevented, drop.defaultPrevented]).toEqual([true, true]);
  expect(view.queryByText("Drop files to attach")).toBeNull();
  expect(names(view)).toEqual([]);
});

it("waits for an upload with a reason", async () => {
  const view = await started();
  view.kernel.busy = true;
  choose(view, fileOf("a.csv"));
  view.write("look");
  const send = view.send();
  expect([send.getAttribute("aria-disabled"), send.dataset.tip]).toEqual([
    "true",
    "Waiting for the upload to finish",
  ]);
  expect(view.getByRole("progressbar", { name: "Uploading a.csv" })).toBeTruthy();
  expect([view.box.value, names(view)]).toEqual(["look", ["a.csv"]]);
  view.kernel.busy = false;
  await waitFor(() => expect(send.hasAttribute("aria-disabled")).toBe(false));
  expect(view.queryByRole("progressbar")).toBeNull();
  await waitFor(() =>
    expect(view.root.querySelector("[aria-live=polite]")?.textContent).toBe("Attached a.csv"),
  );
});

it("sends what was sent during an upload when that is done", async () => {
  const view = await started();
  const sent = vi.spyOn(view.session, "send");
  view.kernel.busy = true;
  choose(view, fileOf("a.csv"));
  view.write("look");
  fireEvent.keyDown(view.box, { key: "Enter" });
  expect(view.send().dataset.tip).toBe("Will be sent when the upload finishes");
  expect([view.box.value, names(view), sent.mock.calls.length]).toEqual(["look", ["a.csv"], 0]);
  view.kernel.busy = false;
  await waitFor(() => expect(view.box.value).toBe(""));
  expect(sent.mock.calls.map(([{ content, attachments }]) => [content, attachments.length])).toEqual([
    [[{ type: "input_text", text: "look" }], 1],
  ]);
  expect(names(view)).toEqual([]);
});

it.each(["Escape", "a letter", "a failure"])(
  "keeps what was sent during an upload after %s",
  async (what) => {
    const view = await started();
    const sent = vi.spyOn(view.session, "send");
    if (what === "a failure") {
      const error = { code: "storage", message: "The disk is full.", allow_retry: true };
      vi.spyOn(view.kernel.attachments, "receive").mockImplementationOnce(refusing(error));
    }
    view.kernel.busy = true;
    choose(view, fileOf("a.csv"));
    view.write("look");
    fireEvent.click(view.send());
    if (what === "Escape") fireEvent.keyDown(view.box, { key: "Escape" });
    if (what === "a letter") view.write("look!");
    view.kernel.busy = false;
    if (what === "a failure") fireEvent.click(await view.findByRole("button", { name: "Retry a.csv" }));
    await waitFor(() => expect(view.send().hasAttribute("aria-disabled")).toBe(false));
    expect(sent).not.toHaveBeenCalled();
    expect(names(view)).toEqual(["a.csv"]);
  },
);

it("says why a file failed, holds the message back, and tries again", async () => {
  const view = await started();
  const receive = vi.spyOn(view.kernel.attachments, "receive");
  const error = { code: "storage", message: "The disk is full.", allow_retry: true };
  receive.mockImplementationOnce(refusing(error));
  choose(view, fileOf("a.csv"));
  view.write("look");
  expect((await view.findByRole("alert")).textContent).toBe("The disk is full.");
  expect(view.send().dataset.tip).toBe("Remove or retry the file that failed");
  const { dataset, title } = view.getByRole("button", { name: "Retry a.csv" });
  expect([dataset.tip, title]).toEqual([undefined, "Retry"]);
  expect(await faults(view.root)).toEqual([]);
  fireEvent.click(view.getByRole("button", { name: "Retry a.csv" }));
  await waitFor(() => expect(view.send().hasAttribute("aria-disabled")).toBe(false));

  receive.mockImplementationOnce(refusing({ ...error, allow_retry: false }));
  choose(view, fileOf("b.csv"));
  await view.findByRole("alert");
  expect(view.queryByRole("button", { name: "Retry b.csv" })).toBeNull();
  fireEvent.click(view.getByRole("button", { name: "Remove b.csv" }));
  expect(view.send().hasAttribute("aria-disabled")).toBe(false);
});

const TOO_LARGE = "large.csv is too large (1001 bytes). The limit is 1000 bytes.";
const TOO_MANY = "You can attach up to 3 files to a message. Not attached: d.csv, e.csv.";

it("names the files that break a limit until something changes, and takes the others", async () => {
  const view = await started();
  choose(view, fileOf("large.csv", "text/csv", 1001), fileOf("a.csv"));
  const alert = view.getByRole("alert");
  expect(alert.textContent).toBe(TOO_LARGE);
  expect(names(view)).toEqual(["a.csv"]);
  expect(await faults(view.root)).toEqual([]);
  choose(view, fileOf("b.csv"), fileOf("c.csv"), fileOf("d.csv"), fileOf("e.csv"));
  expect(view.getByRole("alert").textContent).toBe(TOO_MANY);
  fireEvent.click(view.getByRole("button", { name: "Dismiss" }));
  expect(view.queryByRole("alert")).toBeNull();
  choose(view, fileOf("f.csv"));
  fireEvent.click(view.getByRole("button", { name: "Remove a.csv" }));
  expect(view.queryByRole("alert")).toBeNull();
  const logged = () => view.kernel.received.flatMap((message) => (message.type === "ui" ? [message] : []));
  await waitFor(() =>
    expect(logged()).toMatchObject([
      { event: "attachment.refused", data: { reason: "size", name: "large.csv", message: TOO_LARGE } },
      { event: "attachment.refused", data: { reason: "count", limit: 3, message: TOO_MANY } },
      { event: "attachment.refused", data: { reason: "count", names: ["f.csv"] } },
    ]),
  );
});

it("takes pasted files, names pictures of the clipboard, and leaves text alone", async () => {
  const view = await started();
  const picture = () => fileOf("image.png", "image/png");
  expect(paste(view.box, transfer([picture()]))).toBe(true);
  expect(paste(view.panel, transfer([picture()]))).toBe(true);
  expect(paste(view.box, transfer([], { text: "hello" }))).toBe(false);
  expect(paste(view.box, transfer([picture()], { text: "A cell\tof a sheet" }))).toBe(false);
  expect(paste(view.box, transfer([fileOf("b.csv")], { text: "/home/me/b.csv\n" }))).toBe(true);
  expect(names(view)).toEqual(["Pasted image.png", "Pasted image 2.png", "b.csv"]);
});

it("takes files dropped anywhere on the panel, and tells folders apart", async () => {
  const view = await started();
  const files = [fileOf("a.csv"), fileOf("photos", "")];
  const data = transfer(files, { folders: ["photos"] });
  fire(view.panel, "dragenter", "dataTransfer", data);
  expect([view.getByText("Drop files to attach") !== null, data.dropEffect]).toEqual([true, "copy"]);
  fire(view.root.querySelector(".drop-zone") as HTMLElement, "dragleave", "dataTransfer", data);
  expect(view.queryByText("Drop files to attach")).toBeNull();
  fire(view.panel, "dragover", "dataTransfer", data);
  expect(fire(view.panel, "drop", "dataTransfer", data).defaultPrevented).toBe(true);
  expect(view.queryByText("Drop files to attach")).toBeNull();
  expect(names(view)).toEqual(["a.csv"]);
  expect(view.getByRole("alert").textContent).toBe("photos is a folder. Add the files in it instead.");
});

it("leaves dragged text to the browser", async () => {
  const view = await started();
  const over = fire(view.panel, "dragover", "dataTransfer", transfer([], { text: "words" }));
  expect([over.defaultPrevented, view.queryByText("Drop files to attach")]).toEqual([false, null]);
});

it("takes no files while the thread is locked", async () => {
  const info = { id: "thr", status: { type: "locked" as const, reason: "An agent is at work." } };
  const view = await started(options, { threads: [{ info, items: [] }], thread: "thr" });
  const data = transfer([fileOf("a.csv")]);
  fire(view.panel, "dragover", "dataTransfer", data);
  fire(view.panel, "drop", "dataTransfer", data);
  expect([data.dropEffect, names(view)]).toEqual(["none", []]);
  expect(view.getByRole("button", { name: "Add photos & files" }).hasAttribute("disabled")).toBe(true);
});

it("removes the last file with Backspace in an empty field, and brings it back", async () => {
  const view = await started();
  choose(view, fileOf("a.csv"), fileOf("b.csv"), fileOf("c.csv"));
  view.write("x");
  fireEvent.keyDown(view.box, { key: "Backspace" });
  expect(names(view)).toEqual(["a.csv", "b.csv", "c.csv"]);
  view.write("");
  fireEvent.keyDown(view.box, { key: "a" });
  fireEvent.keyDown(view.box, { key: "Backspace", repeat: true });
  expect(names(view)).toEqual(["a.csv", "b.csv", "c.csv"]);
  fireEvent.keyDown(view.box, { key: "Backspace" });
  expect(names(view)).toEqual(["a.csv", "b.csv"]);
  await view.findByText("Removed c.csv");
  view.box.blur();
  fireEvent.click(view.getByRole("button", { name: "Undo" }));
  expect(names(view)).toEqual(["a.csv", "b.csv", "c.csv"]);
  expect(document.activeElement).toBe(view.box);
  expect(view.queryByText("Removed c.csv")).toBeNull();
});

it("has nothing to bring back where there was no file", async () => {
  const view = await started();
  const remove = vi.spyOn(view.session.attachments, "remove");
  fireEvent.keyDown(view.box, { key: "Backspace" });
  expect(remove).not.toHaveBeenCalled();
  expect(view.queryByRole("button", { name: "Undo" })).toBeNull();
});

it("gives up with Escape what was to leave after the upload, and keeps the caret", async () => {
  const view = await started();
  view.kernel.busy = true;
  choose(view, fileOf("a.csv"));
  view.write("look");
  fireEvent.keyDown(view.box, { key: "Enter" });
  await waitFor(() => expect(view.send().classList).toContain("is-busy"));
  fireEvent.keyDown(view.box, { key: "Escape" });
  await waitFor(() => expect(view.send().classList).not.toContain("is-busy"));
  expect(document.activeElement).toBe(view.box);
});

it("shows the files of a message before the server has it", async () => {
  const view = await started();
  choose(view, fileOf("a.csv"));
  await waitFor(() => expect(view.send().hasAttribute("disabled")).toBe(false));
  await waitFor(() => expect(view.send().hasAttribute("aria-disabled")).toBe(false));
  view.kernel.busy = true;
  fireEvent.keyDown(view.box, { key: "Enter" });
  await waitFor(() => expect(view.getByRole("log").textContent).toContain("a.csv"));
  expect(view.session.pendingUser.value?.attachments.length).toBe(1);
});

it("lets the same file be chosen again", async () => {
  const view = await started();
  const input = view.root.querySelector<HTMLInputElement>("input[type=file]") as HTMLInputElement;
  const set = vi.fn();
  Object.defineProperty(input, "value", { set, configurable: true });
  choose(view, fileOf("a.csv"));
  expect(set.mock.calls).toEqual([[""]]);
});

it("shows of a picture, too, that it is on its way", async () => {
  const view = await started();
  view.kernel.busy = true;
  choose(view, fileOf("photo.png", "image/png"));
  expect(view.getByRole("progressbar", { name: "Uploading photo.png" })).toBeTruthy();
  view.kernel.busy = false;
  await waitFor(() => expect(view.queryByRole("progressbar")).toBeNull());
});

it("does not say once more that a file is attached when its draft is shown again", async () => {
  const { session } = await started();
  session.attachments.add([fileOf("a.csv")]);
  const [file] = session.attachments.list.value;
  await waitFor(() => expect(file?.upload.value.phase).toBe("ready"));
  const said: string[] = [];
  await act(() => {
    const { view } = draw(<Chip file={file as DraftAttachment} onRemove={() => {}} />, session);
    view.announcement.subscribe((words) => said.push(words));
  });
  expect(said).toEqual([""]);
});

it("moves the focus on when a file is removed", async () => {
  const view = await started();
  choose(view, fileOf("a.csv"), fileOf("b.csv"), fileOf("c.csv"));
  const remove = (name: string) => {
    const button = view.getByRole("button", { name: `Remove ${name}` });
    button.focus();
    fireEvent.click(button);
    return document.activeElement;
  };
  expect(remove("b.csv")?.getAttribute("aria-label")).toBe("Remove c.csv");
  expect(remove("c.csv")?.getAttribute("aria-label")).toBe("Remove a.csv");
  expect(remove("a.csv")).toBe(view.box);
});

it("shows a file as a file when its picture cannot be read", async () => {
  const view = await started();
  choose(view, fileOf("photo.png", "image/png"));
  fireEvent.error(view.getByRole("img", { name: "photo.png" }));
  expect(view.queryByRole("img", { name: "photo.png" })).toBeNull();
  expect(view.getByText("PNG · 3 bytes")).toBeTruthy();
});
