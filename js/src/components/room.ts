/**
 * Keeps the chat no taller than what shows it: in an output that JupyterLab scrolls, in a sidebar or a box of a
 * height of its own, the composer would be out of sight, behind one scroll area within another.
 */

/** Less would be no chat: then the host scrolls all the same. */
const LEAST = 200;
/** What holds outputs but is no box around one of them. */
const NOTEBOOK = ".jp-Notebook, .jp-WindowedPanel-outer, body";

/** What the frames of the boxes between may take in all; what is more is something else that is shown there. */
const FRAME = 40;

function setMost(host: HTMLElement, height: number): void {
  host.style.maxHeight = `${Math.max(LEAST, Math.floor(height))}px`;
}

function parentOf(element: Element): Element | null {
  if (element.parentElement !== null) return element.parentElement;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}

/** The elements around the host, up to the notebook or the page. */
function surroundings(host: Element): HTMLElement[] {
  const found: HTMLElement[] = [];
  for (let each = parentOf(host); each !== null && !each.matches(NOTEBOOK); each = parentOf(each)) {
    if (each instanceof HTMLElement) found.push(each);
  }
  return found;
}

function limit(host: HTMLElement, around: readonly HTMLElement[]): void {
  host.style.maxHeight = "";
  for (const each of around) {
    const { overflowY, paddingTop, paddingBottom } = getComputedStyle(each);
    if (!/auto|scroll/.test(overflowY) || each.scrollHeight <= each.clientHeight + 1) continue;
    const room = each.clientHeight - Number.parseFloat(paddingTop) - Number.parseFloat(paddingBottom);
    setMost(host, room);
    const over = each.scrollHeight - each.clientHeight;
    if (over > 0 && over <= FRAME) setMost(host, room - over);
    return;
  }
}

/** Fits the host, again whenever what is around it changes. The returned function stops that. */
export function keepInRoom(host: HTMLElement): () => void {
  let around = surroundings(host);
  const update = () => limit(host, around);
  const sizes = new ResizeObserver(update);
  // Scrolling of an output is switched by a class of its cell.
  const classes = new MutationObserver(update);
  const watch = () => {
    around = surroundings(host);
    for (const each of around) sizes.observe(each);
    const cell = host.closest(".jp-Cell");
    if (cell !== null) classes.observe(cell, { attributes: true, attributeFilter: ["class"] });
    update();
  };
  // Widgets are drawn before they are put where they belong.
  const start = requestAnimationFrame(watch);
  return () => {
    cancelAnimationFrame(start);
    sizes.disconnect();
    classes.disconnect();
  };
}
