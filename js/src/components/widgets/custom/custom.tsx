/** A node of a type that the kernel's user has registered: drawn by the module that came with the type. */
import { useContext, useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { words } from "../../../locales";
import type { JsonObject } from "../../../protocol/guards";
import type { ComponentCode } from "../../../state/conversation";
import { RequestError } from "../../../transport/requests";
import { errorText } from "../../failures";
import { Icon } from "../../primitives/icon";
import { useView } from "../../view";
import { useActions } from "../actions";
import { WidgetContext } from "../forms/context";
import { actionOf, type NodeProps } from "../props";
import { Drawing } from "./drawing";

interface Loaded {
  readonly hash: string;
  readonly code: ComponentCode;
}

/** Why it can't be drawn: whatever the node is, if that is `null`, else until there is another one. */
interface Failure {
  readonly hash: string;
  readonly node: JsonObject | null;
  readonly reason: string;
}

interface CustomProps extends NodeProps {
  /** Of the source of its component. */
  hash: string;
}

export function Custom({ node, hash }: CustomProps) {
  const { conversation, reports } = useView();
  const { components } = conversation;
  const { itemId } = useContext(WidgetContext);
  const name = node.type;
  // An update of the widget brings equal nodes as new objects.
  const json = useMemo(() => JSON.stringify(node), [node]);
  const copy = useMemo(() => frozen<JsonObject>(JSON.parse(json)), [json]);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const fail = (failed: Omit<Failure, "reason">, error: unknown) => {
    reports.tell({ name }, itemId, error);
    setFailure({ ...failed, reason: reasonText(error) });
  };

  // What another source has drawn stays until this one is there.
  useEffect(() => {
    let isWanted = true;
    components.load(name, hash).then(
      (code) => isWanted && setLoaded({ hash, code }),
      (error: unknown) => isWanted && fail({ hash, node: null }, error),
    );
    return () => {
      isWanted = false;
    };
  }, [components, name, hash]);

  if (failure?.hash === hash && (failure.node === null || failure.node === copy)) {
    return <Failed name={name} reason={failure.reason} />;
  }
  if (loaded === null) return <div class="w-custom" aria-busy="true" />;
  return (
    <Drawn
      key={loaded.hash}
      node={copy}
      code={loaded.code}
      isClosed={conversation.connection.value === "closed"}
      failed={(error, isGone) => {
        if (isGone) reports.tell({ name }, itemId, error);
        else fail({ hash: loaded.hash, node: copy }, error);
      }}
    />
  );
}

interface DrawnProps {
  node: JsonObject;
  code: ComponentCode;
  /** Whether the chat was closed: what is drawn stays, and nothing more happens in it. */
  isClosed: boolean;
  failed: (error: unknown, isGone: boolean) => void;
}

function Drawn({ node, code, isClosed, failed }: DrawnProps) {
  const host = useRef<HTMLDivElement>(null);
  const drawing = useRef<Drawing | null>(null);
  const actions = useActions();
  const key = useRef({});
  const latest = useRef({ actions, failed });
  latest.current = { actions, failed };

  useLayoutEffect(() => {
    if (host.current === null) return undefined;
    const made = new Drawing({
      host: host.current,
      code,
      send: (given) => latest.current.actions.run(readAction(given), key.current, "self"),
      failed: (...failure) => latest.current.failed(...failure),
    });
    drawing.current = made;
    return () => made.end();
  }, [code]);
  useLayoutEffect(() => drawing.current?.show(node), [node]);
  useLayoutEffect(() => {
    if (isClosed) drawing.current?.end();
  }, [isClosed]);
  return <div ref={host} class="w-custom" aria-busy={actions.loads(key.current)} />;
}

function Failed({ name, reason }: { name: string; reason: string }) {
  return (
    <div class="unshown" role="note">
      <p class="unshown-line">
        <Icon name="circle-alert" />
        <span dir="auto">{words.component.failed(name, reason)}</span>
      </p>
    </div>
  );
}

/** @throws {TypeError} when it is not an action, or not JSON. */
function readAction(given: unknown) {
  const action = actionOf(JSON.parse(JSON.stringify(given) ?? "null"));
  if (action === undefined) throw new TypeError('send() takes an action, such as { type: "buy" }.');
  return action;
}

const LONGEST_REASON = 300;

function reasonText(error: unknown): string {
  if (error instanceof RequestError) return errorText(error);
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return reason.slice(0, LONGEST_REASON);
}

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
