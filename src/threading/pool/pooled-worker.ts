import type { ErrorTransfer } from "./error-transfer.ts";
import { messageOf } from "./message-of.ts";
import type { CalledTask, FromWorker } from "./pool-message.ts";
import type { PoolTask } from "./pool-task.ts";
import { TaskTimeoutError } from "./task-timeout-error.ts";
import { WorkerDiedError, type WorkerExit } from "./worker-died-error.ts";
import type { StartWorker, WorkerLink, WorkerSettings } from "./worker-link.ts";

/** What a worker does. `ending` it also is while a task that nobody wants any more goes down with it. */
export type WorkerState = "starting" | "idle" | "busy" | "ending" | "ended";

/** What the pool learns of one of its workers. */
export interface PooledWorkerEvents {
  /** It can take a task. */
  onIdle(worker: PooledWorker): void;
  /** It has ended; `failure` is why, where it never was ready. */
  onEnded(worker: PooledWorker, failure: Error | null): void;
}

/** How long a worker may take, in milliseconds. */
export interface WorkerTimes {
  /** From its start until it is ready. */
  readonly startTimeoutMs: number;
  /** From when it is asked to end a task, or itself, until it is terminated. */
  readonly graceMs: number;
}

/** One worker of a pool, from its start to its end. It runs one task at a time. */
export class PooledWorker {
  readonly #link: WorkerLink;
  readonly #errors: ErrorTransfer;
  readonly #events: PooledWorkerEvents;
  readonly #times: WorkerTimes;
  #state: WorkerState = "starting";
  /** Whether its end is no failure: it was ready once, or is not wanted. */
  #mayEnd = false;
  #task: PoolTask | undefined;
  #tasksRun = 0;
  /** Why it could not be made ready. */
  #unusable: Error | undefined;
  /** What it says, or Node, that it dies of. */
  #cause: unknown;
  /** Until it is ready, until its task is over, or until it is terminated: one of them at a time. */
  #timer: NodeJS.Timeout | undefined;
  readonly #ended: Promise<void>;
  #tellEnded: () => void = () => undefined;

  constructor(
    start: {
      readonly with: StartWorker;
      readonly settings: WorkerSettings;
      readonly initializer: CalledTask | null;
    },
    errors: ErrorTransfer,
    times: WorkerTimes,
    events: PooledWorkerEvents,
  ) {
    this.#errors = errors;
    this.#times = times;
    this.#events = events;
    this.#ended = new Promise((resolve) => {
      this.#tellEnded = resolve;
    });
    this.#link = start.with(start.settings, {
      onMessage: (message) => this.#onMessage(message),
      onExit: (exit, cause) => this.#onExit(exit, cause),
    });
    this.#wait(times.startTimeoutMs, () => {
      this.#cause ??= new Error(`it was not ready within ${times.startTimeoutMs} ms`);
      this.#terminate();
    });
    try {
      this.#link.post({ type: "start", module: start.settings.module.href, initializer: start.initializer });
    } catch (cause) {
      this.#cause = new TypeError(`the initializer's arguments cannot be posted: ${messageOf(cause)}`, {
        cause,
      });
      this.#terminate();
    }
  }

  /** What people find it by: `thread 3`, `process 1234`. */
  get name(): string {
    return this.#link.name;
  }

  get state(): WorkerState {
    return this.#state;
  }

  /** How many tasks it has been given. */
  get tasksRun(): number {
    return this.#tasksRun;
  }

  /** Runs a task; it must be idle. false where the arguments cannot be posted: the task has failed, and it is idle still. */
  run(task: PoolTask): boolean {
    const { id, name, args, moved, timeoutMs } = task;
    try {
      this.#link.post({ type: "task", id, name, args }, moved);
    } catch (cause) {
      task.fail(
        new TypeError(`the arguments of the task ${name} cannot be posted: ${messageOf(cause)}`, { cause }),
      );
      return false;
    }
    this.#state = "busy";
    this.#task = task;
    this.#tasksRun++;
    this.#link.hold(true);
    task.onAbort = (reason) => this.#giveUp(task, reason);
    if (timeoutMs > 0) {
      this.#wait(timeoutMs, () => {
        const reason = new TaskTimeoutError(name, timeoutMs);
        task.fail(reason);
        this.#giveUp(task, reason);
      });
    }
    return true;
  }

  /** Asks it to close its ORB context and to end, and terminates it where it does not. Resolves when it has ended. */
  end(): Promise<void> {
    // Also of one that is being given up: another would be waited for, after the end of the pool.
    this.#mayEnd = true;
    if (this.#state !== "ended" && this.#state !== "ending") {
      this.#state = "ending";
      this.#link.hold(true);
      this.#link.post({ type: "end" });
      this.#wait(this.#times.graceMs, () => this.#terminate());
    }
    return this.#ended;
  }

  /** Terminates it. Its task fails for that reason. Resolves when it has ended. */
  destroy(reason: (task: PoolTask) => Error): Promise<void> {
    if (this.#task !== undefined) this.#task.fail(reason(this.#task));
    this.#mayEnd = true;
    this.#terminate();
    return this.#ended;
  }

  #terminate(): void {
    if (this.#state === "ended") return;
    this.#state = "ending";
    clearTimeout(this.#timer);
    this.#link.hold(true);
    this.#link.terminate();
  }

  /** Nobody wants the result any more: the task is told so, and the worker terminated where it does not obey. */
  #giveUp(task: PoolTask, reason: Error): void {
    if (this.#task !== task || this.#state !== "busy") return;
    this.#link.post({ type: "abort", id: task.id, reason: this.#errors.pack(reason) });
    this.#wait(this.#times.graceMs, () => this.#terminate());
  }

  #onMessage(message: FromWorker): void {
    switch (message.type) {
      case "ready":
        return this.#onReady();
      case "unusable":
        this.#unusable = this.#errors.unpack(message.error);
        return;
      case "crash":
        this.#cause = this.#errors.unpack(message.error);
        return;
      case "result":
        this.#task?.succeed(message.value);
        return this.#onTaskEnded();
      case "failure":
        this.#task?.fail(this.#errors.unpack(message.error));
        return this.#onTaskEnded();
    }
  }

  #onReady(): void {
    // One that is being terminated already was not ready in time.
    if (this.#state !== "starting") return;
    this.#mayEnd = true;
    this.#rest();
  }

  #onTaskEnded(): void {
    this.#task = undefined;
    if (this.#state === "busy") this.#rest();
  }

  #rest(): void {
    clearTimeout(this.#timer);
    this.#state = "idle";
    // A pool that was forgotten does not keep the process alive.
    this.#link.hold(false);
    this.#events.onIdle(this);
  }

  #onExit(exit: WorkerExit, cause: unknown): void {
    clearTimeout(this.#timer);
    this.#state = "ended";
    const task = this.#task;
    this.#task = undefined;
    const failure = new WorkerDiedError(this.name, task?.name ?? null, exit, this.#cause ?? cause);
    task?.fail(failure);
    this.#tellEnded();
    this.#events.onEnded(this, this.#mayEnd ? null : (this.#unusable ?? failure));
  }

  #wait(ms: number, then: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(then, ms);
  }
}
