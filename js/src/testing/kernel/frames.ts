/** DataFrames of the in-page kernel: sorted, searched and paged as Python's are. */
import type { FramePage, FramePageArgs } from "../../protocol/envelope";
import { RequestError } from "../../transport/requests";

export type Cells = FramePage["rows"][number];

export interface Frame {
  readonly rows: readonly Cells[];
}

export class Frames {
  readonly #frames = new Map<string, Frame>();

  add(id: string, frame: Frame): void {
    this.#frames.set(id, frame);
  }

  /** As when the kernel was restarted. */
  forget(): void {
    this.#frames.clear();
  }

  page({ frame, start, size, search, sort }: FramePageArgs): FramePage {
    const known = this.#frames.get(frame);
    if (known === undefined)
      throw new RequestError({ code: "frame_gone", message: null, allow_retry: false });
    const word = search.toLowerCase();
    const found = known.rows.filter((row) => row.some((cell) => String(cell).toLowerCase().includes(word)));
    if (sort !== null)
      found.sort((a, b) => compared(a[sort.column], b[sort.column], sort.descending ? -1 : 1));
    return { rows: found.slice(start, start + size), count: found.length, total: known.rows.length };
  }
}

/** Missing values are last, whichever way. */
function compared(a: Cells[number] | undefined, b: Cells[number] | undefined, sign: number): number {
  if (a === b) return 0;
  if (a === null || a === undefined) return 1;
  if (b === null || b === undefined) return -1;
  return a < b ? -sign : sign;
}
