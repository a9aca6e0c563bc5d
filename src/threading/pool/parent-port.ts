import { parentPort, type Transferable } from "node:worker_threads";
import { type FromWorker, isPosted, type ToWorker, toPost } from "./pool-message.ts";

/** A worker's way to its pool: that of a thread, or that of a process. */
export interface ParentPort {
  /** Throws where the message cannot be cloned. Nothing happens once the pool is gone. */
  post(message: FromWorker, moved?: readonly Transferable[]): void;
}

/** What comes from the pool. */
export interface ParentEvents {
  onMessage(message: ToWorker): void;
  /** The pool is gone: a worker that is a process must end by itself. */
  onGone(): void;
}

/** The port of this thread, or else of this process. Throws an Error in what nobody started as a worker. */
export function openParentPort(events: ParentEvents): ParentPort {
  const receive = (message: unknown) => {
    if (isPosted<ToWorker>(message)) events.onMessage(message);
  };
  if (parentPort !== null) {
    const port = parentPort;
    port.on("message", receive);
    return { post: (message, moved = []) => port.postMessage(toPost(message), moved) };
  }
  if (process.send === undefined)
    throw new Error("this is the entry of a pool's workers: only a pool starts it");
  process.on("message", receive);
  process.once("disconnect", () => events.onGone());
  return {
    post(message) {
      // What the callback would be told, the event tells.
      if (process.connected) process.send?.(toPost(message), undefined, {}, () => undefined);
    },
  };
}
