/** The whole view of one conversation, and what makes it one panel. */
import { effect, signal } from "@preact/signals";
import { render } from "preact";
import { useEffect } from "preact/hooks";
import type { Conversation } from "../state/conversation";
import { Composer } from "./composer/composer";
import { startsMessage } from "./composer/typing";
import { History } from "./history/history";
import { Markdown } from "./prose/markdown";
import { Announcer } from "./shell/announcer";
import { ConnectionLine } from "./shell/connection";
import { Header } from "./shell/header";
import { Resizer } from "./shell/resizer";
import { ToastLine } from "./shell/toast";
import { applyTheme, pageScheme, watchPageScheme } from "./theme";
import { Skeleton } from "./thread/skeleton";
import { StartScreen } from "./thread/start-screen";
import { Thread } from "./thread/thread";
import { createView, useView, type View, ViewProvider } from "./view";

function Main() {
  const { conversation, historyOpen } = useView();
  if (historyOpen.value) return <History />;
  const empty = conversation.items.value.length === 0 && conversation.pendingUser.value === null;
  if (empty && (conversation.loading.value || conversation.connection.value === "connecting")) {
    return <Skeleton />;
  }
  const fresh = conversation.thread.value === null && conversation.error.value === null;
  return empty && fresh ? <StartScreen /> : <Thread />;
}

function Disclaimer() {
  const { conversation } = useView();
  const { disclaimer } = conversation.options.value;
  if (disclaimer === undefined || disclaimer.text === "") return null;
  return (
    <div class="disclaimer" data-contrast={disclaimer.highContrast === true || undefined}>
      <Markdown text={disclaimer.text} />
    </div>
  );
}

function Panel({ host }: { host: HTMLElement }) {
  const view = useView();
  const { conversation, historyOpen } = view;
  useEffect(() => conversation.onUi((method, args) => obey(view, method, args)), [conversation, view]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && historyOpen.peek() && !event.defaultPrevented) {
      event.preventDefault();
      historyOpen.value = false;
      view.focusComposer();
    } else if (startsMessage(event) && !historyOpen.peek()) {
      view.focusComposer();
    }
  };
  return (
    <section class="panel" aria-label={conversation.options.value.frameTitle} onKeyDown={onKeyDown}>
      <Header />
      <div class="main">
        <Main />
      </div>
      <div class="foot" hidden={historyOpen.value}>
        <ConnectionLine />
        <Composer />
        <Disclaimer />
      </div>
      <ToastLine />
      <Announcer />
      <Resizer host={host} />
    </section>
  );
}

/** Does what Python asks of the view. */
function obey(view: View, method: string, args: Readonly<Record<string, unknown>>): void {
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
function dress(host: HTMLElement, conversation: Conversation): () => void {
  const page = signal(pageScheme());
  const unwatch = watchPageScheme(() => {
    page.value = pageScheme();
  });
  const stop = effect(() => {
    applyTheme(host, conversation.options.value.theme, page.value);
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
 * Draws a conversation into `root`, an element of the view's shadow root.
 *
 * @returns what takes it down again.
 */
export function mount(root: HTMLElement, conversation: Conversation): () => void {
  const tree = root.getRootNode();
  const host = tree instanceof ShadowRoot && tree.host instanceof HTMLElement ? tree.host : root;
  const view = createView(conversation);
  const undress = dress(host, conversation);
  const unreport = reportHistory(view);
  render(
    <ViewProvider value={view}>
      <Panel host={host} />
    </ViewProvider>,
    root,
  );
  return () => {
    render(null, root);
    unreport();
    undress();
  };
}
