/** The bundle's entry: puts the chat of one wire into a host element of the page. */
import { effect } from "@preact/signals";
import { mount } from "./components/app";
import { Session } from "./state/session";
import type { Wire } from "./transport/transport";

export interface Attachment {
  wire: Wire;
  /** The element that carries, or is given, the open shadow root. */
  host: HTMLElement;
  /** Hello has been said on this wire already. */
  isGreeted?: boolean;
}

/** One session a wire: all views of a model show the same conversation and the same draft. */
const sessions = new WeakMap<Wire, Session>();

function sessionOf(wire: Wire, isGreeted: boolean): Session {
  const known = sessions.get(wire);
  if (known) return known;
  const session = new Session(wire, isGreeted);
  sessions.set(wire, session);
  wire.onEnd((end) => {
    if (end !== "closed") return;
    session.dispose();
    sessions.delete(wire);
  });
  return session;
}

/** Shows the chat. The returned function takes this view away; the conversation goes on with its wire. */
export function attach({ wire, host, isGreeted = false }: Attachment): () => void {
  const session = sessionOf(wire, isGreeted);
  const shadow = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const root = document.createElement("div");
  root.className = "root";
  shadow.append(root);
  const stopHeight = effect(() => {
    const { height } = session.options.value;
    host.style.height = typeof height === "number" ? `${height}px` : height;
  });
  const unmount = mount(root, session);
  return () => {
    stopHeight();
    unmount();
    root.remove();
  };
}
