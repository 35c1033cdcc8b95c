/** Puts files on the reader's disk. */
import type { View } from "../view";
import { words } from "../words";

/** Long enough for a browser to ask where to. */
const KEPT_FOR = 60_000;

/** Saves an attachment, or says why not. */
export async function saveAttachment(view: View, id: string, name: string): Promise<void> {
  try {
    save(await view.conversation.readAttachment(id), name);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    view.toast.value = { text: words.downloadFailed(name, reason) };
  }
}

function save(bytes: Blob, name: string): void {
  const url = URL.createObjectURL(bytes);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_FOR);
}
