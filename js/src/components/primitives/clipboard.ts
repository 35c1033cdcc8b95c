/** Puts text on the clipboard, also on pages served without TLS, where browsers offer no API. */
export async function copyText(text: string, near: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text, near);
  }
}

function copyBySelection(text: string, near: HTMLElement): boolean {
  const field = document.createElement("textarea");
  field.value = text;
  field.readOnly = true;
  field.setAttribute("aria-hidden", "true");
  field.style.cssText = "position:fixed;inset-block-start:-100px;opacity:0";
  near.after(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  near.focus({ preventScroll: true });
  return copied;
}
