import type { WorkerState } from "./pooled-worker.ts";

/** What a pool does, at one moment. */
export interface PoolStatistics {
  /** Tasks that wait for a worker. */
  readonly waiting: number;
  /** Tasks that run, among them those that were aborted and have not ended yet. */
  readonly running: number;
  /** Tasks that gave a result, since the pool was made. */
  readonly done: number;
  /** Tasks that failed, were aborted or not run. */
  readonly failed: number;
  /** Workers that died, or were terminated for a task that did not end. */
  readonly replaced: number;
  readonly workers: readonly PoolWorkerStatistics[];
}

/** One worker of a pool. */
export interface PoolWorkerStatistics {
  /** `thread 3`, by the thread's id, or `process 1234`, by that of the process. */
  readonly name: string;
  readonly state: WorkerState;
  /** How many tasks it has been given. */
  readonly tasksRun: number;
}
