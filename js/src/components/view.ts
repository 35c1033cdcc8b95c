/** What the parts of one view share besides the conversation: which screen is up, and what was just said. */
import { type Signal, signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Conversation } from "../state/conversation";
import { Reports } from "./reports";

/** A short message with at most one thing to do about it. */
export interface Toast {
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** A picture to be looked at closely: an attachment whose bytes are in the kernel. */
export interface EnlargedPicture {
  readonly id: string;
  readonly name: string;
}

export interface View {
  readonly conversation: Conversation;
  /** Where to tell that a part can't be shown. */
  readonly reports: Reports;
  readonly historyOpen: Signal<boolean>;
  readonly toast: Signal<Toast | null>;
  readonly enlarged: Signal<EnlargedPicture | null>;
  /** Read aloud when the reader has nothing else to hear. */
  readonly announcement: Signal<string>;
  /** Whether anything of the thread is out of sight above: the header draws a line then. */
  readonly scrolled: Signal<boolean>;
  /** Puts the caret into the composer. */
  focusComposer: () => void;
  /** Puts the caret into the search field of the history, if there is one. */
  focusSearch: () => void;
}

export function createView(conversation: Conversation): View {
  return {
    conversation,
    reports: new Reports(conversation),
    historyOpen: signal(false),
    toast: signal(null),
    enlarged: signal(null),
    announcement: signal(""),
    scrolled: signal(false),
    focusComposer: () => {},
    focusSearch: () => {},
  };
}

export const ViewContext = createContext<View | null>(null);

export const ViewProvider = ViewContext.Provider;

export function useView(): View {
  const view = useContext(ViewContext);
  if (view === null) throw new Error("useView() is called outside of a view: wrap it in a ViewProvider.");
  return view;
}
