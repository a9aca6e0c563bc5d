import { availableParallelism } from "node:os";
import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import { refusePosting } from "../../iiop/refuse-posting.ts";
import { abortable } from "./abortable.ts";
import type { ErrorTransfer } from "./error-transfer.ts";
import { PoolBrokenError } from "./pool-broken-error.ts";
import { PoolClosedError } from "./pool-closed-error.ts";
import type { CalledTask } from "./pool-message.ts";
import { type PoolOptions, type PoolSettings, poolSettings } from "./pool-options.ts";
import { PoolQueueFullError } from "./pool-queue-full-error.ts";
import type { PoolStatistics } from "./pool-statistics.ts";
import { PoolTask, type TaskOptions } from "./pool-task.ts";
import { PooledWorker } from "./pooled-worker.ts";
import { startProcess } from "./process-worker.ts";
import { mapInputs } from "./task-mapping.ts";
import type { TaskArguments, TaskInput, TaskName, TaskResult } from "./task-module.ts";
import { startThread } from "./thread-worker.ts";
import type { WorkerSettings } from "./worker-link.ts";

/** What `map` gives, and how far ahead it works. `timeoutMs` is that of each task; `transfer` there is none. */
export interface MapOptions extends Pick<TaskOptions, "signal" | "timeoutMs"> {
  /** Whether results come in the order of the inputs, else as they are ready. true unless given. */
  readonly ordered?: boolean;
  /** How many inputs are taken ahead of the results that were taken. Twice the size of the pool unless given. */
  readonly window?: number;
}

/** How long `close` waits for the tasks: as long as they take unless given. */
export interface CloseOptions {
  /** After that, in milliseconds, the pool is destroyed. */
  readonly timeoutMs?: number;
  /** Aborting it destroys the pool. */
  readonly signal?: AbortSignal;
}

/**
 * Workers, threads or processes, that run the functions of a module. `M` is the type of that module. What a worker needs to be
 * started, and which errors can come back whole, is for those to say who extend it.
 */
export class WorkerPool<M extends object> implements AsyncDisposable {
  readonly #settings: PoolSettings;
  readonly #workerSettings: WorkerSettings;
  readonly #initializer: CalledTask | null;
  readonly #errors: ErrorTransfer;
  readonly #workers = new Set<PooledWorker>();
  /** In the order in which they were submitted. */
  readonly #waiting = new Set<PoolTask>();
  /** Those who wait for room, for workers, or for the end. */
  readonly #onChange = new Set<() => void>();
  #lastId = 0;
  /** How many workers there shall be though nothing waits for them. */
  #leastWorkers = 0;
  /** Those to whom `room()` gave a place in this turn, which they may not have taken yet. */
  #placesGiven = 0;
  #closed: Promise<void> | undefined;
  #destroyed = false;
  #broken: PoolBrokenError | undefined;
  #failedStarts = 0;
  #pause: NodeJS.Timeout | undefined;
  #done = 0;
  #failed = 0;
  #replaced = 0;

  /** Throws a TypeError or RangeError for a module or options that are not possible. Starts nothing yet. */
  constructor(
    module: URL | string,
    options: PoolOptions<M> & { readonly workerUrl: URL },
    errors: ErrorTransfer,
  ) {
    const { initializer, env, execArgv, resourceLimits, workerUrl } = options;
    this.#settings = poolSettings(options, availableParallelism());
    this.#workerSettings = { entry: workerUrl, module: moduleUrl(module), env, execArgv, resourceLimits };
    const [name, ...args] = initializer ?? [];
    this.#initializer = name === undefined ? null : { name, args };
    this.#errors = errors;
    refusePosting(this, () => "a pool belongs to one thread: submit its tasks there");
  }

  /**
   * Runs a function of the module in a worker that is free, or the next to be. Arguments and result are copied as by structuredClone; a
   * DeviceProxy goes as its handle (`toHandle`). Rejects with what the task throws, with a WorkerDiedError where its worker dies,
   * a PoolQueueFullError where too many wait, a PoolClosedError, or a PoolBrokenError.
   */
  submit<K extends TaskName<M>>(name: K, ...args: TaskArguments<M, K>): Promise<TaskResult<M, K>> {
    return this.submitWith({}, name, ...args);
  }

  /** As `submit`, with a signal, a time limit, or memory to be moved. */
  submitWith<K extends TaskName<M>>(
    options: TaskOptions,
    name: K,
    ...args: TaskArguments<M, K>
  ): Promise<TaskResult<M, K>> {
    const task = this.#task(name, args, options);
    this.#enqueue(task, this.#settings.maxQueued);
    return task.promise as Promise<TaskResult<M, K>>;
  }

  /**
   * Runs a function of one argument for each input, as many at a time as there are workers, and gives the results to iterate over. Inputs are
   * taken as results are taken, so they may be endless. The first failure ends the loop; leaving it aborts what still runs.
   */
  map<K extends TaskName<M>>(
    name: K,
    inputs: Iterable<TaskInput<M, K>> | AsyncIterable<TaskInput<M, K>>,
    options: MapOptions = {},
  ): AsyncGenerator<TaskResult<M, K>, void, undefined> {
    const { ordered = true, window = 2 * this.#settings.size, signal, timeoutMs = 0 } = options;
    if (!(Number.isInteger(window) && window > 0))
      throw new RangeError(`window is a number from 1, not ${window}`);
    const run = (input: TaskInput<M, K>, over: AbortSignal) => {
      const task = this.#task(name, [input], { signal: over, timeoutMs });
      // Its window is the bound of what waits.
      this.#enqueue(task, Number.POSITIVE_INFINITY);
      return task.promise as Promise<TaskResult<M, K>>;
    };
    return mapInputs(inputs, { run, window, ordered, signal });
  }

  /** Starts all workers now, which else the first tasks do. Resolves when all are ready; rejects as a task would. */
  async start(options: { readonly signal?: AbortSignal } = {}): Promise<void> {
    this.#leastWorkers = this.#settings.size;
    this.#startWorkers();
    await this.#until(() => {
      this.#throwIfOver("start()");
      // One that is ending is none, though it counts until it has ended.
      return this.#count("idle") + this.#count("busy") >= this.#settings.size;
    }, options.signal);
  }

  /**
   * Resolves when one more task can be submitted, first to those who wait for the longest: a place is kept for each of them until the turn of the
   * event loop is over. Rejects with a PoolClosedError, a PoolBrokenError, or where `signal` is aborted.
   */
  room(options: { readonly signal?: AbortSignal } = {}): Promise<void> {
    return this.#until(() => {
      this.#throwIfOver("room()");
      if (this.#unfinished + this.#placesGiven >= this.#settings.size + this.#settings.maxQueued)
        return false;
      this.#placesGiven++;
      setImmediate(() => {
        this.#placesGiven--;
        this.#changed();
      });
      return true;
    }, options.signal);
  }

  /** What it does now, and what it has done. */
  get statistics(): PoolStatistics {
    return {
      waiting: this.#waiting.size,
      running: this.#count("busy"),
      done: this.#done,
      failed: this.#failed,
      replaced: this.#replaced,
      workers: [...this.#workers].map(({ name, state, tasksRun }) => ({ name, state, tasksRun })),
    };
  }

  /**
   * Takes no more tasks, waits for those it has, and ends its workers: each closes its ORB context first. Resolves when they have
   * ended. Every call joins the first.
   */
  close(options: CloseOptions = {}): Promise<void> {
    this.#closed ??= this.#drain(options);
    // Who waits for workers or for room waits for nothing: it may be that no worker is there, or will be, whose end would tell.
    this.#changed();
    return this.#closed;
  }

  /** Terminates all workers at once: their tasks, and those that wait, reject with a PoolClosedError. Resolves when they have ended. */
  destroy(): Promise<void> {
    this.#destroyed = true;
    const destroyed = this.#destroyAll();
    this.#closed ??= destroyed;
    return destroyed;
  }

  /** As `close()`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #destroyAll(): Promise<void> {
    clearTimeout(this.#pause);
    const closed = (task: PoolTask) => new PoolClosedError(`the task ${task.name} was not finished`);
    for (const task of this.#waiting) this.#drop(task, closed(task));
    await Promise.all([...this.#workers].map((worker) => worker.destroy(closed)));
    this.#changed();
  }

  async #drain({ timeoutMs, signal }: CloseOptions): Promise<void> {
    const limits = [
      ...(signal === undefined ? [] : [signal]),
      ...(timeoutMs === undefined ? [] : [AbortSignal.timeout(timeoutMs)]),
    ];
    // A signal with a timer of its own would not keep the process alive, but the tasks do.
    const limit = limits.length === 0 ? undefined : AbortSignal.any(limits);
    try {
      await this.#until(() => this.#destroyed || this.#unfinished === 0, limit);
    } catch {
      return this.destroy(); // what it waited for took too long
    }
    clearTimeout(this.#pause);
    await Promise.all([...this.#workers].map((worker) => worker.end()));
  }

  /** How many tasks wait or run; also those that run on though nobody wants them. */
  get #unfinished(): number {
    return this.#waiting.size + this.#count("busy");
  }

  #task(name: string, args: readonly unknown[], options: TaskOptions): PoolTask {
    return new PoolTask({ id: ++this.#lastId, name, args }, options, (succeeded) => {
      if (succeeded) this.#done++;
      else this.#failed++;
    });
  }

  #enqueue(task: PoolTask, maxQueued: number): void {
    try {
      this.#throwIfOver(`the task ${task.name} is not run`);
    } catch (error) {
      return task.fail(error as Error);
    }
    if (task.isSettled) return;
    if (this.#unfinished >= this.#settings.size + maxQueued) {
      const [oldest] = this.#waiting;
      const dropped = this.#settings.whenFull === "drop-oldest" ? (oldest ?? task) : task;
      this.#drop(dropped, new PoolQueueFullError(dropped.name, this.#waiting.size));
      if (dropped === task) return;
    }
    task.onAbort = (reason) => {
      this.#drop(task, reason);
      this.#changed();
    };
    this.#waiting.add(task);
    this.#distribute();
  }

  #drop(task: PoolTask, reason: Error): void {
    this.#waiting.delete(task);
    task.fail(reason);
  }

  /** Gives what waits to those who are idle, and starts workers for the rest. */
  #distribute(): void {
    for (const worker of this.#workers) {
      while (worker.state === "idle" && this.#waiting.size > 0) {
        const [task] = this.#waiting as Iterable<PoolTask> as [PoolTask];
        this.#waiting.delete(task);
        worker.run(task);
      }
    }
    this.#startWorkers();
    this.#changed();
  }

  /** Starts a worker for each task that waits, and those that there shall be; after a failure one at a time is tried. */
  #startWorkers(): void {
    if (this.#pause !== undefined || this.#broken !== undefined || this.#destroyed) return;
    const atOnce = this.#failedStarts > 0 ? 1 : this.#settings.size;
    while (this.#workers.size < this.#settings.size && this.#count("starting") < atOnce) {
      const least = this.#closed === undefined ? this.#leastWorkers : 0;
      const lacking = this.#count("starting") < this.#waiting.size || this.#workers.size < least;
      if (!lacking || !this.#startWorker()) return;
    }
  }

  #startWorker(): boolean {
    const { kind } = this.#settings;
    const start = {
      with: kind === "process" ? startProcess : startThread,
      settings: this.#workerSettings,
      initializer: this.#initializer,
    };
    const attempt = this.#failedStarts;
    try {
      const worker = new PooledWorker(start, this.#errors, this.#settings, {
        onIdle: () => {
          this.#failedStarts = 0;
          this.#distribute();
        },
        onEnded: (ended, failure) => this.#onEnded(ended, failure, attempt),
      });
      this.#workers.add(worker);
      return true;
    } catch (error) {
      // Nothing that another attempt would change: no loader for TypeScript, an option that Node does not know.
      this.#break(error as Error);
      return false;
    }
  }

  #onEnded(worker: PooledWorker, failure: Error | null, attempt: number): void {
    this.#workers.delete(worker);
    if (this.#destroyed) return this.#changed();
    // Of workers that were started together one counts.
    if (failure !== null && attempt === this.#failedStarts) {
      this.#failedStarts++;
      if (this.#failedStarts >= this.#settings.maxFailedStarts) return this.#break(failure);
      clearTimeout(this.#pause);
      this.#pause = setTimeout(
        () => {
          this.#pause = undefined;
          this.#distribute();
        },
        FIRST_PAUSE_MS * 2 ** attempt,
      );
    } else if (failure === null && this.#closed === undefined) this.#replaced++;
    this.#distribute();
  }

  #break(cause: Error): void {
    this.#broken = new PoolBrokenError(this.#failedStarts, cause);
    for (const task of this.#waiting) this.#drop(task, this.#broken);
    this.#changed();
  }

  #throwIfOver(what: string): void {
    if (this.#closed !== undefined) throw new PoolClosedError(what);
    if (this.#broken !== undefined) throw this.#broken;
  }

  #count(state: PooledWorker["state"]): number {
    let count = 0;
    for (const worker of this.#workers) if (worker.state === state) count++;
    return count;
  }

  /** Resolves when `holds` gives true; rejects with what it throws. */
  #until(holds: () => boolean, signal: AbortSignal | undefined): Promise<void> {
    return abortable(signal, (resolve, reject) => {
      const check = () => {
        try {
          if (holds()) resolve();
        } catch (error) {
          reject(error);
        }
      };
      this.#onChange.add(check);
      check();
      return () => this.#onChange.delete(check);
    });
  }

  #changed(): void {
    for (const check of this.#onChange) check();
  }
}

/** Throws a TypeError for what names no file. */
function moduleUrl(module: URL | string): URL {
  if (module instanceof URL) return module;
  if (isAbsolute(module)) return pathToFileURL(module);
  if (URL.canParse(module)) return new URL(module);
  throw new TypeError(
    `the module of a pool's tasks is a URL or an absolute path, not ${module}: new URL("./tasks.js", import.meta.url)`,
  );
}

/** How long it waits after the first failed start; it doubles with each. */
const FIRST_PAUSE_MS = 100;
