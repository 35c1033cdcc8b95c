import { words } from "../../locales";
import type { StartPrompt } from "../../protocol/options.gen";
import { asList, asObject, asText } from "../../protocol/shape";
import type { UserMessageContent } from "../../protocol/wire.gen";
import { Boundary } from "../boundary";
import { hasIcon, Icon } from "../primitives/icon";
import { brief } from "../prose/brief";
import { useView } from "../view";

function contentOf({ prompt }: StartPrompt): UserMessageContent[] {
  return typeof prompt === "string" ? [{ type: "input_text", text: prompt }] : [...asList(prompt, "prompt")];
}

function promptText(prompt: StartPrompt): string {
  return contentOf(prompt)
    .map((part) => asText(asObject(part, "prompt").text, "text"))
    .join("");
}

interface PromptProps {
  prompt: StartPrompt;
  inert: boolean;
  onAsk: (prompt: StartPrompt) => void;
}

function Prompt({ prompt, inert, onAsk }: PromptProps) {
  const { icon, label } = asObject(prompt, "prompt");
  const text = promptText(prompt);
  return (
    <button type="button" class="prompt" disabled={inert} onClick={() => onAsk(prompt)}>
      <Icon name={hasIcon(icon) ? icon : "message-square"} />
      <span dir="auto">{brief(asText(label ?? text, "label"))}</span>
    </button>
  );
}

/** What a new chat begins with: a greeting and a few things to ask. */
export function StartScreen() {
  const { conversation } = useView();
  const { greeting, prompts } = conversation.options.value.startScreen;
  const inert = conversation.response.value !== null || conversation.connection.value !== "ready";

  const ask = (prompt: StartPrompt) => {
    conversation.log("startScreenPrompt.select", { text: promptText(prompt) });
    conversation.send({ content: contentOf(prompt), attachments: [], inference_options: {} });
  };
  return (
    <div class="start">
      <p class="greeting" dir="auto">
        {greeting ?? words.greeting}
      </p>
      {prompts.length > 0 && (
        <ul class="prompts">
          {prompts.map((prompt, index) => (
            <li key={index}>
              <Boundary part="prompt" from={[prompt]}>
                <Prompt prompt={prompt} inert={inert} onAsk={ask} />
              </Boundary>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
