import { inspect } from "node:util";
import type { TaskArguments, TaskName, TaskResult } from "../../../threading/pool/task-module.ts";

/** How a worker runs a function. */
export interface WorkerTaskOptions {
  /** How long it may run, in milliseconds; then it fails, and its worker is replaced. Without end unless given. */
  readonly timeoutMs?: number;
  /** Whether the memory of arrays in the arguments is moved to the worker rather than copied: they are empty afterwards. Not unless given. */
  readonly transfer?: boolean;
}

/** A function that the workers of a server run, with arguments `A` and result `R`: see `workerModule`. */
export interface WorkerTask<A extends readonly unknown[] = readonly unknown[], R = unknown> {
  /** Its module. */
  readonly module: URL;
  /** The name by which the module exports it. */
  readonly name: string;
  readonly options: WorkerTaskOptions;
  /** For the compiler only. */
  readonly types?: (...args: A) => R;
}

/** A module whose functions the workers of a server run: `M` is `typeof import("./analysis.ts")`. */
export interface WorkerModule<M extends object> {
  /** One of its functions, by the name by which it is exported. Arguments and result are copied as by structuredClone. */
  task<K extends TaskName<M>>(
    name: K,
    options?: WorkerTaskOptions,
  ): WorkerTask<TaskArguments<M, K>, TaskResult<M, K>>;
}

/**
 * Names a module whose functions run in the workers of a server, so that calculations that take long do not stall its devices:
 *
 * ```ts
 * const analysis = workerModule<typeof import("./analysis.ts")>(new URL("./analysis.ts", import.meta.url));
 * const PEAKS = analysis.task("findPeaks");
 *
 * class Digitizer extends Device {
 *   @command({ dtypeIn: "DevDouble", dtypeOut: "DevVarDoubleArray", worker: PEAKS })
 *   peaks(threshold: number) {
 *     return [this.#wave, threshold] as const;   // the arguments of findPeaks
 *   }
 *   @attribute({ dtype: "DevDouble" }) async width() {
 *     return await this.runInWorker(analysis.task("width"), this.#wave);
 *   }
 * }
 * ```
 * Throws a TypeError for what is no URL of a module. Nothing is loaded before it is needed.
 */
export function workerModule<M extends object>(module: URL): WorkerModule<M> {
  if (!(module instanceof URL)) {
    throw new TypeError(
      `workerModule() wants new URL("./analysis.js", import.meta.url) or the like, not ${inspect(module)}`,
    );
  }
  return { task: (name, options = {}) => ({ module, name, options }) };
}

/** Throws a TypeError for what is no task; `what` is where it stands. */
export function checkWorkerTask(what: string, task: unknown): void {
  const { module, name } = (task ?? {}) as Partial<WorkerTask>;
  if (module instanceof URL && typeof name === "string") return;
  throw new TypeError(`${what}: workerModule(new URL(...)).task("...") is wanted, not ${inspect(task)}`);
}
