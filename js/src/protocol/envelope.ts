/**
 * The messages between a view and the kernel: one JSON "custom" widget message each way. The bytes of files
 * travel as its binary buffers, one for a message.
 *
 * What a message means to the conversation lives in `state/`; how it travels lives in `transport/`.
 */
import type { ChatKitReq, ItemFeedbackParams, ThreadMetadata } from "./wire.gen";

export type * from "./envelope.gen";
export type * from "./questions.gen";

/** A thread as the view holds it: its items are kept apart. */
export type ThreadInfo = ThreadMetadata;

/** The body of a request: an ordinary ChatKit request. */
export type RequestBody = ChatKitReq;

export type FeedbackKind = ItemFeedbackParams["kind"];

/** One page of a list; `after` is the cursor of the next one. */
export interface Page<T> {
  data: T[];
  has_more: boolean;
  after?: string;
}

const KERNEL_SCHEME = "chatkit-notebook:";

/** Whether an attachment's address says that its bytes are in the kernel, to be asked for by its id. */
export function isInKernel(address: string): boolean {
  return address.startsWith(KERNEL_SCHEME);
}
