/** Whether a key pressed somewhere in the panel is the first letter of a message. */

const TAKES_TEXT = "input, textarea, select, [contenteditable]";

export function startsMessage(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing) return false;
  if (event.ctrlKey || event.metaKey || (event.altKey && !event.getModifierState("AltGraph"))) return false;
  // A name such as "Enter" is longer than one character; a letter beyond the first plane is not.
  if ([...event.key].length !== 1) return false;
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return false;
  if (target.matches(TAKES_TEXT)) return false;
  // The space bar presses buttons and scrolls.
  return event.key !== " ";
}
