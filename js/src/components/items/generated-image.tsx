import { words } from "../../locales";
import { safeImage } from "../../markdown/urls";
import { asObject, asText } from "../../protocol/shape";
import type { GeneratedImageItem } from "../../protocol/wire.gen";
import { Icon } from "../primitives/icon";
import { Picture } from "../prose/picture";

interface GeneratedImageProps {
  /** `progress` (0 to 1) is the view's own key. */
  item: GeneratedImageItem & { progress?: unknown };
  streaming: boolean;
}

/** A picture made for the user, sharper as it comes. */
export function GeneratedImage({ item, streaming }: GeneratedImageProps) {
  const address =
    item.image === undefined ? null : safeImage(asText(asObject(item.image, "image").url, "url"));
  const progress = typeof item.progress === "number" ? Math.min(1, Math.max(0, item.progress)) : null;
  return (
    <figure class={streaming ? "generated is-partial" : "generated"}>
      {address === null ? (
        <span class="generated-empty">
          <Icon name="image" />
        </span>
      ) : (
        <Picture src={address.url} alt={words.generatedImage} />
      )}
      {streaming && (
        <progress aria-label={words.generatedImage} {...(progress === null ? {} : { value: progress })} />
      )}
    </figure>
  );
}
