import { listenForAbort } from "../iiop/abort-listener.ts";
import { CallAbortedError } from "../iiop/call-aborted-error.ts";
import { LONGEST_TIMER_MS } from "../iiop/longest-timer.ts";
import { CallFlow, currentCallFlow } from "./call-flow.ts";
import { MonitorQueueFullError } from "./monitor-queue-full-error.ts";
import { MonitorTimeoutError } from "./monitor-timeout-error.ts";
import { runToEnd } from "./run-to-end.ts";

/** Under what work is serialised: a SerializationMonitor, or nothing. */
export interface Monitor {
  /** As SerializationMonitor.run. */
  run<T>(
    holder: string,
    work: () => T | Promise<T>,
    cancellation?: Cancellation,
    timeoutMs?: number,
  ): T | Promise<T>;
}

/** What ends the wait for a monitor: a signal, or what has one, such as an InvocationContext. That is only asked for it to wait. */
export type Cancellation = AbortSignal | { readonly signal: AbortSignal };

/** How a monitor behaves. */
export interface MonitorOptions {
  /** The longest that work waits for it, in milliseconds; Infinity: without end. 3200 unless given, as cppTango. */
  readonly timeoutMs?: number;
  /** How many may wait; one more is refused. 10000 unless given. */
  readonly maxWaiting?: number;
  /** Milliseconds that only grow: what tells how long it has been held. */
  readonly now?: () => number;
  /** Whose work is done under it, where that is always the same: `currentOwner` tells it to that work. */
  readonly owner?: string;
}

/** The monitor of the serialisation model NO_SYNC: all work runs at once. */
export const NO_MONITOR: Monitor = { run: (_holder, work) => work() };

/**
 * Lets one call flow at a time do its work, the others in the order in which they came. A flow that holds it may enter again, however
 * it comes back: directly, by a call of its own server, or through other servers that call back. Flows within the holder are not kept
 * apart from each other, since it may wait for any of them.
 *
 * Work that never ends holds it for ever: what waits times out.
 */
export class SerializationMonitor implements Monitor {
  readonly name: string;
  readonly #timeoutMs: number;
  readonly #maxWaiting: number;
  readonly #now: () => number;
  readonly #workOf: string | undefined;
  /** The flow that took it; it may have ended, when flows within it still hold it. */
  #owner: CallFlow | undefined;
  /** How often it is held: by its owner, and by flows within it. */
  #holds = 0;
  #holder = "";
  #heldSince = 0;
  readonly #waiting = new Set<Waiter>();

  /** Throws a RangeError for a `timeoutMs` that is not more than 0. */
  constructor(name: string, options: MonitorOptions = {}) {
    const { timeoutMs = DEFAULT_TIMEOUT_MS, maxWaiting = DEFAULT_MAX_WAITING } = options;
    if (!(timeoutMs > 0)) throw new RangeError(`timeoutMs must be more than 0, not ${timeoutMs}`);
    this.name = name;
    this.#timeoutMs = timeoutMs;
    this.#maxWaiting = maxWaiting;
    this.#now = options.now ?? monotonic;
    this.#workOf = options.owner;
  }

  /** What holds it; undefined while it is free. */
  get holder(): string | undefined {
    return this.#owner === undefined ? undefined : this.#holder;
  }

  /** How many wait for it. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /**
   * Runs `work` when no other flow holds the monitor. Where it is free, or the current flow holds it, that is at once, and what work gives
   * is returned as it is. Else a promise, which rejects with a MonitorTimeoutError after `timeoutMs` (that of the monitor unless given;
   * Infinity takes no timer), a CallAbortedError where the wait is cancelled, a MonitorQueueFullError where too many wait. `holder` says to
   * people what the work is.
   */
  run<T>(
    holder: string,
    work: () => T | Promise<T>,
    cancellation?: Cancellation,
    timeoutMs: number = this.#timeoutMs,
  ): T | Promise<T> {
    const current = currentCallFlow();
    if (this.#owner === undefined) return this.#perform(this.#take(holder, current), work);
    if (current?.isWithin(this.#owner)) {
      this.#holds++;
      return this.#perform(this.#flowWithin(current), work);
    }
    return this.#performInTurn(holder, work, current, cancellation, timeoutMs);
  }

  async #performInTurn<T>(
    holder: string,
    work: () => T | Promise<T>,
    current: CallFlow | undefined,
    cancellation: Cancellation | undefined,
    timeoutMs: number,
  ): Promise<T> {
    return this.#perform(await this.#turn(holder, current, cancellation, timeoutMs), work);
  }

  /** Runs `work`, for which the monitor is held, in a flow of its own: it may outlive the one around it. */
  #perform<T>(flow: CallFlow, work: () => T | Promise<T>): T | Promise<T> {
    return runToEnd(
      () => flow.run(work),
      () => {
        flow.end();
        this.#release();
      },
    );
  }

  #take(holder: string, parent: CallFlow | undefined): CallFlow {
    const owner = this.#flowWithin(parent);
    this.#owner = owner;
    this.#holds = 1;
    this.#holder = holder;
    this.#heldSince = this.#now();
    return owner;
  }

  #flowWithin(parent: CallFlow | undefined): CallFlow {
    return new CallFlow(parent, parent?.foreign, this.#workOf);
  }

  #release(): void {
    if (--this.#holds > 0) return;
    this.#owner = undefined;
    for (const next of this.#waiting) {
      next.enter(this.#take(next.holder, next.parent));
      return;
    }
  }

  /** Resolves when the monitor has been taken for this waiter. */
  #turn(
    holder: string,
    parent: CallFlow | undefined,
    cancellation: Cancellation | undefined,
    timeoutMs: number,
  ): Promise<CallFlow> {
    if (this.#waiting.size >= this.#maxWaiting) {
      throw new MonitorQueueFullError(this.name, holder, this.#holder, this.#waiting.size);
    }
    const signal = cancellation instanceof AbortSignal ? cancellation : cancellation?.signal;
    if (signal?.aborted) throw new CallAbortedError(holder, signal.reason);
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(waiter);
        clearTimeout(timer);
        stopListening?.();
      };
      const giveUp = (error: Error) => {
        leave();
        reject(error);
      };
      const waiter: Waiter = {
        holder,
        parent,
        enter: (flow) => {
          leave();
          resolve(flow);
        },
      };
      const stopListening =
        signal && listenForAbort(signal, () => giveUp(new CallAbortedError(holder, signal.reason)));
      const timer =
        timeoutMs <= LONGEST_TIMER_MS
          ? setTimeout(() => giveUp(this.#timedOut(holder, timeoutMs)), timeoutMs)
          : undefined;
      this.#waiting.add(waiter);
    });
  }

  #timedOut(waiter: string, timeoutMs: number): MonitorTimeoutError {
    const heldMs = this.#now() - this.#heldSince;
    return new MonitorTimeoutError({
      monitor: this.name,
      waiter,
      timeoutMs,
      holder: this.#holder,
      heldMs,
    });
  }
}

interface Waiter {
  readonly holder: string;
  /** The flow in which it waits. */
  readonly parent: CallFlow | undefined;
  /** The monitor is its own. */
  enter(flow: CallFlow): void;
}

function monotonic(): number {
  return performance.now();
}

/** As cppTango's DEFAULT_TIMEOUT of a monitor. */
const DEFAULT_TIMEOUT_MS = 3200;
const DEFAULT_MAX_WAITING = 10_000;
