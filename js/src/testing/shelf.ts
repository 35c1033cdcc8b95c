/** The bundles of the page, which the loaders of all widgets share: what a test has put there must not stay. */
const SHELF = Symbol.for("chatkit_notebook.bundles");

export function clearShelf(): void {
  delete (globalThis as { [SHELF]?: unknown })[SHELF];
}
