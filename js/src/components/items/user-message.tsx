import { words } from "../../locales";
import { asObject, asText } from "../../protocol/shape";
import type { Attachment, UserMessageContent } from "../../protocol/wire.gen";
import type { ItemSignal } from "../../state/conversation";
import { AttachmentList } from "../attachments/attachment-list";
import { memo } from "../primitives/memo";
import { FoldedText } from "../prose/long-text";

interface UserBubbleProps {
  content: readonly UserMessageContent[];
  attachments: readonly Attachment[];
  quotedText: string | undefined;
  /** The id of the message, once it has one. */
  id?: string;
}

/** What the user said, as it was typed. */
export function UserBubble({ content, attachments, quotedText, id }: UserBubbleProps) {
  const quoted = asText(quotedText, "quoted_text");
  const texts = content.map((part) => asText(asObject(part, "part").text, "text"));
  const isEmpty = quoted === "" && texts.every((text) => text === "");
  return (
    <div class="turn asked" data-item={id}>
      <h3 class="for-readers">{words.youSaid}</h3>
      <AttachmentList attachments={attachments} />
      {!isEmpty && (
        <div class="bubble" dir="auto">
          {quoted !== "" && (
            <blockquote class="quoted" dir="auto">
              <FoldedText text={quoted} />
            </blockquote>
          )}
          {content.map((part, index) =>
            part.type === "input_tag" ? (
              <span key={index} class="tag">
                <FoldedText text={texts[index] ?? ""} />
              </span>
            ) : (
              <FoldedText key={index} text={texts[index] ?? ""} />
            ),
          )}
        </div>
      )}
    </div>
  );
}

function Message({ signal }: { signal: ItemSignal }) {
  const { value: item } = signal.item;
  if (item.type !== "user_message") return null;
  return (
    <UserBubble
      id={item.id}
      content={item.content}
      attachments={item.attachments ?? []}
      quotedText={item.quoted_text}
    />
  );
}

export const UserMessage = memo(Message);
