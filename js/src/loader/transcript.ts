/** The transcript of a chat in the notebook: it is for pages without a kernel, and hidden while a view is there. */

/**
 * Hides the transcript; the returned function shows it again, unless another view hides it, too.
 *
 * @param name - The class of the transcript.
 */
export function hideTranscript(name: unknown): () => void {
  if (typeof name !== "string" || !/^[\w-]+$/.test(name)) return () => {};
  const style = document.createElement("style");
  // Two rules: a browser that does not know `:has` leaves out one of them only.
  style.textContent = `.${name}{display:none}.jp-OutputArea-child:has(.${name}){display:none}`;
  document.head.append(style);
  return () => style.remove();
}
