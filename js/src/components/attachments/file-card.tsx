import type { ComponentChildren } from "preact";
import { Icon } from "../primitives/icon";
import { FileName } from "./file-name";
import { kindOf } from "./kinds";

interface FileCardProps {
  name: string;
  mimeType: string;
  /** Follows the kind on the second line. */
  detail?: string;
  /** Takes the place of the icon. */
  mark?: ComponentChildren;
  /** Takes the place of the second line. */
  children?: ComponentChildren;
}

/** A file as icon, name and a quiet word on what it is. */
export function FileCard({ name, mimeType, detail, mark, children }: FileCardProps) {
  const { icon, word } = kindOf(name, mimeType);
  return (
    <span class="file-card">
      <span class="file-mark">{mark ?? <Icon name={icon} />}</span>
      <span class="file-lines">
        <FileName name={name} />
        {children ?? <span class="file-kind">{detail === undefined ? word : `${word} · ${detail}`}</span>}
      </span>
    </span>
  );
}
