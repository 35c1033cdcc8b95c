/** Questions the assistant asks in a form: to be answered while pending, a summary afterwards. */
import { useId, useState } from "preact/hooks";
import { words } from "../../locales";
import { isObject } from "../../protocol/guards";
import { asList, asObject, asText } from "../../protocol/shape";
import type { StructuredInput, StructuredInputItem } from "../../protocol/wire.gen";
import { Boundary } from "../boundary";
import { FoldedText } from "../prose/long-text";
import { useView } from "../view";

type Answers = ReadonlyMap<string, readonly string[]>;

function answerWords({ answer }: StructuredInput): string {
  if (answer === undefined || answer === null) return words.unanswered;
  const values = asList(answer.values, "values").map((value) => asText(value, "value"));
  return answer.skipped || values.length === 0 ? words.skipped : values.join(", ");
}

function Summary({ item }: { item: StructuredInputItem }) {
  return (
    <dl class="answers">
      {asList(item.inputs, "inputs").map((input, index) => (
        <Boundary key={index} part="question" id={item.id} from={[input, item.status]}>
          <Answered input={input} skipped={item.status === "skipped"} />
        </Boundary>
      ))}
    </dl>
  );
}

function Answered({ input, skipped }: { input: StructuredInput; skipped: boolean }) {
  const { question } = asObject(input, "input");
  return (
    <div>
      <dt dir="auto">
        <FoldedText text={asText(question, "question")} />
      </dt>
      <dd dir="auto">
        <FoldedText text={skipped ? words.skipped : answerWords(input)} />
      </dd>
    </div>
  );
}

interface QuestionProps {
  input: StructuredInput;
  values: readonly string[];
  onChange: (values: readonly string[]) => void;
}

function Question({ input: given, values, onChange }: QuestionProps) {
  const name = useId();
  const input = asObject(given, "input");
  const question = asText(input.question, "question");
  const description = input.type === "freeform" ? asText(input.description, "description") : "";
  const options =
    input.type === "multiple_choice"
      ? asList(input.options, "options").map((option) => asText(asObject(option, "option").value, "value"))
      : [];
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
      <legend dir="auto">
        <FoldedText text={question} />
      </legend>
      {description !== "" && (
        <p class="hint" dir="auto">
          <FoldedText text={description} />
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
          <span dir="auto">
            <FoldedText text={value} />
          </span>
        </label>
      ))}
      <input
        class="field"
        type="text"
        dir="auto"
        value={own}
        aria-label={options.length === 0 ? question : words.other}
        placeholder={options.length === 0 ? words.yourAnswer : words.other}
        onInput={(event) => write(event.currentTarget.value)}
      />
    </fieldset>
  );
}

export function StructuredInputView({ item }: { item: StructuredInputItem }) {
  const { conversation } = useView();
  const [answers, setAnswers] = useState<Answers>(new Map());
  if (item.status !== "pending") return <Summary item={item} />;

  const inert = conversation.response.value !== null;
  const inputs = asList(item.inputs, "inputs");
  const answered = [...answers.values()].some((values) => values.length > 0);
  const submit = (event: Event) => {
    event.preventDefault();
    const given = inputs.filter(isObject).map(({ id }) => {
      const values = [...(answers.get(id) ?? [])];
      return [id, { values, skipped: values.length === 0 }] as const;
    });
    conversation.answer(item.id, { status: "answered", answers: Object.fromEntries(given) });
  };
  return (
    <form class="questions" inert={inert} onSubmit={submit}>
      {inputs.map((input, index) => (
        <Boundary key={index} part="question" id={item.id} from={[input]}>
          <Question
            input={input}
            values={answers.get(input?.id) ?? []}
            onChange={(values) => setAnswers(new Map(answers).set(input.id, values))}
          />
        </Boundary>
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
