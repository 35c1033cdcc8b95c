/** One picture, as large as the window allows. */
import { useLayoutEffect } from "preact/hooks";
import { words } from "../../locales";
import { Dialog } from "../primitives/dialog";
import { IconButton } from "../primitives/icon-button";
import { type EnlargedPicture, useView } from "../view";
import { saveAttachment } from "./save";

export function Enlarged() {
  const { enlarged } = useView();
  const { value: picture } = enlarged;
  return picture === null ? null : <EnlargedDialog key={picture.id} {...picture} />;
}

function EnlargedDialog({ id, name }: EnlargedPicture) {
  const view = useView();
  const { pictures } = view.conversation;
  useLayoutEffect(() => pictures.hold(id), [id, pictures]);
  const { value: picture } = pictures.of(id);
  const close = () => {
    view.enlarged.value = null;
  };
  return (
    <Dialog class="enlarged" label={name} onClose={close}>
      <div class="enlarged-head">
        <span class="enlarged-name" title={name} dir="auto">
          {name}
        </span>
        <IconButton
          icon="download"
          label={words.download}
          tip="end"
          onClick={() => void saveAttachment(view, id, name)}
        />
        <IconButton icon="x" label={words.close} tip="end" onClick={close} />
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a press beside the picture closes, as Escape does */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the dialog listens to Escape */}
      <div
        class="enlarged-stage"
        onClick={(event) => {
          if (event.target === event.currentTarget) close();
        }}
      >
        {picture.kind === "shown" && <img src={picture.url} alt={name} />}
        {picture.kind === "failed" && <p>{words.imageFailed}</p>}
      </div>
    </Dialog>
  );
}
