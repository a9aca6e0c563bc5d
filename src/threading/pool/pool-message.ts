/*
 * What a pool and its workers say to each other, over the message port of a thread or the channel of a process. Each message has
 * `to: "bandoneon.pool"`, since tasks may post messages of their own there. Errors are packed by the pool's ErrorTransfer.
 */

/** From the pool. A worker begins with `start`; `end` is the last that it is told. */
export type ToWorker =
  | { readonly type: "start"; readonly module: string; readonly initializer: CalledTask | null }
  | ({ readonly type: "task"; readonly id: number } & CalledTask)
  | { readonly type: "abort"; readonly id: number; readonly reason: unknown }
  | { readonly type: "end" };

/** From a worker: `ready` once it is started, else `unusable`; then the outcomes of its tasks; `crash` is what it dies of. */
export type FromWorker =
  | { readonly type: "ready" }
  | { readonly type: "unusable" | "crash"; readonly error: unknown }
  | { readonly type: "result"; readonly id: number; readonly value: unknown }
  | { readonly type: "failure"; readonly id: number; readonly error: unknown };

/** A function of the module, and what it is called with. */
export interface CalledTask {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** A message as it is posted. */
export type Posted<T> = T & { readonly to: typeof ADDRESSEE };

/** `message` as it is posted. */
export function toPost<T extends object>(message: T): Posted<T> {
  return { ...message, to: ADDRESSEE };
}

/** Whether what came is a message between a pool and its workers. */
export function isPosted<T extends ToWorker | FromWorker>(message: unknown): message is Posted<T> {
  return typeof message === "object" && message !== null && "to" in message && message.to === ADDRESSEE;
}

const ADDRESSEE = "bandoneon.pool";
