/** What goes wrong in the in-page kernel, in the classes and the words of the real one. */
import type { DetailedErrorEvent, ErrorDetail, Failure } from "../../protocol/envelope";
import { RequestError } from "../../transport/requests";

/** What is asked for does not exist. */
export class NotFoundError extends Error {
  override readonly name = "NotFoundError";
}

/** What is asked for can't be done with what there is. */
export class ValueError extends Error {
  override readonly name = "ValueError";
}

/** Nothing is registered for it. */
export class LookupError extends Error {
  override readonly name = "LookupError";
}

/** This can't be asked for at all. */
export class InvalidRequestError extends Error {
  override readonly name = "InvalidRequestError";
}

/** Why a request was refused. */
export function failureOf(error: unknown): Failure {
  if (error instanceof RequestError) {
    return { code: error.code, message: error.said, allow_retry: error.allowRetry };
  }
  if (error instanceof InvalidRequestError) {
    return { code: "invalid_request", message: error.message, allow_retry: false };
  }
  const isMissing = error instanceof NotFoundError;
  return {
    code: isMissing ? "not_found" : "server_error",
    message: inOneLine(error),
    allow_retry: !isMissing,
  };
}

/** What a response says that fails. */
export function errorEvent(error: unknown): DetailedErrorEvent {
  const isHopeless = error instanceof NotFoundError || error instanceof ValueError;
  return { type: "error", code: "stream.error", allow_retry: !isHopeless, detail: detailOf(error) };
}

export function inOneLine(error: unknown): string {
  const { type, message } = detailOf(error);
  return `${type}: ${message}`;
}

function detailOf(error: unknown): ErrorDetail {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { type: name, message, traceback: "" };
}
