/** The whole view of one conversation, and what makes it one panel. */
import { effect, signal } from "@preact/signals";
import { type ComponentChildren, render } from "preact";
import { useEffect } from "preact/hooks";
import { words } from "../locales";
import type { JsonObject } from "../protocol/guards";
import { asText } from "../protocol/shape";
import type { Conversation } from "../state/conversation";
import { Alone } from "./alone";
import { DropZone, useDrop } from "./attachments/drop-zone";
import { Enlarged } from "./attachments/enlarged";
import { pastedFiles, takesFiles } from "./attachments/intake";
import { Boundary } from "./boundary";
import { Composer } from "./composer/composer";
import { startsMessage } from "./composer/typing";
import { History } from "./history/history";
import type { Part } from "./parts";
import { Markdown } from "./prose/markdown";
import { Announcer } from "./shell/announcer";
import { ApprovalsLine } from "./shell/approvals-line";
import { ConnectionLine } from "./shell/connection";
import { Header } from "./shell/header";
import { Resizer } from "./shell/resizer";
import { ToastLine } from "./shell/toast";
import { applyTheme, pageScheme, watchPageScheme } from "./theme";
import { Skeleton, useLate } from "./thread/skeleton";
import { StartScreen } from "./thread/start-screen";
import { Thread } from "./thread/thread";
import { createView, useView, type View, ViewProvider } from "./view";

function Main() {
  const { conversation, historyOpen } = useView();
  const seeking = conversation.search.seeking.value;
  const waiting = seeking || conversation.loading.value || conversation.connection.value === "connecting";
  const late = useLate(waiting);
  if (historyOpen.value) {
    return (
      <Boundary part="history" from={[]}>
        <History />
      </Boundary>
    );
  }
  const { value: pending } = conversation.pendingUser;
  if (late && pending === null) return <Skeleton />;
  // The thread comes up at the message that is asked for, not on the way there.
  if (seeking) return null;
  const empty = conversation.items.value.length === 0 && pending === null;
  if (empty && waiting) return null;
  const quiet = conversation.error.value === null && conversation.notices.value.length === 0;
  const isNew = empty && quiet && conversation.thread.value === null;
  return (
    <Boundary part="messages" from={[conversation.items.value, conversation.options.value, isNew]}>
      {isNew ? <StartScreen /> : <Thread />}
    </Boundary>
  );
}

function Disclaimer() {
  const { conversation } = useView();
  const { disclaimer } = conversation.options.value;
  if (disclaimer === undefined || disclaimer.text === "") return null;
  return (
    <div class="disclaimer" data-contrast={disclaimer.highContrast === true || undefined}>
      <Boundary part="notice" from={[disclaimer]} text={() => asText(disclaimer.text, "text")}>
        <Markdown text={asText(disclaimer.text, "text")} />
      </Boundary>
    </div>
  );
}

/** What stands around the messages: each is drawn again when what it may fail on has changed. */
function Region({ part, children }: { part: Part; children: ComponentChildren }) {
  const { options, thread, draft } = useView().conversation;
  return (
    <Boundary part={part} from={[options.value, thread.value, draft.value]}>
      {children}
    </Boundary>
  );
}

function Panel({ host }: { host: HTMLElement }) {
  const view = useView();
  const { conversation, historyOpen } = view;
  const drop = useDrop();
  useEffect(() => conversation.onUi((method, args) => obey(view, method, args)), [conversation, view]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !event.defaultPrevented && !event.isComposing) {
      leave(view, event);
    } else if (startsMessage(event)) {
      if (historyOpen.peek()) view.focusSearch();
      else view.focusComposer();
    }
  };
  return (
    <section
      class="panel"
      aria-label={conversation.options.value.frameTitle ?? words.frameTitle}
      onKeyDown={onKeyDown}
      onPaste={(event) => paste(view, event)}
      {...drop.handlers}
    >
      <div class="screen">
        <Region part="header">
          <Header />
        </Region>
        <div class="main">
          <Main />
        </div>
        <div class="foot">
          <ConnectionLine />
          <div class="foot-body" hidden={historyOpen.value}>
            <Region part="approval">
              <ApprovalsLine />
            </Region>
            <Region part="composer">
              <Composer />
            </Region>
            <Disclaimer />
          </div>
        </div>
        <Resizer host={host} />
      </div>
      <Region part="image">
        <Enlarged />
      </Region>
      <DropZone isOver={drop.isOver} />
      <ToastLine />
      <Announcer />
    </section>
  );
}

/** Files pasted anywhere in the panel go to the composer; text goes where the caret is. */
function paste(view: View, event: ClipboardEvent): void {
  const { conversation, historyOpen, enlarged, focusComposer } = view;
  if (event.clipboardData === null || historyOpen.peek() || enlarged.peek() !== null) return;
  if (!takesFiles(conversation)) return;
  const { attachments } = conversation;
  const taken = attachments.list.peek().map((file) => file.name);
  const files = pastedFiles(event.clipboardData, taken);
  if (files.length === 0) return;
  event.preventDefault();
  attachments.add(files);
  focusComposer();
}

/** Escape closes what is on top, then stops what is under way. */
function leave({ conversation, historyOpen, focusComposer }: View, event: KeyboardEvent): void {
  if (historyOpen.peek()) {
    historyOpen.value = false;
    focusComposer();
  } else if (conversation.response.peek()?.allowCancel === true) {
    conversation.stop();
  } else return;
  event.preventDefault();
}

/** Does what Python asks of the view. */
function obey(view: View, method: string, args: Readonly<JsonObject>): void {
  switch (method) {
    case "focus_composer":
      view.focusComposer();
      break;
    case "set_composer_value":
      if (typeof args.text === "string") view.conversation.draft.value = args.text;
      break;
    case "show_history":
      view.historyOpen.value = true;
      break;
    case "hide_history":
      view.historyOpen.value = false;
      break;
  }
}

/** Keeps the host dressed as the options and the page say. */
function dress(host: HTMLElement, { conversation, reports }: View): () => void {
  const page = signal(pageScheme());
  const unwatch = watchPageScheme(() => {
    page.value = pageScheme();
  });
  const stop = effect(() => {
    // What an effect throws would reach whoever sets the options, and stop the conversation.
    try {
      applyTheme(host, conversation.options.value.theme, page.value);
    } catch (error) {
      reports.tell({ name: "theme" }, undefined, error);
    }
  });
  return () => {
    stop();
    unwatch();
  };
}

function reportHistory(view: View): () => void {
  let open = view.historyOpen.peek();
  return effect(() => {
    if (view.historyOpen.value === open) return;
    open = view.historyOpen.value;
    view.conversation.log(open ? "history.open" : "history.close", {});
  });
}

/**
 * Draws a conversation into `root`, an element of the view's shadow root; of one that is `alone` only what it holds.
 *
 * @returns what takes it down again.
 */
export function mount(root: HTMLElement, conversation: Conversation, isAlone = false): () => void {
  const tree = root.getRootNode();
  const host = tree instanceof ShadowRoot && tree.host instanceof HTMLElement ? tree.host : root;
  const view = createView(conversation);
  const undress = dress(host, view);
  const unreport = reportHistory(view);
  render(<ViewProvider value={view}>{isAlone ? <Alone /> : <Panel host={host} />}</ViewProvider>, root);
  return () => {
    render(null, root);
    unreport();
    undress();
  };
}
