import { safeLink } from "../../markdown/urls";
import type { Annotation } from "../../protocol/wire.gen";
import { Disclosure } from "../primitives/disclosure";
import { hasIcon, Icon } from "../primitives/icon";
import { Anchor } from "../prose/anchor";
import { words } from "../words";

type Source = Annotation["source"];

function identity(source: Source): string {
  if (source.type === "url") return `url:${source.url}`;
  return source.type === "file" ? `file:${source.filename}` : `entity:${source.id}`;
}

function iconOf(source: Source): string {
  if (source.type === "url") return "globe";
  if (source.type === "entity" && hasIcon(source.icon)) return source.icon;
  return source.type === "file" ? "document" : "link";
}

/** A source as one line: a link where it has an address. */
export function SourceLine({ source }: { source: Source }) {
  const href = source.type === "url" ? safeLink(source.url) : null;
  const title = source.title === "" ? identity(source) : source.title;
  const origin = source.type === "url" ? source.attribution : source.description;
  return (
    <span class="source">
      <Icon name={iconOf(source)} />
      <span class="source-title" dir="auto">
        {href === null ? (
          title
        ) : (
          <Anchor href={href} title={undefined}>
            {title}
          </Anchor>
        )}
      </span>
      {origin !== undefined && origin !== "" && <span class="source-origin">{origin}</span>}
    </span>
  );
}

/** All sources of a message, folded. */
export function Sources({ annotations }: { annotations: readonly Annotation[] }) {
  const sources = new Map(annotations.map(({ source }) => [identity(source), source]));
  if (sources.size === 0) return null;
  return (
    <Disclosure summary={words.sources(sources.size)} icon="book-open">
      <ul class="source-list">
        {[...sources].map(([key, source]) => (
          <li key={key}>
            <SourceLine source={source} />
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
