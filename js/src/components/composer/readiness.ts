/** Whether what is in the composer can be sent, and if not, what it waits for. */
import type { Texts } from "../../locales";
import { type Conversation, isOver } from "../../state/conversation";

/** `sending`: it was sent already, and leaves when its files are there. */
export type Obstacle = keyof Texts["obstacles"];

export interface Readiness {
  /** The thread is over, and nothing is written in it any more. */
  readonly closed: boolean;
  readonly disabled: boolean;
  readonly sendable: boolean;
  /** It can be sent as soon as its files are uploaded. */
  readonly uploading: boolean;
  /** What hinders sending, where that is not plain to see. */
  readonly obstacle: Obstacle | undefined;
}

/** Reads signals: within a component it draws again when something changes. */
export function readinessOf(conversation: Conversation): Readiness {
  const { connection, thread, loading, response, draft, attachments } = conversation;
  const status = thread.value?.status?.type;
  const disabled = isOver(connection.value) || status === "locked";
  // Before the first state a message may be sent already: it leaves as soon as its thread is known.
  const waits = loading.value && connection.value === "ready";
  const phases = attachments.list.value.map(({ upload }) => upload.value.phase);
  const isEmpty = draft.value.trim() === "" && phases.length === 0;
  const obstacle: Obstacle | undefined = phases.includes("failed")
    ? "failedFile"
    : phases.includes("uploading")
      ? "upload"
      : undefined;
  const isFree = !disabled && !waits && response.value === null && !isEmpty;
  return {
    closed: status === "closed",
    disabled,
    sendable: isFree && obstacle === undefined,
    uploading: isFree && obstacle === "upload",
    obstacle,
  };
}

/** The ids of the files that go with the message. */
export function attachmentIds({ attachments }: Conversation): string[] {
  return attachments.list.peek().flatMap(({ upload }) => {
    const state = upload.peek();
    return state.phase === "ready" ? [state.attachment.id] : [];
  });
}
