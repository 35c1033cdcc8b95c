import { matches, type Term } from "../../state/matches";

/** A text with the words that were found. */
export function Marked({ text, terms }: { text: string; terms: readonly Term[] }) {
  const spans = matches(text, terms);
  const ends = [0, ...spans.map(([, to]) => to)];
  return (
    <>
      {spans.map(([from, to], index) => (
        <>
          {text.slice(ends[index], from)}
          <mark>{text.slice(from, to)}</mark>
        </>
      ))}
      {text.slice(ends.at(-1))}
    </>
  );
}
