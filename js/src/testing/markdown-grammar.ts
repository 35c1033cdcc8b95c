/** Random Markdown. The words that must be seen are counted out; all else may be drawn or left out. */
import type { CountedWords } from "./counted-words";
import { INHERITED_NAMES } from "./inherited-names";
import { ADDRESSES, TEXTS } from "./nasty";
import type { Random } from "./random";

export class MarkdownGrammar {
  readonly #random: Random;
  readonly #words: CountedWords;

  constructor(random: Random, words: CountedWords) {
    this.#random = random;
    this.#words = words;
  }

  text(): string {
    return this.#random.times(1, 5, () => this.#block(0)).join("\n\n");
  }

  #block(depth: number): string {
    const random = this.#random;
    switch (random.between(0, depth > 3 ? 2 : 12)) {
      case 0:
      case 1:
        return this.#line();
      case 2:
        return `${"#".repeat(random.between(1, 7))} ${this.#line()}`;
      case 3:
        return random
          .times(1, 3, () => `${random.pick(["-", "1.", "* [ ]", "7)"])} ${indented(this.#block(depth + 1))}`)
          .join("\n");
      case 4:
        return this.#block(depth + 1).replace(/^/gmu, "> ");
      case 5:
        return this.#fence();
      case 6:
        return this.#table();
      case 7:
        return `[${random.pick(INHERITED_NAMES)}]: ${random.pick(ADDRESSES)} "${random.pick(INHERITED_NAMES)}"`;
      case 8:
        return `${random.pick(TEXTS)}\n\n${this.#line()}`;
      case 9:
        return `$$\n\\frac{${random.pick(["a", "\\newcommand{x}{y}", "\\href{javascript:x}{y}", "\\style{x}{y}"])}}{b}\n$$`;
      case 10:
        return `${random.pick(["[", "*", "_", "`", "$", "<", "> ", "- ", "(", "|", "\\"]).repeat(random.between(1, 200))}\n\n${this.#line()}`;
      case 11:
        return random.pick(["---", "***", "===", "<br>", "* * *"]);
      default:
        return `${this.#line()}\n${random.pick(["===", "---", "  ", "\\"])}`;
    }
  }

  #line(): string {
    return this.#random.times(1, 6, () => this.#span()).join(" ");
  }

  #span(): string {
    const random = this.#random;
    const address = random.pick(ADDRESSES);
    switch (random.between(0, 10)) {
      case 0:
      case 1:
      case 2:
        return this.#words.next();
      case 3:
        return `[${this.#words.next()}](${address})`;
      case 4:
        return `![${random.pick(INHERITED_NAMES)}](${address})`;
      case 5:
        return `[${random.pick(INHERITED_NAMES)}]`;
      case 6:
        return `![${random.pick(INHERITED_NAMES)}][${random.pick(INHERITED_NAMES)}]`;
      case 7:
        return `${random.pick(["*", "**", "_", "~~", "`"])}${this.#words.next()}${random.pick(["*", "**", "_", "~~", "`"])}`;
      case 8:
        return `<${address}>`;
      case 9:
        return `$${random.pick(["x^2", "\\def\\a{b}\\a", "\\text{a}", "{", "\\constructor"])}$`;
      default:
        return random.pick(TEXTS);
    }
  }

  #fence(): string {
    const random = this.#random;
    const info = random.pick([
      ...INHERITED_NAMES,
      "python",
      "markdown",
      "html",
      "js constructor",
      "{.__proto__}",
    ]);
    const sign = random.pick(["```", "~~~", "````"]);
    return `${sign}${info}\n${random.pick(TEXTS)}\n${this.#words.next()}\n${random.chance(0.8) ? sign : ""}`;
  }

  #table(): string {
    const row = () => `| ${this.#words.next()} | ${this.#random.pick(INHERITED_NAMES)} |`;
    return [row(), "| :-- | --: |", ...this.#random.times(0, 3, row)].join("\n");
  }
}

function indented(block: string): string {
  return block.replaceAll("\n", "\n    ");
}
