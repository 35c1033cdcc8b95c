/** What is shown until the chat is there: a quiet frame of its size, or a line that says what is wrong. */
import { loaderWords } from "../locales";

const STYLE = `
.chatkit-wait{box-sizing:border-box;height:100%;display:flex;flex-direction:column;align-items:center;
justify-content:center;gap:12px;padding:24px;border:1px solid var(--jp-border-color2,#8884);border-radius:12px;
font:14px/1.5 var(--jp-ui-font-family,system-ui,sans-serif);color:var(--jp-ui-font-color2,#888);text-align:center}
.chatkit-wait button{font:inherit;color:inherit;padding:4px 14px;border:1px solid currentColor;border-radius:999px;
background:none;cursor:pointer}
`;

export interface Placeholder {
  say(text: string): void;
  /** Says what went wrong and offers to try again. */
  fail(text: string, again?: () => void): void;
  remove(): void;
}

/** Makes the host with its shadow root; notebooks leave the keys typed within it alone. */
export function createHost(height: unknown): { host: HTMLElement; root: ShadowRoot } {
  const host = document.createElement("div");
  host.dataset.lmSuppressShortcuts = "true";
  host.style.display = "block";
  host.style.height = "560px";
  if (typeof height === "number") host.style.height = `${height}px`;
  else if (typeof height === "string") host.style.height = height;
  const root = host.attachShadow({ mode: "open" });
  // JupyterLab takes a line break below a cell for its own Shift+Enter and prevents it on the host.
  root.addEventListener("beforeinput", (event) => event.stopPropagation());
  return { host, root };
}

export function showPlaceholder(root: ShadowRoot): Placeholder {
  const style = document.createElement("style");
  style.textContent = STYLE;
  const frame = document.createElement("div");
  frame.className = "chatkit-wait";
  frame.setAttribute("role", "status");
  root.append(style, frame);
  return {
    say(text) {
      frame.replaceChildren(text);
    },
    fail(text, again) {
      const line = document.createElement("div");
      line.textContent = text;
      frame.replaceChildren(line);
      if (!again) return;
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = loaderWords.again;
      button.onclick = again;
      frame.append(button);
    },
    remove() {
      style.remove();
      frame.remove();
    },
  };
}
