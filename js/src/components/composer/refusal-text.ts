import { words } from "../../locales";
import type { Refusal } from "../../state/limits";

/** Why a file was left out, and what may be attached instead. */
export function refusalText(refusal: Refusal): string {
  switch (refusal.reason) {
    case "size":
      return words.refusals.size(refusal.name, refusal.size, refusal.limit);
    case "type":
      return words.refusals.type(refusal.name, refusal.accepted);
    case "count":
      return words.refusals.count(refusal.limit, refusal.names);
    case "folder":
      return words.refusals.folder(refusal.name);
  }
}
