/** Pictures in messages. A remote one would tell its server that it was looked at, so it waits for a click. */
import type { CSSProperties } from "preact";
import { useState } from "preact/hooks";
import { words } from "../../locales";
import { isAllowedHost, safeImage } from "../../markdown/urls";
import { Icon } from "../primitives/icon";
import { useView } from "../view";

interface PictureProps {
  src: string;
  alt: string;
  title?: string | null;
  class?: string;
  style?: CSSProperties;
}

export function Picture({ src, alt, title, class: className = "picture", style = {} }: PictureProps) {
  const { conversation } = useView();
  const [state, setState] = useState<"waiting" | "asked" | "broken">("waiting");
  const address = safeImage(src);
  if (address === null) return alt === "" ? null : <span class="dead-link">{alt}</span>;

  const domains = conversation.thread.value?.allowed_image_domains;
  const shows = address.kind === "local" || state === "asked" || isAllowedHost(address.url, domains);
  if (state === "broken") {
    return (
      <span class="picture-note" style={style} role="img" aria-label={alt || words.imageFailed}>
        <Icon name="image-off" />
        <span>{alt === "" ? words.imageFailed : alt}</span>
      </span>
    );
  }
  if (shows) {
    return (
      <img
        class={className}
        style={style}
        src={address.url}
        alt={alt}
        title={title ?? undefined}
        loading="lazy"
        decoding="async"
        referrerpolicy="no-referrer"
        onError={() => setState("broken")}
      />
    );
  }
  const host = URL.canParse(address.url) ? new URL(address.url).hostname : address.url;
  return (
    <button type="button" class="picture-note is-button" style={style} onClick={() => setState("asked")}>
      <Icon name="images" />
      <span>
        {alt === "" ? words.imageFrom(host) : alt}
        <small>{alt === "" ? words.loadImage : `${words.loadImage} · ${host}`}</small>
      </span>
    </button>
  );
}
