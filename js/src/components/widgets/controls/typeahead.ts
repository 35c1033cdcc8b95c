/** Finds an option by the letters that are typed one after the other. */
import { useRef } from "preact/hooks";
import type { Option } from "./options";

const PAUSE_MS = 600;

type Find = (letter: string, options: readonly Option[], from: Option | undefined) => Option | undefined;

export function useTypeahead(): Find {
  const typed = useRef({ text: "", at: 0 });
  return (letter, options, from) => {
    const now = Date.now();
    const text = now - typed.current.at > PAUSE_MS ? letter : typed.current.text + letter;
    typed.current = { text, at: now };
    return nextByText(text, options, from);
  };
}

/** The next option that begins with the text; one letter again and again goes through all that begin with it. */
export function nextByText(
  text: string,
  options: readonly Option[],
  from: Option | undefined,
): Option | undefined {
  const letters = folded(text);
  const isRepeated = new Set(letters).size === 1;
  const wanted = isRepeated ? letters.charAt(0) : letters;
  const start = from === undefined ? -1 : options.indexOf(from);
  // What is typed on stays at the option that it has led to.
  const first = isRepeated ? start + 1 : Math.max(start, 0);
  const inOrder = [...options.slice(first), ...options.slice(0, first)];
  return inOrder.find(({ label, isDisabled }) => !isDisabled && folded(label).startsWith(wanted));
}

/** Without case and accents. */
export function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
