const READ =
  "aria-label aria-description aria-roledescription aria-valuetext title placeholder alt data-tip".split(" ");
const PLAIN = /[A-Za-z]/;

/** What a person could read in a tree, or hear of it, that has plain letters in it. */
export function plainTexts(root: ParentNode): string[] {
  return readTexts(root).filter((text) => PLAIN.test(text));
}

/** All that a person can read in a tree. */
export function readTexts(root: ParentNode): string[] {
  const found: string[] = [];
  for (const element of root.querySelectorAll("*")) {
    if (element.localName === "style") continue;
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) found.push(node.textContent ?? "");
    }
    for (const name of READ) found.push(element.getAttribute(name) ?? "");
  }
  return found.filter((text) => text.trim() !== "");
}
