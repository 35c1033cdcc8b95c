/** What the log is told of parts of the thread that are not what they must be: it names the field. */

import { signal } from "@preact/signals";
import { waitFor } from "@testing-library/preact";
import type { VNode } from "preact";
import { afterEach, expect, it, vi } from "vitest";
import type { ErrorRow as ErrorState, Notice } from "../../protocol/envelope";
import type { GivenOptions } from "../../state/options";
import { Session } from "../../state/session";
import { memoryKernel } from "../../testing/kernel/kernel";
import { Boundary } from "../boundary";
import { clear, draw } from "../fixture";
import { ErrorRow } from "./error-row";
import { NoticeRow } from "./notice";
import { Progress } from "./progress";
import { StartScreen } from "./start-screen";
import { Tail } from "./tail";

afterEach(clear);

const error = (fields: object) => <ErrorRow error={{ code: "stream.error", ...fields } as ErrorState} />;
const notice = (fields: object) => <NoticeRow notice={{ type: "notice", ...fields } as unknown as Notice} />;
/** Stands for the prompts of the start screen. */
const prompts = (...given: unknown[]) => given;

const NO_TEXT = "must be a string, but it is of type object.";

it.each<[string, VNode | unknown[], string]>([
  ["an error's message", error({ message: {} }), `"message" ${NO_TEXT}`],
  ["what was raised", error({ detail: { type: {} } }), `"type" ${NO_TEXT}`],
  ["what it said", error({ detail: { type: "E", message: {} } }), `"message" ${NO_TEXT}`],
  ["where it was raised", error({ message: "no", detail: { traceback: {} } }), `"traceback" ${NO_TEXT}`],
  ["a notice's title", notice({ title: {}, message: "" }), `"title" ${NO_TEXT}`],
  ["a notice's message", notice({ message: {} }), `"message" ${NO_TEXT}`],
  ["progress", <Progress key="progress" text={{} as string} icon={undefined} />, `"text" ${NO_TEXT}`],
  ["a prompt", prompts("word"), '"prompt" must be an object, but it is of type string.'],
  ["a prompt's parts", prompts({ prompt: 5 }), '"prompt" must be an array, but it is of type number.'],
  ["one of them", prompts({ prompt: [5] }), '"prompt" must be an object, but it is of type number.'],
  ["its text", prompts({ prompt: [{ text: {} }] }), `"text" ${NO_TEXT}`],
  ["a prompt's label", prompts({ prompt: "text", label: {} }), `"label" ${NO_TEXT}`],
])("names the field when %s can't be shown", async (_, given, reason) => {
  const options = { startScreen: { prompts: Array.isArray(given) ? given : [] } } as GivenOptions;
  const session = new Session(memoryKernel({ script: () => [], options }).connect());
  await waitFor(() => expect(session.connection.value).toBe("ready"));
  const log = vi.spyOn(session, "log");
  draw(
    <Boundary part="message" from={[]}>
      {Array.isArray(given) ? <StartScreen /> : given}
    </Boundary>,
    session,
  );
  await waitFor(() => expect(log).toHaveBeenCalledOnce());
  expect(log.mock.calls[0]?.[1]).toMatchObject({ reason: `TypeError: ${reason}` });
});

it.each([
  ["progress", { text: {} }, { text: "sound" }],
  ["error", { message: {} }, { message: "sound" }],
  ["notices", [{ message: {} }], [{ message: "sound" }]],
])("draws the end of the thread again once its %s can be shown", async (name, broken, sound) => {
  const session = new Session(memoryKernel({ script: () => [] }).connect());
  const state = signal<unknown>(broken);
  Object.defineProperty(session, name, { value: state });
  const { root, findByText } = draw(<Tail last={null} />, session);
  await findByText(/This part can't be shown/);
  state.value = sound;
  await findByText("sound");
  state.value = Array.isArray(sound) ? [] : null;
  await waitFor(() => expect(root.textContent).toBe(""));
});
