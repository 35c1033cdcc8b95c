/** Stands for `ResizeObserver`, which happy-dom never calls: whatever is observed is 600 by 200 pixels. */
export class Measured {
  readonly #tell: (entries: object[]) => void;

  constructor(tell: (entries: object[]) => void) {
    this.#tell = tell;
  }

  observe(): void {
    this.#tell([{ contentRect: { width: 600, height: 200 } }]);
  }

  disconnect(): void {}
}
