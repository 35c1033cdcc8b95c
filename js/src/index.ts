/** The bundle's entry: puts the chat of one transport into a host element of the page. */
import { effect } from "@preact/signals";
import { mount } from "./components/app";
import { keepInRoom } from "./components/room";
import { keepPlace } from "./resume";
import { Session } from "./state/session";
import type { Transport } from "./transport/transport";

export interface Attachment {
  transport: Transport;
  /** The element that carries, or is given, the open shadow root. */
  host: HTMLElement;
  /** Hello has been said on this transport already. */
  isGreeted?: boolean;
}

/** one session for each transport: all views of a model show the same conversation and the same draft. */
const sessions = new WeakMap<Transport, Session>();

function sessionOf(transport: Transport, isGreeted: boolean): Session {
  const known = sessions.get(transport);
  if (known) return known;
  const session = new Session(transport, isGreeted);
  sessions.set(transport, session);
  transport.onEnd((end) => {
    if (end !== "closed") return;
    session.dispose();
    sessions.delete(transport);
  });
  return session;
}

/** Shows the chat. The returned function takes this view away; the conversation goes on with its transport. */
export function attach({ transport, host, isGreeted = false }: Attachment): () => void {
  const session = sessionOf(transport, isGreeted);
  const shadow = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const root = document.createElement("div");
  root.className = "root";
  shadow.append(root);
  const isAlone = transport.trait("_alone") === true;
  host.toggleAttribute("data-alone", isAlone);
  // A widget alone is as high as it is, and nothing goes on with it in another kernel.
  const leave = isAlone ? [] : [keepHeight(host, session), keepInRoom(host), keepPlace(host, session)];
  const unmount = mount(root, session, isAlone);
  return () => {
    for (const each of leave) each();
    unmount();
    root.remove();
  };
}

function keepHeight(host: HTMLElement, { options }: Session): () => void {
  return effect(() => {
    const { height } = options.value;
    host.style.height = typeof height === "number" ? `${height}px` : height;
  });
}
