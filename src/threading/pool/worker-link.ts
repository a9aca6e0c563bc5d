import type { ResourceLimits, Transferable } from "node:worker_threads";
import type { FromWorker, ToWorker } from "./pool-message.ts";
import type { WorkerExit } from "./worker-died-error.ts";

/** A thread or process that a pool has started, as the pool drives it. */
export interface WorkerLink {
  /** What people find it by: `thread 3`, `process 1234`. */
  readonly name: string;
  /** Throws where the message cannot be cloned. Nothing happens once it has ended. */
  post(message: ToWorker, moved?: readonly Transferable[]): void;
  /** Whether it keeps this process alive. */
  hold(holds: boolean): void;
  /** Ends it at once; `onExit` follows. */
  terminate(): void;
}

/** What a pool learns of a worker. */
export interface WorkerEvents {
  onMessage(message: FromWorker): void;
  /** It has ended, and no message follows; `cause` is the error that Node tells of, where there is one. */
  onExit(exit: WorkerExit, cause: unknown): void;
}

/** How workers are started. */
export interface WorkerSettings {
  /** The entry file. */
  readonly entry: URL;
  /** The module of the tasks. */
  readonly module: URL;
  readonly env: NodeJS.ProcessEnv | undefined;
  readonly execArgv: readonly string[] | undefined;
  readonly resourceLimits: ResourceLimits | undefined;
}

/** Starts a worker. */
export type StartWorker = (settings: WorkerSettings, events: WorkerEvents) => WorkerLink;
