/** Questions the assistant asks in a form: to be answered while pending, a summary afterwards. */
import { useId, useState } from "preact/hooks";
import type {
  StructuredInput,
  StructuredInputAnswerSubmission,
  StructuredInputItem,
} from "../../protocol/wire.gen";
import { useView } from "../view";
import { words } from "../words";

type Answers = Readonly<Record<string, readonly string[]>>;

function answerWords({ answer }: StructuredInput): string {
  if (answer === undefined) return words.unanswered;
  return answer.skipped || answer.values.length === 0 ? words.skipped : answer.values.join(", ");
}

function Summary({ item }: { item: StructuredInputItem }) {
  return (
    <dl class="answers">
      {item.inputs.map((input) => (
        <div key={input.id}>
          <dt dir="auto">{input.question}</dt>
          <dd dir="auto">{item.status === "skipped" ? words.skipped : answerWords(input)}</dd>
        </div>
      ))}
    </dl>
  );
}

interface QuestionProps {
  input: StructuredInput;
  values: readonly string[];
  onChange: (values: readonly string[]) => void;
}

function Question({ input, values, onChange }: QuestionProps) {
  const name = useId();
  const options = input.type === "multiple_choice" ? input.options.map(({ value }) => value) : [];
  const multiple = input.type === "multiple_choice" && input.multiple;
  const own = values.find((value) => !options.includes(value)) ?? "";
  const chosen = values.filter((value) => options.includes(value));

  const toggle = (value: string) => {
    if (!multiple) return onChange([value]);
    const next = chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value];
    return onChange(own === "" ? next : [...next, own]);
  };
  const write = (text: string) => {
    const kept = multiple ? chosen : [];
    onChange(text === "" ? kept : [...kept, text]);
  };
  return (
    <fieldset class="question">
      <legend dir="auto">{input.question}</legend>
      {input.type === "freeform" && input.description !== undefined && (
        <p class="hint" dir="auto">
          {input.description}
        </p>
      )}
      {options.map((value) => (
        <label key={value} class="option">
          <input
            type={multiple ? "checkbox" : "radio"}
            name={name}
            checked={chosen.includes(value)}
            onChange={() => toggle(value)}
          />
          <span dir="auto">{value}</span>
        </label>
      ))}
      <input
        class="field"
        type="text"
        dir="auto"
        value={own}
        aria-label={options.length === 0 ? input.question : words.other}
        placeholder={options.length === 0 ? words.yourAnswer : words.other}
        onInput={(event) => write(event.currentTarget.value)}
      />
    </fieldset>
  );
}

export function StructuredInputView({ item }: { item: StructuredInputItem }) {
  const { conversation } = useView();
  const [answers, setAnswers] = useState<Answers>({});
  if (item.status !== "pending") return <Summary item={item} />;

  const inert = conversation.response.value !== null;
  const answered = Object.values(answers).some((values) => values.length > 0);
  const submit = (event: Event) => {
    event.preventDefault();
    const given: Record<string, StructuredInputAnswerSubmission> = {};
    for (const { id } of item.inputs) {
      const values = [...(answers[id] ?? [])];
      given[id] = { values, skipped: values.length === 0 };
    }
    conversation.answer(item.id, { status: "answered", answers: given });
  };
  return (
    <form class="questions" inert={inert} onSubmit={submit}>
      {item.inputs.map((input) => (
        <Question
          key={input.id}
          input={input}
          values={answers[input.id] ?? []}
          onChange={(values) => setAnswers({ ...answers, [input.id]: values })}
        />
      ))}
      <div class="form-actions">
        <button
          type="button"
          class="small-button"
          onClick={() => conversation.answer(item.id, { status: "skipped", answers: {} })}
        >
          {words.skip}
        </button>
        <button type="submit" class="small-button is-primary" disabled={!answered}>
          {words.answer}
        </button>
      </div>
    </form>
  );
}
