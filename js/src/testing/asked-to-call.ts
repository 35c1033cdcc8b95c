import type { JsonObject } from "../protocol/guards";

/** The line of an approval's card that names who asks for what, as the kernel makes it. */
export function askedToCall(agent: string, tool: string): JsonObject {
  const children = [
    { type: "Caption", key: "agent", value: agent },
    { type: "Caption", value: "…" },
    { type: "Caption", key: "tool", value: tool },
  ];
  return { type: "Row", children };
}
