import { asList, asObject, asText, textIn } from "../../protocol/shape";
import type { AssistantMessageContent, AssistantMessageItem } from "../../protocol/wire.gen";
import { Boundary } from "../boundary";
import { memo } from "../primitives/memo";
import { Markdown } from "../prose/markdown";
import { usePacedText } from "../prose/pace";
import { Sources } from "./sources";

interface PartProps {
  part: AssistantMessageContent;
  streaming: boolean;
}

function AnyPart({ part: given, streaming }: PartProps) {
  const part = asObject(given, "part");
  const { shown, settled } = usePacedText(asText(part.text, "text"), streaming);
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
  const content = asList(item.content, "content");
  return (
    <div class="message">
      {content.length === 0 && streaming && <span class="caret-dot" />}
      {content.map((part, index) => (
        <Boundary key={index} part="message" id={item.id} from={[part]} text={() => textIn(part?.text)}>
          <Part part={part} streaming={streaming} />
        </Boundary>
      ))}
    </div>
  );
}
