/** Pictures in messages. A remote one would tell its server that it was looked at, so it waits for a click. */
import type { CSSProperties } from "preact";
import { useState } from "preact/hooks";
import { words } from "../../locales";
import { isAllowedHost, safeImage } from "../../markdown/urls";
import { Icon } from "../primitives/icon";
import { useView } from "../view";
import { askFor, isAskedFor } from "./allowed-hosts";
import { brief } from "./brief";

const MEASURES: ReadonlySet<string> = new Set(["width", "height", "max-width", "max-height"]);
/** Pixels. */
const ROOM_FOR_WORDS = 96;

interface PictureProps {
  src: string;
  alt: string;
  title?: string | null;
  class?: string;
  style?: CSSProperties;
}

export function Picture({
  src,
  alt: described,
  title,
  class: className = "picture",
  style = {},
}: PictureProps) {
  const { conversation } = useView();
  const [isBroken, setBroken] = useState(false);
  const alt = brief(described);
  const address = safeImage(src);
  if (address === null) return alt === "" ? null : <span class="dead-link">{alt}</span>;

  const host = URL.canParse(address.url) ? new URL(address.url).hostname : address.url;
  const domains = [
    ...(conversation.thread.value?.allowed_image_domains ?? []),
    ...(conversation.options.value.allowedImageDomains ?? []),
  ];
  const shows =
    address.kind === "local" || isAskedFor(conversation, host) || isAllowedHost(address.url, domains);
  const isSmall = Object.entries(style).some(([name, value]) => MEASURES.has(name) && isShort(value));
  const note = `picture-note${isSmall ? " is-small" : ""}`;
  if (isBroken) {
    return (
      <span class={note} style={style} role="img" aria-label={alt || words.imageFailed}>
        <Icon name="image-off" />
        {!isSmall && <span>{alt === "" ? words.imageFailed : alt}</span>}
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
        title={brief(title ?? "") || undefined}
        loading="lazy"
        decoding="async"
        referrerpolicy="no-referrer"
        onError={() => setBroken(true)}
      />
    );
  }
  const subject = alt === "" ? words.imageFrom(host) : alt;
  const request = alt === "" ? words.loadImage : `${words.loadImage} · ${host}`;
  const told = isSmall ? { title: `${subject} ${request}`, "aria-label": `${subject} ${request}` } : {};
  return (
    <button
      type="button"
      class={`${note} is-button`}
      style={style}
      onClick={() => askFor(conversation, host)}
      {...told}
    >
      <Icon name="images" />
      {!isSmall && (
        <span>
          {subject}
          <small>{request}</small>
        </span>
      )}
    </button>
  );
}

/** Whether a measure leaves no room for words. */
function isShort(value: unknown): boolean {
  const [, pixels] = /^(\d+(?:\.\d+)?)(?:px)?$/.exec(String(value)) ?? [];
  return pixels !== undefined && Number(pixels) < ROOM_FOR_WORDS;
}
