import type { Notice } from "../../protocol/envelope";
import { asText } from "../../protocol/shape";
import { Icon } from "../primitives/icon";
import { FoldedText } from "../prose/long-text";
import { Markdown } from "../prose/markdown";

const ICONS: ReadonlyMap<string, string> = new Map([
  ["info", "info"],
  ["warning", "triangle-alert"],
  ["danger", "circle-alert"],
]);

/** Something the server wants known. */
export function NoticeRow({ notice }: { notice: Notice }) {
  const level = ICONS.has(notice.level) ? notice.level : "info";
  const title = asText(notice.title, "title");
  return (
    <div class="note turn" data-level={level} role={level === "danger" ? "alert" : "status"}>
      <Icon name={ICONS.get(level) ?? "info"} />
      <div class="note-body">
        {title !== "" && (
          <p class="note-title" dir="auto">
            <FoldedText text={title} />
          </p>
        )}
        <Markdown text={asText(notice.message, "message")} />
      </div>
    </div>
  );
}
