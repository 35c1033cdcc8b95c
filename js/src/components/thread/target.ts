/** Brings a message that was searched for into view, and lights it up for a moment. */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { countIn, matches, type Term, termsOf } from "../../state/matches";
import { useView } from "../view";
import type { Scrolling } from "./scrolling";

/** Between the message and the upper edge, so that it is seen to go on above. */
const ABOVE = 56;
const BELOW = 48;
const LIT_MS = 2_400;

export function useTarget(scrolling: Scrolling | null, box: { current: HTMLElement | null }): void {
  const { conversation } = useView();
  const { value: target } = conversation.search.target;
  const putOut = useRef(() => {});
  useEffect(() => () => putOut.current(), []);
  useLayoutEffect(() => {
    if (scrolling === null || box.current === null || target === null) return;
    const { current: frame } = box;
    conversation.search.target.value = null;
    const item = [...frame.querySelectorAll<HTMLElement>("[data-item]")].find(
      (each) => each.dataset.item === target.itemId,
    );
    if (item === undefined) return;
    const terms = termsOf(target.query);
    scrolling.rest(() => placeOf(item, terms, frame));
    putOut.current();
    putOut.current = light(item);
  }, [scrolling, target, box, conversation]);
}

/** Lights a message up for a moment; returns what puts it out before. */
function light(item: HTMLElement): () => void {
  item.dataset.found = "";
  const timer = setTimeout(() => delete item.dataset.found, LIT_MS);
  return () => {
    clearTimeout(timer);
    delete item.dataset.found;
  };
}

/** Shows the message from its beginning, if the words are in view then, else the words. */
function placeOf(item: HTMLElement, terms: readonly Term[], frame: HTMLElement): number {
  const origin = frame.getBoundingClientRect().top - frame.scrollTop;
  const top = item.getBoundingClientRect().top - origin - ABOVE;
  const words = wordsIn(item, terms)?.getBoundingClientRect();
  if (words === undefined || words.bottom - origin <= top + frame.clientHeight - BELOW) return top;
  return words.top - origin - frame.clientHeight / 3;
}

/** Where most of the words are together, as it is drawn. */
function wordsIn(item: HTMLElement, terms: readonly Term[]): Range | undefined {
  const texts = document.createTreeWalker(item, NodeFilter.SHOW_TEXT);
  let best: Text | null = null;
  let most = 0;
  while (most < terms.length && texts.nextNode() !== null) {
    const text = texts.currentNode as Text;
    const count = countIn(text.data, terms);
    if (count > most) [best, most] = [text, count];
  }
  const [first] = best === null ? [] : matches(best.data, terms);
  if (best === null || first === undefined) return undefined;
  const range = document.createRange();
  range.setStart(best, first[0]);
  range.setEnd(best, first[1]);
  return range;
}
