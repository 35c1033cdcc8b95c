/** How the in-page kernel answers what the view asks beside requests. */
import type { Questions } from "../../protocol/envelope";
import { InvalidRequestError } from "./failures";

/** The body of an answer, and the bytes that go with it. */
export interface Given<N extends keyof Questions> {
  body: Questions[N]["answer"];
  bytes?: ArrayBuffer | ArrayBuffer[];
}

/** A function for each question; `piece` are the bytes that came with it. */
export type Answers = {
  [N in keyof Questions]: (
    args: Questions[N]["args"],
    piece: ArrayBuffer | undefined,
  ) => Given<N> | Promise<Given<N>>;
};

export const DONE = { body: {} };

/**
 * @throws {InvalidRequestError} when there is no such question.
 * @throws what its function throws.
 */
export async function answerTo(
  answers: Answers,
  name: string,
  args: unknown,
  piece: ArrayBuffer | undefined,
): Promise<Given<keyof Questions>> {
  const answer = new Map<string, Answers[keyof Questions]>(Object.entries(answers)).get(name);
  if (!answer) throw new InvalidRequestError(`There is no question ${JSON.stringify(name)}.`);
  return answer(args as never, piece);
}
