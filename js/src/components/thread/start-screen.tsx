import type { UserMessageContent } from "../../protocol/wire.gen";
import type { StartPrompt } from "../../state/options";
import { hasIcon, Icon } from "../primitives/icon";
import { useView } from "../view";

function contentOf({ prompt }: StartPrompt): UserMessageContent[] {
  return typeof prompt === "string" ? [{ type: "input_text", text: prompt }] : prompt;
}

function promptText(prompt: StartPrompt): string {
  return contentOf(prompt)
    .map((part) => part.text)
    .join("");
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
        {greeting}
      </p>
      {prompts.length > 0 && (
        <ul class="prompts">
          {prompts.map((prompt, index) => (
            <li key={index}>
              <button type="button" class="prompt" disabled={inert} onClick={() => ask(prompt)}>
                <Icon name={hasIcon(prompt.icon) ? prompt.icon : "message-square"} />
                <span dir="auto">{prompt.label ?? promptText(prompt)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
