/** The attachments of a message: pictures first, as a row, then files. */
import { useState } from "preact/hooks";
import { words } from "../../locales";
import { isInKernel } from "../../protocol/envelope";
import { isAttachment } from "../../protocol/guards";
import { asList } from "../../protocol/shape";
import type { Attachment, ImageAttachment } from "../../protocol/wire.gen";
import { isRaster } from "../../state/pictures";
import { Boundary, Unshown } from "../boundary";
import { Picture } from "../prose/picture";
import { useView } from "../view";
import { FileCard } from "./file-card";
import { PictureTile } from "./picture-tile";
import { saveAttachment } from "./save";

/** A picture of the kernel's is shown only if its type is one that is nothing but a picture. */
function isPicture(attachment: Attachment): attachment is ImageAttachment {
  if (attachment.type !== "image") return false;
  return !isInKernel(attachment.preview_url) || isRaster(attachment.mime_type);
}

interface AttachmentListProps {
  attachments: readonly Attachment[];
  label?: string;
}

export function AttachmentList({ attachments, label = words.attachments }: AttachmentListProps) {
  const given = asList(attachments, "attachments");
  const known = given.filter(isAttachment);
  const pictures = known.filter(isPicture);
  const files = known.filter((attachment) => !isPicture(attachment));
  const others = given.filter((attachment) => !isAttachment(attachment));
  return (
    <>
      {pictures.length > 0 && (
        <ul class="pictures" aria-label={label} data-many={pictures.length > 1 || undefined}>
          {pictures.map((attachment) => (
            <li key={attachment.id}>
              <Boundary part={{ name: attachment.name }} id={attachment.id} from={[attachment]}>
                <AnyPicture attachment={attachment} />
              </Boundary>
            </li>
          ))}
        </ul>
      )}
      {files.length > 0 && (
        <ul class="files" aria-label={label}>
          {files.map((attachment) => (
            <li key={attachment.id}>
              <Boundary part={{ name: attachment.name }} id={attachment.id} from={[attachment]}>
                <SavedFile attachment={attachment} />
              </Boundary>
            </li>
          ))}
        </ul>
      )}
      {others.map((attachment, index) => (
        <Unshown key={index} part="attachment" data={attachment} />
      ))}
    </>
  );
}

/** A picture of another server waits for a click, unless this view has just sent it there. */
function AnyPicture({ attachment }: { attachment: ImageAttachment }) {
  const { pictures } = useView().conversation;
  const isHere = pictures.of(attachment.id).value.kind === "shown";
  if (isHere || isInKernel(attachment.preview_url)) return <PictureTile attachment={attachment} />;
  return <Picture src={attachment.preview_url} alt={attachment.name} />;
}

function SavedFile({ attachment: { id, name, mime_type } }: { attachment: Attachment }) {
  const view = useView();
  const [isLoading, setIsLoading] = useState(false);
  const save = () => {
    if (isLoading) return;
    setIsLoading(true);
    void saveAttachment(view, id, name).then(() => setIsLoading(false));
  };
  const mark = isLoading ? { mark: <span class="spinner" aria-hidden="true" /> } : {};
  return (
    <button type="button" class="file-button" aria-busy={isLoading} onClick={save}>
      {/* The name of the button begins so and goes on with what is seen. */}
      <span class="for-readers">{words.download}</span>
      <FileCard name={name} mimeType={mime_type} {...mark} />
    </button>
  );
}
