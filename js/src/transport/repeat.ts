const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 8000;

/** Does something now and again, at growing intervals, until it is stopped. */
export class Repeat {
  readonly #act: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #delay = FIRST_DELAY_MS;

  constructor(act: () => void) {
    this.#act = act;
  }

  get isRunning(): boolean {
    return this.#timer !== undefined;
  }

  start(isNow: boolean): void {
    if (isNow) this.#act();
    this.#timer = setTimeout(() => this.start(true), this.#delay);
    this.#delay = Math.min(this.#delay * 2, LONGEST_DELAY_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
