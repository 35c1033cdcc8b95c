import { useRef, useState } from "preact/hooks";
import { words } from "../../locales";
import type { Attachment } from "../../protocol/wire.gen";
import { Icon } from "../primitives/icon";
import { useView } from "../view";
import { usePicture } from "./use-picture";

/** Smaller than a tile: shown as large as it is. */
const LEAST = 96;

/** A small picture in a message. It has its height from the beginning and opens large. */
export function PictureTile({ attachment: { id, name } }: { attachment: Attachment }) {
  const { conversation, enlarged } = useView();
  const place = useRef<HTMLButtonElement>(null);
  const picture = usePicture(id, place);
  // What is here already must not blink while it is drawn anew.
  const wasHere = useRef(picture.kind === "shown");
  const [isTiny, setIsTiny] = useState(false);
  const failed = picture.kind === "failed";
  const press = () => {
    if (failed) conversation.pictures.again(id);
    else enlarged.value = { id, name };
  };
  return (
    <button
      ref={place}
      type="button"
      class="picture-tile"
      data-state={picture.kind}
      aria-label={failed ? words.loadAgain(name) : words.enlarge(name)}
      title={name}
      onClick={press}
    >
      {picture.kind === "shown" && (
        <img
          src={picture.url}
          alt={name}
          decoding={wasHere.current ? "sync" : "async"}
          draggable={false}
          data-tiny={isTiny || undefined}
          onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
            setIsTiny(Math.max(naturalWidth, naturalHeight) < LEAST)
          }
          onError={() => conversation.pictures.broken(id)}
        />
      )}
      {failed && (
        <>
          <Icon name="image-off" />
          <span>{words.imageFailed}</span>
        </>
      )}
    </button>
  );
}
