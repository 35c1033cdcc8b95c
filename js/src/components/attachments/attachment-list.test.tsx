import { createEvent, fireEvent, waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Attachment, ThreadItem } from "../../protocol/wire.gen";
import { Attachments } from "../../testing/kernel/attachments";
import { asked } from "../../testing/kernel/fixture";
import { memoryKernel } from "../../testing/kernel/kernel";
import { Sight } from "../../testing/sight";
import { clear, faults, show } from "../fixture";

beforeEach(() => {
  vi.stubGlobal("IntersectionObserver", Sight);
});

afterEach(() => {
  clear();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const shelf = new Attachments();
const kept = (name: string, type: string) => shelf.add(`atc_${name}`, name, type, new Uint8Array());

async function started(attachments: Attachment[], text = "look") {
  const message = {
    id: "msg",
    thread_id: "thr",
    created_at: "2026-11-20T10:00:00",
    type: "user_message",
    content: text === "" ? [] : [{ type: "input_text", text }],
    attachments,
    inference_options: {},
  } as ThreadItem;
  const kernel = memoryKernel({
    script: () => [],
    threads: [{ info: { id: "thr" }, items: [message] }],
    thread: "thr",
  });
  const store = ({ id, name, mime_type }: Attachment) =>
    kernel.attachments.add(id, name, mime_type, new TextEncoder().encode(`bytes of ${name}`));
  const view = show(kernel.connect());
  return { ...view, kernel, store };
}

it("shows a picture that opens large until Escape is pressed", async () => {
  const photo = kept("photo.png", "image/png");
  const view = await started([photo]);
  view.store(photo);
  const tile = await view.findByRole("button", { name: "Enlarge photo.png" });
  const picture = await view.findByRole("img", { name: "photo.png" });
  expect(picture.getAttribute("src")).toMatch(/^blob:/);
  expect(await faults(view.root)).toEqual([]);

  tile.focus();
  fireEvent.click(tile);
  const dialog = await view.findByRole<HTMLDialogElement>("dialog", { name: "photo.png" });
  expect(dialog.open).toBe(true);
  expect(await faults(view.root)).toEqual([]);
  const heard = vi.fn();
  view.root.addEventListener("keydown", heard);
  fireEvent.keyDown(dialog, { key: "x", bubbles: true });
  expect(heard).not.toHaveBeenCalled();
  // What the browser says when Escape is pressed in a dialog of its own.
  const cancel = createEvent("cancel", dialog, { cancelable: true });
  fireEvent(dialog, cancel);
  expect(cancel.defaultPrevented).toBe(true);
  await waitFor(() => expect(view.queryByRole("dialog")).toBeNull());
  expect(dialog.open).toBe(false);
  expect(asked(view.kernel, "fetch")).toHaveLength(1);
});

it("closes the large picture with its button and with a press beside it", async () => {
  const photo = kept("photo.png", "image/png");
  const view = await started([photo]);
  view.store(photo);
  for (const close of [
    () => view.getByRole("button", { name: "Close" }),
    () => view.root.querySelector(".enlarged-stage") as HTMLElement,
  ]) {
    fireEvent.click(await view.findByRole("button", { name: "Enlarge photo.png" }));
    await view.findByRole("dialog");
    fireEvent.click(close());
    await waitFor(() => expect(view.queryByRole("dialog")).toBeNull());
  }
});

it("saves a file under its name and as bytes only", async () => {
  const page = kept("page.html", "text/html");
  const view = await started([page]);
  view.store(page);
  const saved: Blob[] = [];
  vi.spyOn(URL, "createObjectURL").mockImplementation((blob) => {
    saved.push(blob as Blob);
    return "blob:saved";
  });
  const click = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (
    this: HTMLAnchorElement,
  ) {
    expect([this.download, this.href]).toEqual(["page.html", "blob:saved"]);
  });
  fireEvent.click(await view.findByRole("button", { name: "Download page.html HTML" }));
  await waitFor(() => expect(click).toHaveBeenCalledOnce());
  expect([saved[0]?.type, await saved[0]?.text()]).toEqual([
    "application/octet-stream",
    "bytes of page.html",
  ]);
});

it("says why a file could not be saved", async () => {
  const view = await started([kept("gone.csv", "text/csv")]);
  fireEvent.click(await view.findByRole("button", { name: "Download gone.csv CSV" }));
  await view.findByText(`Couldn't download gone.csv. NotFoundError: There is no attachment "atc_gone.csv".`);
});

it("never shows what is more than a picture, whatever it calls itself", async () => {
  const svg = { ...kept("drawing.svg", "image/svg+xml"), type: "image" } as Attachment;
  const image = { ...svg, preview_url: "chatkit-notebook:///attachments/atc_drawing.svg" } as Attachment;
  const lying = kept("lying.png", "image/png");
  const view = await started([image, lying]);
  view.store({ ...lying, mime_type: "text/html" });
  await view.findByRole("button", { name: "Download drawing.svg SVG" });
  await view.findByRole("button", { name: /Load lying.png again/ });
  expect(view.queryByRole("img")).toBeNull();
});

it("loads a picture again that did not come", async () => {
  const photo = kept("photo.png", "image/png");
  const view = await started([photo]);
  const again = await view.findByRole("button", { name: /Load photo.png again/ });
  expect(await faults(view.root)).toEqual([]);
  view.store(photo);
  fireEvent.click(again);
  fireEvent.error(await view.findByRole("img", { name: "photo.png" }));
  await view.findByRole("button", { name: /Load photo.png again/ });
});

it("leaves a picture of another server to the rules for those", async () => {
  const remote = {
    ...kept("photo.png", "image/png"),
    preview_url: "https://images.example.com/photo.png",
  } as Attachment;
  const view = await started([remote]);
  await view.findByRole("button", { name: /photo\.png.*Load image/ });
  expect(view.queryByRole("img")).toBeNull();
  // One that was uploaded here tells nobody anything when it is looked at.
  view.session.pictures.adopt(remote.id, "blob:mine", 1);
  expect((await view.findByRole("img", { name: "photo.png" })).getAttribute("src")).toBe("blob:mine");
});

it("has no bubble where nothing was said", async () => {
  const view = await started([kept("a.csv", "text/csv")], "");
  await view.findByRole("button", { name: "Download a.csv CSV" });
  expect(view.root.querySelector(".bubble")).toBeNull();
});
