import { signal } from "@preact/signals";
import { expect, test } from "vitest";
import type { Attachment, Thread } from "../../protocol/wire.gen";
import type {
  ActiveResponse,
  Connection,
  Conversation,
  DraftAttachment,
  UploadState,
} from "../../state/conversation";
import { attachmentIds, readinessOf } from "./readiness";

const READY: UploadState = { phase: "ready", attachment: { id: "atc_1" } as Attachment };
const UPLOADING: UploadState = { phase: "uploading", share: 0 };
const FAILED: UploadState = { phase: "failed", problem: { code: "no", message: null }, canRetry: true };

interface Case {
  isNew?: boolean;
  draft?: string;
  connection?: Connection;
  status?: Thread["status"];
  loading?: boolean;
  response?: ActiveResponse | null;
  files?: UploadState[];
}

/** A conversation as far as readiness looks at it. */
function conversation(given: Case): Conversation {
  const { isNew = false, draft = "hello", connection = "ready", status } = given;
  const { loading = false, response = null } = given;
  const list = (given.files ?? []).map((state) => ({ upload: signal(state) }) as unknown as DraftAttachment);
  const thread = isNew ? null : { id: "thr", status };
  return {
    draft: signal(draft),
    connection: signal(connection),
    thread: signal(thread),
    loading: signal(loading),
    response: signal(response),
    attachments: { list: signal(list) },
  } as unknown as Conversation;
}

const FREE = { closed: false, disabled: false, sendable: true, uploading: false, obstacle: undefined };
const WAITS = { ...FREE, sendable: false };

const running: ActiveResponse = { id: "r", op: "threads.create", allowCancel: true, stopping: false };

test.each<[string, Case, object]>([
  ["a text", {}, FREE],
  ["a new chat", { isNew: true }, FREE],
  ["nothing", { draft: "" }, WAITS],
  ["blanks", { draft: " \n " }, WAITS],
  ["a file alone", { draft: "", files: [READY] }, FREE],
  ["a response under way", { response: running }, WAITS],
  ["a busy kernel", { connection: "busy" }, FREE],
  ["a kernel that was restarted", { connection: "restarted" }, { ...WAITS, disabled: true }],
  ["a chat that was closed", { connection: "closed" }, { ...WAITS, disabled: true }],
  ["a locked thread", { status: { type: "locked" } }, { ...WAITS, disabled: true }],
  ["a closed thread", { status: { type: "closed" } }, { ...FREE, closed: true }],
  ["an active thread", { status: { type: "active" } }, FREE],
  ["the first state on its way", { loading: true, connection: "connecting" }, FREE],
  ["another thread on its way", { loading: true }, WAITS],
  ["an upload under way", { files: [READY, UPLOADING] }, { ...WAITS, uploading: true, obstacle: "upload" }],
  ["a failed upload", { files: [UPLOADING, FAILED] }, { ...WAITS, obstacle: "failedFile" }],
  [
    "an upload during a response",
    { files: [UPLOADING], response: running },
    { ...WAITS, obstacle: "upload" },
  ],
])("whether a message can be sent with %s", (_name, given, expected) => {
  expect(readinessOf(conversation(given))).toEqual(expected);
});

test("with a message go the files that are ready", () => {
  expect(attachmentIds(conversation({ files: [UPLOADING, READY, FAILED] }))).toEqual(["atc_1"]);
});
