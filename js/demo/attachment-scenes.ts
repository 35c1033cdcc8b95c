/** Files in the composer and in messages. */
import type { Attachment, ThreadItem } from "../src/protocol/wire.gen";
import { Attachments } from "../src/testing/kernel/attachments";
import type { MemoryKernel } from "../src/testing/kernel/kernel";
import { choose, drawPicture, pictureFile, plainFile, spoil } from "./files";
import type { Scene } from "./scenes";

const attachments = { enabled: true, maxSize: { "image/*": 20 * 2 ** 20, "": 5 * 2 ** 20 }, maxCount: 10 };
const options = { composer: { attachments } };

const settled = () => new Promise((resolve) => setTimeout(resolve, 60));

/** Chooses files once the chat is there. */
function choosing(files: () => File[]): Scene {
  return {
    options,
    async begin(kernel, host) {
      spoil(kernel);
      await settled();
      choose(host, files());
    },
  };
}

function asked(id: string, text: string, given: Attachment[]): ThreadItem {
  const content = text === "" ? [] : [{ type: "input_text", text }];
  const created_at = new Date(Date.now() - 60_000).toISOString();
  const fields = { id, thread_id: "thr_1", created_at, type: "user_message", inference_options: {} };
  return { ...fields, content, attachments: given } as unknown as ThreadItem;
}

function said(id: string, text: string): ThreadItem {
  const content = [{ type: "output_text", text, annotations: [] }];
  const created_at = new Date(Date.now() - 50_000).toISOString();
  return { id, thread_id: "thr_1", created_at, type: "assistant_message", content } as unknown as ThreadItem;
}

/** Width, height and hue of the pictures that the kernel has. */
const PICTURES = new Map<string, [number, number, number]>([
  ["lake.png", [1200, 800, 240]],
  ["tall.png", [400, 900, 20]],
  ["wide.png", [1600, 500, 130]],
  ["square.png", [500, 500, 300]],
  ["portrait.png", [600, 1000, 60]],
]);

const known = new Attachments();
const attached = (name: string, type = "image/png") => known.add(`atc_${name}`, name, type, new Uint8Array());

function fill({ attachments: kept }: MemoryKernel): void {
  for (const [name, size] of PICTURES) {
    kept.add(`atc_${name}`, name, "image/png", drawPicture(...size));
  }
  kept.add("atc_notes.md", "notes.md", "text/markdown", new TextEncoder().encode("# Notes"));
}

const talk = {
  options,
  thread: "thr_1",
  threads: [
    {
      info: { id: "thr_1", title: "Pictures and files" },
      items: [
        asked("m1", "Where was this taken? The light looks like the north.", [attached("lake.png")]),
        said("m2", "It looks like a lake in the evening."),
        asked(
          "m3",
          "And these?",
          ["tall.png", "wide.png", "square.png", "gone.png"].map((name) => attached(name)),
        ),
        said("m4", "The third is a square."),
        asked("m5", "", [
          attached("portrait.png"),
          attached("Quarterly report of the north region, final version 3.pdf", "application/pdf"),
          attached("events.parquet", ""),
          attached("notes.md", "text/markdown"),
          attached("run.ipynb", ""),
          attached("voice.mp3", "audio/mpeg"),
        ]),
        said("m6", "Five files and a picture."),
      ],
    },
  ],
};

export const attachmentScenes: ReadonlyMap<string, Scene> = new Map<string, Scene>(
  Object.entries<Scene>({
    attach: choosing(() => [
      pictureFile("lake.png"),
      plainFile("Quarterly report of the north region, final.pdf", "application/pdf", 1_250_000),
      pictureFile("slow picture.png", 20, 2_000_000),
      plainFile("slow export.csv", "text/csv", 3_000_000),
      plainFile("broken.zip", "application/zip", 30_000),
      plainFile("refused.png", "image/png", 30_000),
    ]),
    chips: choosing(() => [pictureFile("lake.png"), plainFile("events.csv", "text/csv", 81_000)]),
    manyChips: choosing(() => [
      ...[20, 80, 140, 200, 260].map((hue) => pictureFile(`hill ${hue}.png`, hue)),
      ...["notes.md", "run.ipynb", "events.parquet", "voice.mp3", "all-the-sources-of-the-lesson.tar.gz"].map(
        (name) => plainFile(name, "", 12_345),
      ),
    ]),
    refused: choosing(() => [
      plainFile("film.mov", "video/quicktime", 7 * 2 ** 20),
      ...Array.from({ length: 13 }, (_, index) => plainFile(`part ${index + 1}.csv`, "text/csv", 900)),
    ]),
    slowUploads: choosing(() => [
      pictureFile("slow picture.png", 20, 2_000_000),
      plainFile("slow.csv", "text/csv", 3_000_000),
    ]),
    sent: { ...talk, begin: fill },
    dropping: {
      options,
      async begin(_kernel, host) {
        await settled();
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(plainFile("a.csv", "text/csv", 1));
        const panel = host.shadowRoot?.querySelector(".panel");
        panel?.dispatchEvent(new DragEvent("dragenter", { dataTransfer, bubbles: true, cancelable: true }));
      },
    },
    enlarged: {
      ...talk,
      async begin(kernel, host) {
        fill(kernel);
        await settled();
        host.shadowRoot?.querySelector<HTMLElement>(".picture-tile")?.click();
      },
    },
  }),
);
