/** Deletes threads after a while in which that can be undone. */
import { words } from "../../locales";
import type { ThreadInfo } from "../../protocol/envelope";
import { errorText } from "../failures";
import { useView } from "../view";
import type { ThreadPages } from "./pages";

/** How long a deleted chat can be taken back. */
const UNDO_MS = 6_000;

export function useDeletion(pages: ThreadPages): (thread: ThreadInfo) => void {
  const { conversation, toast } = useView();
  return (thread) => {
    const restore = pages.remove(thread.id);
    const wasOpen = conversation.thread.peek()?.id === thread.id;
    if (wasOpen) conversation.openThread(null);
    const undo = () => {
      clearTimeout(timer);
      toast.value = null;
      restore();
      if (wasOpen) conversation.openThread(thread.id);
    };
    const shown = { text: words.deleted, action: { label: words.undo, run: undo } };
    const commit = () => {
      if (toast.peek() === shown) toast.value = null;
      conversation.deleteThread(thread.id).catch((error: unknown) => {
        restore();
        toast.value = { text: errorText(error) };
      });
    };
    const timer = setTimeout(commit, UNDO_MS);
    toast.value = shown;
  };
}
