import type { Attachment, UserMessageContent } from "../../protocol/wire.gen";
import type { ItemSignal } from "../../state/conversation";
import { Icon } from "../primitives/icon";
import { memo } from "../primitives/memo";
import { Picture } from "../prose/picture";
import { words } from "../words";

interface UserBubbleProps {
  content: readonly UserMessageContent[];
  attachments: readonly Attachment[];
  quotedText: string | undefined;
}

/** What the user said, as it was typed. */
export function UserBubble({ content, attachments, quotedText }: UserBubbleProps) {
  return (
    <div class="turn asked">
      <h3 class="for-readers">{words.youSaid}</h3>
      {attachments.length > 0 && (
        <ul class="attachments">
          {attachments.map((attachment) => (
            <li key={attachment.id}>
              {attachment.type === "image" ? (
                <Picture src={attachment.preview_url} alt={attachment.name} />
              ) : (
                <span class="file">
                  <Icon name="document" />
                  <span dir="auto">{attachment.name}</span>
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      <div class="bubble" dir="auto">
        {quotedText !== undefined && quotedText !== "" && (
          <blockquote class="quoted" dir="auto">
            {quotedText}
          </blockquote>
        )}
        {content.map((part, index) =>
          part.type === "input_tag" ? (
            <span key={index} class="tag">
              {part.text}
            </span>
          ) : (
            part.text
          ),
        )}
      </div>
    </div>
  );
}

function Message({ signal }: { signal: ItemSignal }) {
  const { value: item } = signal.item;
  if (item.type !== "user_message") return null;
  return (
    <UserBubble content={item.content} attachments={item.attachments ?? []} quotedText={item.quoted_text} />
  );
}

export const UserMessage = memo(Message);
