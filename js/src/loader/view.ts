/** One view: gets the bundle from the page or over the transport, then hands the host over to it. */
import { loaderWords } from "../locales";
import { type Transport, TransportError } from "../transport/transport";
import { type Bundle, type Importer, slotOf } from "./bundles";
import { showPlaceholder } from "./placeholder";

/** How long another widget of the page may take to get the bundle before this one asks, too. */
const RETRY_MS = 3000;
const LONGEST_RETRY_MS = 10_000;

/** What the views of one model share. */
export interface Greeter {
  readonly transport: Transport;
  /** Whether hello was said on the transport. */
  isGreeted: boolean;
}

/** Shows the chat in the host's shadow root. The returned function takes it away at any time. */
export function showChat(greeter: Greeter, host: HTMLElement, root: ShadowRoot, run?: Importer): () => void {
  const placeholder = showPlaceholder(root);
  let current = new AbortController();

  const load = async (signal: AbortSignal): Promise<void> => {
    placeholder.say("");
    try {
      const bundle = await bundleOf(greeter, signal, placeholder.say, run);
      if (signal.aborted) return;
      signal.addEventListener("abort", bundle.addStyle(root));
      signal.addEventListener("abort", bundle.attach({ ...greeter, host }));
      placeholder.remove();
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof TransportError) placeholder.fail(loaderWords[error.end]);
      else placeholder.fail(loaderWords.failed(reasonOf(error)), start);
    }
  };
  const start = () => {
    current.abort();
    current = new AbortController();
    void load(current.signal);
  };
  start();
  return () => current.abort();
}

async function bundleOf(
  greeter: Greeter,
  signal: AbortSignal,
  say: (text: string) => void,
  run?: Importer,
): Promise<Bundle> {
  const { transport } = greeter;
  const hash = transport.trait("_bundle");
  if (typeof hash !== "string" || hash === "") throw new Error(loaderWords.noBundle);
  const { slot, isAwaited } = slotOf(hash, run);
  let stop = () => {};
  const stopped = new Promise<never>((_, reject) => {
    const stopEnd = transport.onEnd((end) => reject(new TransportError(end)));
    const stopAsking = ask(greeter, hash, isAwaited, say);
    stop = () => {
      stopEnd();
      stopAsking();
    };
    signal.addEventListener("abort", stop);
  });
  return Promise.race([slot.ready, stopped]).finally(stop);
}

/**
 * Says hello, which asks for the bundle unless somebody did, and asks again until it is stopped. The
 * waits grow: a kernel that is busy answers every one of the questions in the end.
 */
function ask(greeter: Greeter, hash: string, isAwaited: boolean, say: (text: string) => void): () => void {
  const { transport } = greeter;
  const { view } = transport;
  const askAgain = () => transport.send({ type: "bundle", view, hash });
  if (!greeter.isGreeted) {
    transport.send({ type: "hello", view, session: null, have_seq: null, bundle: isAwaited ? hash : null });
    greeter.isGreeted = true;
  } else if (!isAwaited) {
    askAgain();
  }
  let wait = RETRY_MS;
  const retry = () => {
    say(loaderWords.busy);
    wait = Math.min(wait * 2, LONGEST_RETRY_MS);
    timer = setTimeout(retry, wait);
    if (transport.end === null) askAgain();
  };
  let timer = setTimeout(retry, wait);
  return () => clearTimeout(timer);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
