import { words } from "../../locales";
import { Boundary } from "../boundary";
import { useView } from "../view";
import { Chip } from "./chip";

/** The files that go with the message. */
export function Chips() {
  const view = useView();
  const { attachments } = view.conversation;
  const { value: list } = attachments.list;
  if (list.length === 0) return null;
  const remove = (key: string, button: HTMLElement) => {
    const chip = button.closest("li");
    const neighbour = chip?.nextElementSibling ?? chip?.previousElementSibling;
    const next = neighbour?.querySelector<HTMLElement>(".chip-remove");
    if (next) next.focus();
    else view.focusComposer();
    attachments.remove(key);
  };
  return (
    <ul class="chips" aria-label={words.attachments}>
      {list.map((file) => (
        <Boundary key={file.key} part={{ name: file.name }} from={[file]}>
          <Chip file={file} onRemove={(button) => remove(file.key, button)} />
        </Boundary>
      ))}
    </ul>
  );
}
