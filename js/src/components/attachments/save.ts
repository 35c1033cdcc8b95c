/** Puts files on the reader's disk. */
import { words } from "../../locales";
import { errorText } from "../failures";
import type { View } from "../view";

/** Long enough for a browser to ask where to. */
const KEPT_FOR = 60_000;

/** Saves an attachment, or says why not. */
export async function saveAttachment(view: View, id: string, name: string): Promise<void> {
  try {
    save(await view.conversation.readAttachment(id), name);
  } catch (error) {
    view.toast.value = { text: words.downloadFailed(name, errorText(error)) };
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
