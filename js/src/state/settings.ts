/** What Python sets of a chat, as its traits carry it: the options, and the components that are registered. */
import { type Signal, signal } from "@preact/signals";
import type { ChatOptions } from "../protocol/options.gen";
import type { Transport } from "../transport/transport";
import { type Ask, Components, type Run } from "./components";
import { readOptions } from "./options";

export class Settings {
  readonly options: Signal<ChatOptions>;
  readonly components: Components;
  readonly #stops: readonly (() => void)[];

  /** `ask` asks for the source of a component, and `run` runs it. */
  constructor(transport: Transport, ask: Ask, run?: Run) {
    this.options = signal(readOptions(transport.trait("_options")));
    this.components = new Components(transport.trait("_components"), ask, run);
    this.#stops = [
      transport.onTrait("_options", (value) => {
        this.options.value = readOptions(value);
      }),
      transport.onTrait("_components", (value) => this.components.take(value)),
    ];
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
  }
}
