/**
 * Where the thread's view stands.
 *
 * After loading it rests at the end, or at a message that was searched for, until what is there has its size. Sending puts the new message
 * at the top. Otherwise it moves only for a reader who stays at the end and asked to be taken along.
 */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";

const NEAR_END = 100;
const AWAY = 160;
const SETTLE_MS = 1_500;
const UPWARDS: ReadonlySet<string> = new Set(["ArrowUp", "PageUp", "Home"]);

export class Scrolling {
  /** Whether there is more below than a glance. */
  readonly away: ReadonlySignal<boolean>;

  /** Whether to go with the end of a growing thread. */
  follows = false;

  readonly #away = signal(false);
  readonly #scrolled: Signal<boolean>;
  readonly #box: HTMLElement;
  readonly #listeners = new AbortController();
  readonly #observer: ResizeObserver;
  #atEnd = true;
  #settling = false;
  /** Where it rests, in pixels from the top; `null` is the end. */
  #place: (() => number) | null = null;
  /** The reader asked for the end: go with it until they go elsewhere. */
  #asked = false;
  #lastTop = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `scrolled` is told whether anything is out of sight above. */
  constructor(box: HTMLElement, content: HTMLElement, scrolled: Signal<boolean>) {
    this.away = this.#away;
    this.#scrolled = scrolled;
    this.#box = box;
    const { signal: aborted } = this.#listeners;
    const passive = { passive: true, signal: aborted };
    box.addEventListener("scroll", () => this.#moved(), passive);
    for (const input of ["wheel", "touchmove", "pointerdown", "keydown"]) {
      box.addEventListener(input, (event) => this.#taken(event), passive);
    }
    this.#observer = new ResizeObserver(() => this.#resized());
    this.#observer.observe(box);
    this.#observer.observe(content);
  }

  dispose(): void {
    this.#listeners.abort();
    this.#observer.disconnect();
    clearTimeout(this.#timer);
    this.#scrolled.value = false;
  }

  /** Goes to `place`, or to the end, and stays there while what was loaded takes its size. */
  rest(place: (() => number) | null = null): void {
    this.#settling = true;
    this.#place = place;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#settle(), SETTLE_MS);
    this.#stay();
  }

  /** Goes to the end because the reader asked to. */
  toEnd(): void {
    this.#asked = true;
    // The button that was pressed goes away at the end.
    this.#box.focus({ preventScroll: true });
    this.#glide(this.#box.scrollHeight);
  }

  /** Puts `element` at the top of the view. */
  toTop(element: HTMLElement): void {
    this.#settle();
    this.#atEnd = true;
    const inset = Number.parseFloat(getComputedStyle(this.#box).scrollPaddingTop) || 0;
    const offset = element.getBoundingClientRect().top - this.#box.getBoundingClientRect().top;
    this.#glide(this.#box.scrollTop + offset - inset);
  }

  /** Keeps what is on screen in place while `change` puts something above it. */
  keepPlace(fromEnd: number): void {
    this.#jump(this.#box.scrollHeight - fromEnd);
  }

  get fromEnd(): number {
    return this.#box.scrollHeight - this.#box.scrollTop;
  }

  get isNearEnd(): boolean {
    return (this.#settling && this.#place === null) || this.#asked || this.#atEnd;
  }

  /** A reader who turns up must be let go before the next word pulls them back. */
  #taken(event: Event): void {
    this.#settle();
    const down = (event as Partial<WheelEvent>).deltaY ?? 0;
    const key = (event as Partial<KeyboardEvent>).key ?? "";
    if (event.type === "touchmove" || down < 0 || UPWARDS.has(key)) this.#atEnd = false;
  }

  #settle(): void {
    this.#settling = false;
    this.#asked = false;
    clearTimeout(this.#timer);
  }

  #stay(): void {
    this.#jump(this.#place?.() ?? this.#box.scrollHeight);
    this.#atEnd = this.#below() <= NEAR_END;
  }

  #below(): number {
    return this.#box.scrollHeight - this.#box.scrollTop - this.#box.clientHeight;
  }

  #moved(): void {
    const top = this.#box.scrollTop;
    const below = this.#below();
    // A thread that shrinks only seems to be moved.
    if (top < this.#lastTop && below > 1) this.#atEnd = false;
    else if (top > this.#lastTop && below <= NEAR_END) this.#atEnd = true;
    this.#lastTop = top;
    this.#look(below);
  }

  #resized(): void {
    if (this.#settling) this.#stay();
    else if (this.#asked || (this.follows && this.#atEnd)) this.#jump(this.#box.scrollHeight);
    else this.#atEnd = this.#atEnd && this.#below() <= NEAR_END;
    this.#look(this.#below());
  }

  #look(below: number): void {
    this.#away.value = below > AWAY;
    this.#scrolled.value = this.#box.scrollTop > 1;
  }

  #jump(top: number): void {
    this.#box.scrollTo({ top, behavior: "instant" });
    this.#lastTop = this.#box.scrollTop;
  }

  #glide(top: number): void {
    const distance = Math.abs(top - this.#box.scrollTop);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const far = distance > 3 * this.#box.clientHeight;
    this.#box.scrollTo({ top, behavior: still || far ? "instant" : "smooth" });
  }
}
