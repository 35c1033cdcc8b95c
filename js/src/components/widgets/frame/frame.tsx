/** A DataFrame as a table of pages, sorted and searched by the kernel. Its first page is there without one. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { words } from "../../../locales";
import { Icon } from "../../primitives/icon";
import { IconButton } from "../../primitives/icon-button";
import { ScrollArea } from "../../primitives/scroll-area";
import type { NodeProps } from "../props";
import { Rows } from "./cells";
import { isGone, type Pages, type Sort, usePages } from "./pages";
import { type Column, type FrameSpec, readFrame } from "./spec";

export function DataFrame({ node }: NodeProps) {
  const spec = useMemo(() => readFrame(node), [node]);
  const pages = usePages(spec);
  const { columns, columnCount, title, first } = spec;
  const isOnePage = first.total <= spec.size;
  return (
    <div class="w-frame" aria-busy={pages.loads}>
      {(title !== undefined || !isOnePage) && (
        <div class="w-frame-head">
          <span class="w-frame-title" dir="auto">
            {title}
          </span>
          {!isOnePage && <SearchField pages={pages} />}
        </div>
      )}
      <ScrollArea class="w-table-frame" label={title ?? words.table}>
        <table class="w-table keeps-column is-frame" style={{ "--rows": Math.min(spec.size, first.total) }}>
          <thead>
            <tr>
              {columns.map((column, at) => (
                <Head key={at} column={column} at={at} pages={pages} />
              ))}
            </tr>
          </thead>
          <tbody>
            <Rows columns={columns} rows={pages.page.rows} />
          </tbody>
        </table>
      </ScrollArea>
      {pages.page.count === 0 && pages.shown.search !== "" && (
        <p class="w-frame-none">{words.nothingFound(pages.shown.search)}</p>
      )}
      <Foot spec={spec} pages={pages} />
      {columnCount > columns.length && (
        <p class="w-frame-note">{words.frame.someColumns(columns.length, columnCount)}</p>
      )}
      <Problem pages={pages} />
    </div>
  );
}

/** Milliseconds without a key until a search begins. */
const PAUSE = 250;

function SearchField({ pages }: { pages: Pages }) {
  const [typed, setTyped] = useState("");
  const { look, wish } = pages;
  const latest = useRef(look);
  latest.current = look;
  useEffect(() => {
    if (typed.trim() === wish.search) return undefined;
    const timer = setTimeout(() => latest.current({ search: typed.trim() }), PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <label class="w-frame-search">
      <Icon name="search" />
      <input
        type="search"
        value={typed}
        maxLength={200}
        placeholder={words.frame.search}
        aria-label={words.frame.search}
        disabled={pages.problem !== null && isGone(pages.problem)}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
    </label>
  );
}

interface HeadProps {
  column: Column;
  at: number;
  pages: Pages;
}

/** Sorts upwards, then downwards, then not at all. */
function nextSort(sort: Sort | null, column: number): Sort | null {
  if (sort?.column !== column) return { column, descending: false };
  return sort.descending ? null : { column, descending: true };
}

function Head({ column, at, pages }: HeadProps) {
  const { sort } = pages.wish;
  const own = sort?.column === at ? sort : null;
  const order = own === null ? "none" : own.descending ? "descending" : "ascending";
  return (
    <th scope="col" data-kind={column.kind} aria-sort={order}>
      <button
        type="button"
        class="w-frame-sort"
        disabled={pages.problem !== null && isGone(pages.problem)}
        onClick={() => pages.look({ sort: nextSort(sort, at) })}
      >
        <span class="w-frame-name" dir="auto">
          {column.name}
        </span>
        {own !== null && <Icon name={own.descending ? "arrow-down" : "arrow-up"} />}
        <small aria-hidden="true">{column.type}</small>
      </button>
    </th>
  );
}

function Foot({ spec, pages }: { spec: FrameSpec; pages: Pages }) {
  const { page, shown, wish, loads, look, problem } = pages;
  const { start } = shown;
  const end = start + page.rows.length;
  const isShut = problem !== null && isGone(problem);
  const turn = (by: number) => look({ start: Math.max(0, wish.start + by) });
  return (
    <div class="w-frame-foot">
      <span role="status" dir="auto">
        {words.frame.place(start + 1, end, page.count, page.total)}
      </span>
      {loads && <span class="spinner" aria-hidden="true" />}
      {page.count > spec.size && (
        <span class="w-frame-pages">
          <IconButton
            icon="chevron-left"
            label={words.frame.previous}
            disabled={isShut || wish.start === 0}
            onClick={() => turn(-spec.size)}
          />
          <IconButton
            icon="chevron-right"
            label={words.frame.next}
            disabled={isShut || wish.start + spec.size >= page.count}
            onClick={() => turn(spec.size)}
          />
        </span>
      )}
    </div>
  );
}

function Problem({ pages: { problem, look } }: { pages: Pages }) {
  if (problem === null) return null;
  if (isGone(problem)) {
    return (
      <p class="w-frame-note" role="status">
        {words.frame.gone}
      </p>
    );
  }
  return (
    <p class="w-frame-note is-wrong" role="alert">
      {problem.message ?? words.refused(problem.code)}{" "}
      <button type="button" onClick={() => look({})}>
        {words.retry}
      </button>
    </p>
  );
}
