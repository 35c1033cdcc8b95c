/** The page of a DataFrame that is looked at: asked for from the kernel, the newest wish first. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { FramePage, FramePageArgs } from "../../../protocol/envelope";
import type { Problem } from "../../../state/conversation";
import { problemOf } from "../../../state/problems";
import { useView } from "../../view";
import type { FrameSpec } from "./spec";

export type Sort = NonNullable<FramePageArgs["sort"]>;

/** What is looked at; changing what is searched or how it is sorted begins at the first row. */
export interface Wish {
  readonly start: number;
  readonly search: string;
  readonly sort: Sort | null;
}

export interface Pages {
  readonly wish: Wish;
  /** The newest page that has come, and what it is a page of. */
  readonly page: FramePage;
  readonly shown: Wish;
  readonly loads: boolean;
  /** Why the last one did not come. */
  readonly problem: Problem | null;
  readonly look: (change: Partial<Wish>) => void;
}

const FIRST: Wish = { start: 0, search: "", sort: null };

/** Whether the data itself is gone, so that no later question can be answered either. */
export function isGone({ code }: Problem): boolean {
  return code === "frame_gone" || code === "restarted" || code === "closed";
}

export function usePages({ frame, first, size }: FrameSpec): Pages {
  const { conversation } = useView();
  const [wish, setWish] = useState(FIRST);
  const [came, setCame] = useState({ page: first, shown: FIRST, frame });
  const [problem, setProblem] = useState<Problem | null>(null);
  const [loads, setLoads] = useState(false);
  const newest = useRef(0);

  const begin = () => {
    newest.current += 1;
    setWish(FIRST);
    setCame({ page: first, shown: FIRST, frame });
    setProblem(null);
    setLoads(false);
  };
  // Another frame in the same place has another first page.
  useEffect(() => {
    if (came.frame !== frame) begin();
  }, [frame]);
  // What comes after the table is gone finds nobody.
  const leave = () => {
    newest.current += 1;
  };
  useEffect(() => leave, []);

  const look = (change: Partial<Wish>) => {
    const next = { ...wish, start: 0, ...change };
    newest.current += 1;
    const asked = newest.current;
    const isNewest = () => asked === newest.current;
    setWish(next);
    setProblem(null);
    setLoads(true);
    conversation
      .framePage({ frame, size, ...next })
      .then((page) => isNewest() && setCame({ page, shown: next, frame }))
      .catch((error: unknown) => {
        if (!isNewest()) return;
        // What stays on screen is what is told.
        setWish(came.shown);
        setProblem(problemOf(error));
      })
      .finally(() => isNewest() && setLoads(false));
  };
  return { wish, page: came.page, shown: came.shown, loads, problem, look };
}
