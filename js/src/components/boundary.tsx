/** Keeps what cannot be drawn from taking the rest with it. */
import { Component, type ComponentChildren } from "preact";
import { words } from "../locales";
import { type Part, partName } from "./parts";
import { Disclosure } from "./primitives/disclosure";
import { Icon } from "./primitives/icon";
import { ScrollArea } from "./primitives/scroll-area";
import { type View, ViewContext } from "./view";

interface BoundaryProps {
  part: Part;
  /** The id of the item it belongs to. */
  id?: string;
  /** What it is drawn from: once one of them is another value, it is drawn again. */
  from: readonly unknown[];
  /** What it says, shown in its place; left out, the first of `from` can be looked at as JSON. */
  text?: () => string;
  children: ComponentChildren;
}

type Failed = { readonly failed: readonly unknown[] | null };

/** Shows a quiet line and the plain source in place of children that throw, and tells Python's log why. */
export class Boundary extends Component<BoundaryProps, Failed> {
  static override contextType = ViewContext;
  override state: Failed = { failed: null };

  override componentDidCatch(error: unknown): void {
    const { part, id, from } = this.props;
    this.setState({ failed: from });
    const view: View | null = this.context;
    view?.reports.tell(part, id, error);
  }

  override render({ part, from, text, children }: BoundaryProps, { failed }: Failed): ComponentChildren {
    return failed !== null && isSame(failed, from) ? (
      <Unshown part={part} text={text} data={from[0]} />
    ) : (
      children
    );
  }
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, index) => Object.is(value, b[index]));
}

interface UnshownProps {
  part: Part;
  text?: (() => string) | undefined;
  data: unknown;
}

const LONGEST_NAME = 60;

/** The line in place of what can't be shown. */
export function Unshown({ part, text, data }: UnshownProps) {
  const line = words.cannotShow(partName(part).slice(0, LONGEST_NAME));
  const said = text === undefined ? "" : safely(text);
  if (said === "") {
    return (
      <Disclosure summary={line} icon="circle-alert" isWhole>
        <Source data={data} />
      </Disclosure>
    );
  }
  return (
    <div class="unshown" role="note">
      <p class="unshown-line">
        <Icon name="circle-alert" />
        <span>{line}</span>
      </p>
      <div class="unshown-text" dir="auto">
        {said}
      </div>
    </div>
  );
}

function Source({ data }: { data: unknown }) {
  return (
    <ScrollArea as="pre" class="unshown-source" label={words.details}>
      {safely(() => sourceOf(data))}
    </ScrollArea>
  );
}

/** More of a source helps nobody. */
const LONGEST_SOURCE = 100_000;

function sourceOf(data: unknown): string {
  return (JSON.stringify(data, null, 2) ?? String(data)).slice(0, LONGEST_SOURCE);
}

/** Nothing may throw here any more: it would be drawn again without end. */
function safely(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}
