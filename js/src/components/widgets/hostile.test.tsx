/// <reference types="vite/client" />
/**
 * What a widget must not do, whatever stands in whichever of its props. Each prop gets some values of each kind;
 * `VITE_HOSTILE=all npx vitest run src/components/widgets/hostile` tries all, which takes a core more than a minute.
 * `tests/browser/test_hostile_widgets.py` asks a real page.
 */
import { act, waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { WidgetRoot } from "../../protocol/wire.gen";
import { Session } from "../../state/session";
import { builtIn } from "../../testing/built-in";
import { COMPONENTS } from "../../testing/components";
import { TRACE, WORKED_OUT } from "../../testing/hostile-values";
import { hostileWidgets } from "../../testing/hostile-widgets";
import { memoryKernel } from "../../testing/kernel/kernel";
import { Measured } from "../../testing/measured";
import { clear, draw } from "../fixture";
import { WidgetView } from "./widget";

beforeEach(() => {
  vi.stubGlobal("ResizeObserver", Measured);
});

afterEach(() => {
  clear();
  vi.unstubAllGlobals();
});

const IS_WHOLE = import.meta.env.VITE_HOSTILE === "all";

const ACTIVE = new Set(
  "animate applet base embed foreignObject frame iframe link meta object script set style use".split(" "),
);
const LINK = /^(?:https?:|mailto:|chatkit-link:|#)/;
const OWN_PICTURE = /^(?:data:image\/|blob:)/;
const ASKING = new Set(
  "action background data formaction ping poster src srcdoc srcset style xlink:href".split(" "),
);
/** The properties that a widget decides about. */
const DECIDED = new Set(
  (
    "align-items aspect-ratio background border border-block-end border-block-start border-left border-radius " +
    "border-right color flex flex-basis flex-direction flex-grow flex-shrink flex-wrap font-size gap height justify-content margin margin-block-end " +
    "margin-block-start margin-left margin-right max-height max-width min-height min-width object-fit " +
    "object-position overflow padding padding-block-end padding-block-start padding-left padding-right text-align width"
  ).split(" "),
);
const OUTSIDE =
  /url|--jp-icon|--x|image|cross-fade|element\(|paint\(|expression|attr\(|env\(|[;@\\"'{}<>]|\/\*/i;
const LONGEST = 4_000;
/** Characters of an attribute that is read aloud or shown as a hint. */
const LONGEST_NAME = 1_100;

function faultsOf(element: Element): string[] {
  const faults = ACTIVE.has(element.localName) ? [`<${element.localName}>`] : [];
  for (const { name, value } of element.attributes) {
    const isOwnPicture = element.localName === "img" && name === "src" && OWN_PICTURE.test(value);
    if (name.startsWith("on")) faults.push(name);
    else if (name === "href" && !LINK.test(value)) faults.push(`href=${value}`);
    else if (name === "style") faults.push(...faultsOfStyle(value));
    else if (ASKING.has(name) && !isOwnPicture) faults.push(`${name}=${value}`);
    else if (value.length > LONGEST_NAME && !isOwnPicture && name !== "value")
      faults.push(`${name} of ${value.length} characters`);
  }
  return faults;
}

function faultsOfStyle(style: string): string[] {
  return style.split(";").flatMap((line) => {
    const [, property = "", value = ""] = /^\s*([\w-]+):\s*(.*)$/s.exec(line) ?? [];
    if (line.trim() === "") return [];
    const isKnown = DECIDED.has(property) || property.startsWith("--") || /^border-/.test(property);
    return isKnown && !OUTSIDE.test(value) && isBounded(property, value) ? [] : [line];
  });
}

/** Every element in another. */
function within(root: Element): Element[] {
  return [...root.children].flatMap((child) => [child, ...within(child)]);
}

/** Colours and ratios are no lengths, and whatever is clamped is as long as it may be. */
function isBounded(property: string, value: string): boolean {
  if (/color|background|flex|--lines/.test(property)) return true;
  const free = value.replace(/\b(?:clamp|min|calc|oklch|rgb|hsl|light-dark|linear-gradient)\(.*\)/g, "");
  return [...free.matchAll(/(-?[\d.]+(?:e[+-]?\d+)?)(px|vw|vh|em|rem|cm|in)?/gi)].every(
    ([, digits]) => Number(digits) >= 0 && Number(digits) <= LONGEST,
  );
}

it.each(COMPONENTS.map((known) => [known.type, known] as const))(
  "lets no value in any prop of a %s do more than be shown",
  async (_, known) => {
    const before = builtIn();
    const found: string[] = [];
    for (const { place, neighbours, root } of hostileWidgets(known, { isWhole: IS_WHOLE })) {
      const session = new Session(memoryKernel({ script: () => [] }).connect());
      let drawn: HTMLElement | undefined;
      act(() => {
        drawn = draw(<WidgetView itemId="itm" root={root as WidgetRoot} />, session).root;
      });
      if (drawn === undefined) throw new Error("Nothing was drawn.");
      const shown = drawn;
      // Long lists are drawn in several frames.
      await waitFor(() => expect(shown.textContent, place).toContain(neighbours[1]));
      const text = drawn.textContent ?? "";
      for (const words of neighbours) if (!text.includes(words)) found.push(`${place}: ${words} is lost`);
      if (text.includes(WORKED_OUT)) found.push(`${place}: what it says was worked out`);
      for (const element of within(drawn)) {
        found.push(...faultsOf(element).map((fault) => `${place}: ${fault.slice(0, 200)}`));
      }
      clear();
    }
    expect([...new Set(found)]).toEqual([]);
    expect(TRACE in globalThis).toBe(false);
    expect(builtIn()).toBe(before);
  },
  300_000,
);
