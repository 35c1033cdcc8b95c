/**
 * The bundles of this page, by content hash, shared by every widget on it.
 *
 * Each widget evaluates its own copy of the loader, possibly of another version, so the shelf hangs on
 * `globalThis` and its shape is a contract: a map from hash to `Slot`.
 */
import { importBlob } from "../transport/code";
import type { Transport } from "../transport/transport";

export interface Bundle {
  attach(options: { transport: Transport; host: HTMLElement; isGreeted: boolean }): () => void;
  /** Gives a shadow root the style sheet, which all of them share. */
  addStyle(root: ShadowRoot): () => void;
}

export interface Slot {
  /** Rejects when the code could not be run. */
  readonly ready: Promise<Bundle>;
  /** Runs the code that arrived; the first to call it decides. */
  take(js: BufferSource, css: BufferSource): void;
}

export type Importer = (js: BufferSource) => Promise<Pick<Bundle, "attach">>;

const SHELF = Symbol.for("chatkit_notebook.bundles");

function shelf(): Map<string, Slot> {
  const page = globalThis as { [SHELF]?: Map<string, Slot> };
  page[SHELF] ??= new Map();
  return page[SHELF];
}

/** The slot of a hash, and whether somebody asked for it before. */
export function slotOf(hash: string, run: Importer = importBundle): { slot: Slot; isAwaited: boolean } {
  const known = shelf().get(hash);
  if (known) return { slot: known, isAwaited: true };
  const slot = createSlot(hash, run);
  shelf().set(hash, slot);
  return { slot, isAwaited: false };
}

function createSlot(hash: string, run: Importer): Slot {
  let settle: (bundle: Promise<Bundle>) => void = () => {};
  const ready = new Promise<Bundle>((resolve) => {
    settle = resolve;
  });
  // A code that does not run is not kept, so that the next one to come tries anew.
  ready.catch(() => shelf().delete(hash));
  const load = async (js: BufferSource, css: BufferSource): Promise<Bundle> => {
    const { attach } = await run(js);
    return { attach, addStyle: styleOf(new TextDecoder().decode(css)) };
  };
  let isTaken = false;
  const take = (js: BufferSource, css: BufferSource) => {
    if (!isTaken) settle(load(js, css));
    isTaken = true;
  };
  return { ready, take };
}

function styleOf(css: string): Bundle["addStyle"] {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return (root) => {
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    return () => {
      root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other !== sheet);
    };
  };
}

async function importBundle(js: BufferSource): Promise<Pick<Bundle, "attach">> {
  return (await importBlob(js)) as Pick<Bundle, "attach">;
}
