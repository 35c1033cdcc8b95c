import { words } from "../../locales";
import { safeLink } from "../../markdown/urls";
import { asList, asObject, asText } from "../../protocol/shape";
import type { Annotation } from "../../protocol/wire.gen";
import { Boundary } from "../boundary";
import { Disclosure } from "../primitives/disclosure";
import { hasIcon, Icon } from "../primitives/icon";
import { Anchor } from "../prose/anchor";
import { brief } from "../prose/brief";

type Source = Annotation["source"];

function identity(source: Source): string {
  if (source.type === "url") return `url:${asText(source.url, "url")}`;
  return source.type === "file"
    ? `file:${asText(source.filename, "filename")}`
    : `entity:${asText(source.id, "id")}`;
}

function iconOf(source: Source): string {
  if (source.type === "url") return "globe";
  if (source.type === "entity" && hasIcon(source.icon)) return source.icon;
  return source.type === "file" ? "document" : "link";
}

/** A source as one line: a link where it has an address. */
export function SourceLine({ source }: { source: Source }) {
  return (
    <Boundary part="source" from={[source]}>
      <KnownSource source={source} />
    </Boundary>
  );
}

function KnownSource({ source: given }: { source: Source }) {
  const source = asObject(given, "source");
  const href = source.type === "url" ? safeLink(asText(source.url, "url")) : null;
  const title = brief(asText(source.title, "title") || identity(source));
  const origin =
    source.type === "url"
      ? asText(source.attribution, "attribution")
      : asText(source.description, "description");
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
      {origin !== "" && <span class="source-origin">{brief(origin)}</span>}
    </span>
  );
}

/** All sources of a message, folded. */
export function Sources({ annotations }: { annotations: readonly Annotation[] }) {
  return (
    <Boundary part="sources" from={[annotations]}>
      <AllSources annotations={annotations} />
    </Boundary>
  );
}

function AllSources({ annotations }: { annotations: readonly Annotation[] }) {
  const sources = distinct(asList(annotations, "annotations").map((annotation) => annotation?.source));
  if (sources.length === 0) return null;
  return (
    <Disclosure summary={words.sources(sources.length)} icon="book-open">
      <ul class="source-list">
        {sources.map((source, index) => (
          <li key={index}>
            <SourceLine source={source} />
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}

/** Each source once; one that cannot be told from others stays. */
function distinct(sources: readonly Source[]): Source[] {
  const known = new Map<unknown, Source>();
  for (const source of sources) {
    try {
      known.set(identity(source), source);
    } catch {
      // Its own line says what is wrong with it.
      known.set({}, source);
    }
  }
  return [...known.values()];
}
