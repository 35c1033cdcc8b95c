import { asText } from "../../protocol/shape";
import { hasIcon, Icon } from "../primitives/icon";
import { brief } from "../prose/brief";

/** One quiet line about the work under way. */
export function Progress({ text, icon }: { text: string; icon: string | undefined }) {
  return (
    <div class="turn progress" role="status">
      {hasIcon(icon) && <Icon name={icon} />}
      <span class="shimmer" dir="auto">
        {brief(asText(text, "text"))}
      </span>
    </div>
  );
}
