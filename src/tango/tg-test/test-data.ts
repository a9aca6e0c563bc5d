import { Generation } from "./generation.ts";
import { INITIAL_SETTINGS, type SignalSettings } from "./signal-settings.ts";

/** What TestData may be given, for tests. */
export interface TestDataOptions {
  /** Milliseconds, from any beginning; the monotonic clock unless given. */
  readonly now?: () => number;
  /** Numbers from 0 to below 1; Math.random unless given. */
  readonly random?: () => number;
}

/** A device whose attributes show TestData. */
export interface TestedDevice {
  readonly data: TestData;
}

/**
 * The data of a TangoTest device: what was written, and what its data generator makes of it. That is no thread or timer as in C++: at which
 * step it is follows from the time at which somebody looks, so that a device that nobody reads does nothing.
 */
export class TestData {
  readonly #now: () => number;
  readonly #random: () => number;
  readonly #stored = new Map<string, unknown>();
  #settings = INITIAL_SETTINGS;
  #generation: Generation;
  /** When the step `#firstStep` came. */
  #startedAt: number;
  #firstStep = 0;
  #periodMs: number | null = null;

  constructor(options: TestDataOptions = {}) {
    this.#now = options.now ?? (() => performance.now());
    this.#random = options.random ?? Math.random;
    this.#startedAt = this.#now();
    this.#generation = new Generation(0, this.#settings, this.#random);
  }

  /**
   * Begins anew, as the command Init does: what was written is forgotten, the steps are counted on. A step comes every `periodMs`
   * milliseconds, with null only by `step()`.
   */
  start(periodMs: number | null): void {
    this.#firstStep = this.generation.step + 1;
    this.#settings = INITIAL_SETTINGS;
    this.#stored.clear();
    this.#periodMs = periodMs === null ? null : Math.max(periodMs, 1);
    this.#startedAt = this.#now();
    this.#generate(this.#firstStep);
  }

  /** The data of the step that has come. */
  get generation(): Generation {
    if (this.#periodMs !== null) {
      const step = this.#firstStep + Math.floor((this.#now() - this.#startedAt) / this.#periodMs);
      if (step !== this.#generation.step) this.#generate(step);
    }
    return this.#generation;
  }

  /** Makes the next step, where time does not. */
  step(): void {
    if (this.#periodMs === null) this.#generate(this.#generation.step + 1);
  }

  /** Sets what the data of the steps to come follow. */
  set(name: keyof SignalSettings, value: number): void {
    // What was generated before follows the old settings, even if it is read only now.
    this.#generation = this.generation;
    this.#settings = { ...this.#settings, [name]: value };
  }

  /** What was stored under this name; `initial` makes what is there before. */
  stored<T>(name: string, initial: () => T): T {
    if (!this.#stored.has(name)) this.#stored.set(name, initial());
    return this.#stored.get(name) as T;
  }

  /** Stores a value under this name, until the next `start`. */
  store(name: string, value: unknown): void {
    this.#stored.set(name, value);
  }

  #generate(step: number): void {
    this.#generation = new Generation(step, this.#settings, this.#random);
  }
}
