/**
 * The widget's `_esm`: small, because every widget brings its own copy. It listens from the first moment,
 * gets the chat's code once a page, and lets it draw.
 *
 * The default export is a function, which the host calls once a model: hosts may share one evaluation of
 * this module between models, and hand `initialize` and `render` different objects for one model.
 */
import { type Importer, slotOf } from "./loader/bundles";
import { watchKernel } from "./loader/kernel-end";
import { createHost } from "./loader/placeholder";
import { hideTranscript } from "./loader/transcript";
import { type Greeter, showChat } from "./loader/view";
import { commTransport, type Model } from "./transport/comm";

interface Props {
  model: Model;
}

export default function widget(run?: Importer) {
  let greeter: Greeter | null = null;
  let dispose = () => {};
  let views = 0;
  /** Tells the kernel whether this page shows the chat: one that no page shows may be replaced. */
  const say = (is_shown: boolean) => {
    const transport = greeter?.isGreeted ? greeter.transport : null;
    if (transport?.end === null) transport.send({ type: "shown", view: transport.view, is_shown });
  };

  const listen = (model: Model): Greeter => {
    if (greeter) return greeter;
    const comm = commTransport(model, (hash, js, css) => slotOf(hash, run).slot.take(js, css));
    const unwatch = watchKernel(model, comm.end);
    const leave = () => say(false);
    globalThis.addEventListener("pagehide", leave);
    dispose = () => {
      globalThis.removeEventListener("pagehide", leave);
      unwatch();
      comm.dispose();
    };
    greeter = { transport: comm.transport, isGreeted: false };
    return greeter;
  };

  return {
    // Hosts give up on whatever is not listened to when this returns.
    initialize({ model }: Props) {
      listen(model);
      return () => {
        dispose();
        greeter = null;
      };
    },
    render({ model, el }: Props & { el: HTMLElement }) {
      const options = model.get("_options") as { height?: unknown } | undefined;
      const { host, root } = createHost(model.get("_alone") === true ? "auto" : options?.height);
      el.append(host);
      // A view that begins says hello, which says as much.
      if (listen(model).isGreeted && views === 0) say(true);
      views += 1;
      const remove = showChat(listen(model), host, root, run);
      const showTranscript = hideTranscript(model.get("_transcript"));
      return () => {
        remove();
        showTranscript();
        host.remove();
        views -= 1;
        if (views === 0) say(false);
      };
    },
  };
}
