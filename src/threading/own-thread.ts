import { isMainThread, threadId } from "node:worker_threads";

/** The thread in which this code runs: 0 is the main thread of a process. */
export const OWN_THREAD: { readonly id: number; readonly isMain: boolean } = {
  id: threadId,
  isMain: isMainThread,
};
