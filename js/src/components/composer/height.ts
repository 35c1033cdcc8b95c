/** Fits a text field to its text; its `max-height` and its own scrolling do the rest. */
export function growTo(field: HTMLTextAreaElement): void {
  if (CSS.supports("field-sizing", "content")) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}
