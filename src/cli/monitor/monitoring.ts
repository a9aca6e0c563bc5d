import type { DevError } from "../../index.ts";
import { isForGood } from "./event-failure.ts";
import type { MonitorDisplay } from "./monitor-display.ts";
import type { Observation } from "./observation.ts";

/** One of those monitored failed, and no use is seen in waiting. */
export interface MonitorFailure {
  readonly index: number;
  readonly error: unknown;
}

/** What a monitoring needs. */
export interface MonitoringOptions {
  /** How many are monitored. */
  readonly size: number;
  /** After how many events it ends, those that tell of errors not counted; Infinity for none. */
  readonly count: number;
  readonly display: MonitorDisplay;
  /** Makes an error of what an event tells. */
  toError(errors: readonly DevError[]): unknown;
}

/** Passes on what comes, until enough has come or nothing can come any more. */
export class Monitoring {
  readonly #options: MonitoringOptions;
  readonly #over = new AbortController();
  #count = 0;
  /** By their index those of which nothing has come but failures for good. */
  readonly #failed = new Map<number, unknown>();
  readonly #delivered = new Set<number>();

  constructor(options: MonitoringOptions) {
    this.#options = options;
  }

  /** Aborted at the end. */
  get signal(): AbortSignal {
    return this.#over.signal;
  }

  /** Why it ended, if nothing could come any more: one failure for each; else empty. */
  get failures(): readonly MonitorFailure[] {
    if (!this.#hasFailed) return [];
    return [...this.#failed].sort(([a], [b]) => a - b).map(([index, error]) => ({ index, error }));
  }

  /** Takes an event of the one at this place. */
  take(index: number, observation: Observation): void {
    if (this.signal.aborted) return;
    const { display, count, toError } = this.#options;
    display.show(index, observation);
    const { errors } = observation;
    if (errors.length === 0) {
      this.#delivered.add(index);
      this.#failed.delete(index);
      if (++this.#count >= count) this.end();
    } else if (isForGood(errors)) this.#fail(index, toError(errors));
    else this.#failed.delete(index);
  }

  /** The one at this place cannot be monitored; `observation` says so too. */
  fail(index: number, error: unknown, observation: Observation): void {
    if (this.signal.aborted) return;
    this.#options.display.show(index, observation);
    this.#fail(index, error);
  }

  /** Ends it. */
  end(): void {
    this.#over.abort();
  }

  /** Resolves at the end. */
  async finished(): Promise<void> {
    if (this.signal.aborted) return;
    await new Promise((resolve) => this.signal.addEventListener("abort", resolve, { once: true }));
  }

  get #hasFailed(): boolean {
    return this.#failed.size === this.#options.size;
  }

  #fail(index: number, error: unknown): void {
    // What was there may come back, as an attribute of a device that is made anew.
    if (this.#delivered.has(index)) return;
    this.#failed.set(index, error);
    if (this.#hasFailed) this.end();
  }
}
