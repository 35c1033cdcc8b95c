import type { Notice } from "../../protocol/envelope";
import { Icon } from "../primitives/icon";
import { Markdown } from "../prose/markdown";

const ICONS: Readonly<Record<string, string>> = {
  info: "info",
  warning: "triangle-alert",
  danger: "circle-alert",
};

/** Something the server wants known. */
export function NoticeRow({ notice }: { notice: Notice }) {
  const level = Object.hasOwn(ICONS, notice.level) ? notice.level : "info";
  return (
    <div class="note turn" data-level={level} role={level === "danger" ? "alert" : "status"}>
      <Icon name={ICONS[level] ?? "info"} />
      <div class="note-body">
        {notice.title !== undefined && notice.title !== "" && (
          <p class="note-title" dir="auto">
            {notice.title}
          </p>
        )}
        <Markdown text={notice.message} />
      </div>
    </div>
  );
}
