/** Files for the demo: pictures drawn on the spot, and others that only have a name and a size. */
import type { MemoryKernel } from "../src/testing/kernel/kernel";
import { RequestError } from "../src/transport/requests";
import { PIECE } from "../src/transport/uploads";

/** A landscape as PNG, so that a cut edge or a wrong proportion shows. */
export function drawPicture(width: number, height: number, hue: number): Uint8Array<ArrayBuffer> {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("This browser draws nothing.");
  const sky = context.createLinearGradient(0, 0, 0, height);
  sky.addColorStop(0, `oklch(0.72 0.12 ${hue})`);
  sky.addColorStop(1, `oklch(0.93 0.06 ${hue + 60})`);
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
  context.fillStyle = "oklch(0.98 0.04 95)";
  context.beginPath();
  context.arc(width * 0.7, height * 0.3, Math.min(width, height) * 0.1, 0, 7);
  context.fill();
  for (const [index, base] of [0.62, 0.74, 0.86].entries()) {
    context.fillStyle = `oklch(${0.56 - index * 0.12} 0.08 ${hue + 20 * index})`;
    context.beginPath();
    context.moveTo(0, height);
    for (let x = 0; x <= width; x += 4) {
      const wave =
        Math.sin(x / (width / (3 + index * 2)) + index * 2) + 0.4 * Math.sin((x / width) * 17 + index);
      context.lineTo(x, height * (base + wave * 0.05));
    }
    context.lineTo(width, height);
    context.fill();
  }
  return Uint8Array.from(atob(canvas.toDataURL("image/png").split(",")[1] ?? ""), (letter) =>
    letter.charCodeAt(0),
  );
}

/** `padding`: bytes after the picture, which every reader ignores. */
export function pictureFile(name: string, hue = 240, padding = 0): File {
  return new File([drawPicture(640, 480, hue), new Uint8Array(padding)], name, { type: "image/png" });
}

export function plainFile(name: string, type: string, size: number): File {
  return new File([new Uint8Array(size)], name, { type });
}

/** Chooses files as a reader would in the file dialog. */
export function choose(host: HTMLElement, files: readonly File[]): void {
  const input = host.shadowRoot?.querySelector<HTMLInputElement>("input[type=file]");
  if (!input) return;
  const data = new DataTransfer();
  for (const file of files) data.items.add(file);
  input.files = data.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Files named "slow" never arrive whole, those named "broken" are refused. */
export function spoil(kernel: MemoryKernel): void {
  const receive = kernel.attachments.receive.bind(kernel.attachments);
  kernel.attachments.receive = (id, offset, piece) => {
    const { name } = kernel.attachments.get(id);
    if (name.includes("broken")) {
      const message = "The disk of the kernel is full.";
      throw new RequestError({ code: "storage", message, allow_retry: true });
    }
    if (name.includes("refused")) {
      const message = "refused.png is not a PNG picture: its bytes begin like those of a PDF.";
      throw new RequestError({ code: "refused", message, allow_retry: false });
    }
    if (name.includes("slow") && offset >= 2 * PIECE) return { received: 2 * PIECE, done: false };
    return receive(id, offset, piece);
  };
}
