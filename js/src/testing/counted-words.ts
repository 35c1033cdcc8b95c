/** Words that must be seen, each of which stands in one place only. */
export class CountedWords {
  readonly all: string[] = [];
  readonly #prefix: string;

  /** The words begin with `prefix`, so that nothing else has them. */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  next(): string {
    const word = `${this.#prefix}w${this.all.length}`;
    this.all.push(word);
    return word;
  }
}
