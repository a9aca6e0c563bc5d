import { AsyncLocalStorage } from "node:async_hooks";
import type { Transferable } from "node:worker_threads";

/** The task of a pool in which code runs. */
export interface CurrentTask {
  /** The name of its function; null outside of the tasks of a pool. */
  readonly name: string | null;
  /**
   * Aborted when nobody wants the result any more: its submitter aborted it, or its time is over. A task that does not end then is
   * terminated with its worker, so give the signal to what the task waits for.
   */
  readonly signal: AbortSignal;
  /**
   * Gives `value` back, whose memory is moved to the submitter when the task returns it, not copied: `return currentTask().transfer(image,
   * [image.buffer])`. What is moved is empty here from then on. Between processes it is copied all the same.
   */
  transfer<T>(value: T, moved: readonly Transferable[]): T;
}

/**
 * The task that is running, through every await and callback in it. Outside of a pool one without a name, whose signal is never
 * aborted, so that a task can be called as the function that it is.
 */
export function currentTask(): CurrentTask {
  return storage().getStore() ?? NO_TASK;
}

/** A task that a worker runs. */
export class RunningTask implements CurrentTask {
  readonly name: string;
  readonly moved: Transferable[] = [];
  readonly #controller = new AbortController();

  constructor(name: string) {
    this.name = name;
  }

  /** See CurrentTask. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** See CurrentTask. */
  transfer<T>(value: T, moved: readonly Transferable[]): T {
    this.moved.push(...moved);
    return value;
  }

  /** Nobody wants the result any more. */
  abort(reason: Error): void {
    this.#controller.abort(reason);
  }

  /** Runs `work` as this task. */
  run<T>(work: () => T): T {
    return storage().run(this, work);
  }
}

const NO_TASK: CurrentTask = {
  name: null,
  signal: new AbortController().signal,
  transfer: (value) => value,
};

/** It hangs on `globalThis`, so that two copies of the package in one thread agree about it. */
function storage(): AsyncLocalStorage<CurrentTask> {
  const owner = globalThis as { [STORAGE]?: AsyncLocalStorage<CurrentTask> };
  owner[STORAGE] ??= new AsyncLocalStorage();
  return owner[STORAGE];
}

const STORAGE: unique symbol = Symbol.for("bandoneon.current-task.v1") as never;
