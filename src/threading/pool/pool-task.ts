import type { Transferable } from "node:worker_threads";
import { listenForAbort } from "../../iiop/abort-listener.ts";
import { CallAbortedError } from "../../iiop/call-aborted-error.ts";
import { LONGEST_TIMER_MS } from "../../iiop/longest-timer.ts";
import type { CalledTask } from "./pool-message.ts";

/** How a task is run. */
export interface TaskOptions {
  /**
   * Aborting it rejects the task with a CallAbortedError: at once where it waits; where it runs its own signal is aborted
   * (`currentTask().signal`), and a worker that does not end it then is terminated.
   */
  readonly signal?: AbortSignal;
  /**
   * How long it may run once a worker has begun it, in milliseconds; then it rejects with a TaskTimeoutError, and goes the way of an aborted
   * one. 0, which means without end, unless given. How long it waits is for `signal` to say: `AbortSignal.timeout(ms)`.
   */
  readonly timeoutMs?: number;
  /** Memory and ports in the arguments that are moved to the worker, not copied; between processes they are copied. */
  readonly transfer?: readonly Transferable[];
}

/** A task that was submitted, until it is settled. */
export class PoolTask implements CalledTask {
  readonly id: number;
  readonly name: string;
  readonly args: readonly unknown[];
  readonly moved: readonly Transferable[];
  readonly timeoutMs: number;
  readonly promise: Promise<unknown>;
  /** Called when its submitter aborts it. */
  onAbort: (reason: Error) => void = () => undefined;
  readonly #onSettled: (succeeded: boolean) => void;
  #settled = false;
  #resolve: (value: unknown) => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;
  #stopListening: (() => void) | undefined;

  /** Throws a RangeError for a `timeoutMs` that is no time, and a TypeError for what is no signal. */
  constructor(
    { id, name, args }: CalledTask & { readonly id: number },
    options: TaskOptions,
    onSettled: (succeeded: boolean) => void,
  ) {
    const { signal, timeoutMs = 0, transfer = [] } = options;
    if (!(timeoutMs >= 0 && timeoutMs <= LONGEST_TIMER_MS))
      throw new RangeError(`timeoutMs is from 0 to ${LONGEST_TIMER_MS}, not ${timeoutMs}`);
    this.id = id;
    this.name = name;
    this.args = args;
    this.#onSettled = onSettled;
    this.moved = transfer;
    this.timeoutMs = timeoutMs;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    if (signal === undefined) return;
    const abort = () => {
      const reason = new CallAbortedError(`the task ${name}`, signal.reason);
      this.fail(reason);
      this.onAbort(reason);
    };
    this.#stopListening = listenForAbort(signal, abort);
    if (signal.aborted) abort();
  }

  /** Whether its submitter has its outcome, as that it was aborted; its worker may still run it. */
  get isSettled(): boolean {
    return this.#settled;
  }

  /** Its result. Does nothing where it is settled. */
  succeed(value: unknown): void {
    if (this.#settle(true)) this.#resolve(value);
  }

  /** Why there is no result. Does nothing where it is settled. */
  fail(error: Error): void {
    if (this.#settle(false)) this.#reject(error);
  }

  #settle(succeeded: boolean): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    this.#stopListening?.();
    this.#onSettled(succeeded);
    return true;
  }
}
