/** For what stands on one line or two: titles, names, queries. */
import { pieceEnd } from "../../markdown/pieces";

/** Nobody reads more of a title, and a browser takes long to lay out a line of a megabyte. */
const LONGEST = 1_000;

/** `text`, or its beginning and an ellipsis. */
export function brief(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, pieceEnd(text, 0, LONGEST))}…`;
}
