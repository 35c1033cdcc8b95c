import { RequestError } from "../transport/requests";
import type { Problem } from "./conversation";

/** What there is to tell a person of something that was thrown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof RequestError) return { code: error.code, message: error.said };
  return { code: "unexpected", message: error instanceof Error ? error.message : String(error) };
}
