import { words } from "../../locales";
import { textIn } from "../../protocol/shape";
import { IconButton } from "../primitives/icon-button";
import { brief } from "../prose/brief";
import { useView } from "../view";

/** The title of the chat, and the way to others. */
export function Header() {
  const view = useView();
  const { conversation, historyOpen, scrolled } = view;
  const { header, history } = conversation.options.value;
  if (!header.enabled) return null;

  const thread = conversation.thread.value;
  const inHistory = historyOpen.value;
  const text = inHistory ? words.history : brief(textIn(header.title.text) || textIn(thread?.title));
  const begin = () => {
    conversation.openThread(null);
    conversation.log("newChat.create", {});
    historyOpen.value = false;
    view.focusComposer();
  };
  const toggle = () => {
    historyOpen.value = !inHistory;
    if (inHistory) view.focusComposer();
  };
  return (
    <header class="header" data-scrolled={scrolled.value || undefined}>
      {inHistory && <IconButton icon="arrow-left" label={words.backToChat} tip="start" onClick={toggle} />}
      {header.title.enabled && text !== "" && (
        <h2 title={text} dir="auto">
          {text}
        </h2>
      )}
      <div class="header-buttons">
        <IconButton
          icon="square-pen"
          label={words.newChat}
          tip="end"
          disabled={thread === null && !inHistory}
          onClick={begin}
        />
        {history.enabled && (
          <IconButton
            icon="history"
            label={words.history}
            tip="end"
            aria-expanded={inHistory}
            onClick={toggle}
          />
        )}
      </div>
    </header>
  );
}
