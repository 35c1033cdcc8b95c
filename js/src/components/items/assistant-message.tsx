import type { AssistantMessageContent, AssistantMessageItem } from "../../protocol/wire.gen";
import { memo } from "../primitives/memo";
import { Markdown } from "../prose/markdown";
import { usePacedText } from "../prose/pace";
import { Sources } from "./sources";

interface PartProps {
  part: AssistantMessageContent;
  streaming: boolean;
}

function AnyPart({ part, streaming }: PartProps) {
  const { shown, settled } = usePacedText(part.text, streaming);
  return (
    <>
      {shown === "" ? streaming && <span class="caret-dot" /> : <Markdown text={shown} open={!settled} />}
      {settled && <Sources annotations={part.annotations ?? []} />}
    </>
  );
}

const Part = memo(AnyPart);

/** What the assistant said. */
export function AssistantMessage({ item, streaming }: { item: AssistantMessageItem; streaming: boolean }) {
  return (
    <div class="message">
      {item.content.length === 0 && streaming && <span class="caret-dot" />}
      {item.content.map((part, index) => (
        <Part key={index} part={part} streaming={streaming} />
      ))}
    </div>
  );
}
