/** Icons by their ChatKit name, or `lucide:` and a bundled lucide name. */
import { createElement } from "preact";
import { glyphs } from "./glyphs";

/** ChatKit names that lucide calls otherwise. */
const SAME_AS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    agent: "bot",
    analytics: "chart-no-axes-combined",
    batch: "layers",
    bolt: "zap",
    "book-closed": "book",
    "book-clock": "book-marked",
    chart: "chart-column",
    "check-circle": "circle-check",
    "check-circle-filled": "circle-check",
    "circle-question": "circle-question-mark",
    confetti: "party-popper",
    cube: "box",
    desktop: "monitor",
    document: "file-text",
    "dots-horizontal": "ellipsis",
    "dots-vertical": "ellipsis-vertical",
    "empty-circle": "circle",
    keys: "key-round",
    lab: "flask-conical",
    lifesaver: "life-buoy",
    maps: "map",
    mobile: "smartphone",
    name: "tag",
    "notebook-pencil": "notebook-pen",
    "page-blank": "file",
    profile: "circle-user",
    "profile-card": "id-card",
    reload: "rotate-cw",
    "star-filled": "star",
    "sparkle-double": "sparkles",
    "square-image": "image",
    suitcase: "briefcase",
    "settings-slider": "sliders-horizontal",
    wreath: "award",
    write: "pen-line",
    "write-alt": "pencil",
    "write-alt2": "square-pen",
  }),
);

const FILLED: ReadonlySet<string> = new Set(["check-circle-filled", "star-filled", "stop"]);

const VENDOR = "lucide:";

function glyphOf(name: string) {
  if (name === "stop") return glyphs.get("square");
  return glyphs.get(name.startsWith(VENDOR) ? name.slice(VENDOR.length) : (SAME_AS.get(name) ?? name));
}

/** Whether there is anything to draw for `name`, which may come from outside. */
export function hasIcon(name: unknown): name is string {
  return typeof name === "string" && glyphOf(name) !== undefined;
}

/** A decorative drawing as tall as the text beside it; nothing for an unknown name. */
export function Icon({ name, class: className = "" }: { name: string; class?: string }) {
  const glyph = glyphOf(name);
  if (glyph === undefined) return null;
  const filled = FILLED.has(name) ? " is-filled" : "";
  return (
    <svg class={`icon${filled} ${className}`.trim()} viewBox="0 0 24 24" aria-hidden="true" data-icon={name}>
      {glyph.map(([tag, attributes]) => createElement(tag, attributes))}
    </svg>
  );
}
