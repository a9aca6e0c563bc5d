import type { SignalSettings } from "./signal-settings.ts";

/**
 * The data that a TangoTest shows from one step of its data generator to the next. A value is made when it is first asked for and then
 * stays: a step that nobody reads costs nothing.
 */
export class Generation {
  /** Counted from 0, when the device was made. */
  readonly step: number;
  /** As they were when the step came. */
  readonly settings: SignalSettings;
  readonly #random: () => number;
  readonly #values = new Map<string, unknown>();

  /** `random` gives numbers from 0 to below 1. */
  constructor(step: number, settings: SignalSettings, random: () => number) {
    this.step = step;
    this.settings = settings;
    this.#random = random;
  }

  /** The value under this name; `make` makes it the first time. */
  value<T>(name: string, make: (generation: Generation) => T): T {
    if (!this.#values.has(name)) this.#values.set(name, make(this));
    return this.#values.get(name) as T;
  }

  /** A random integer from 0 to below `limit`; 0 for limits up to 1. Beyond 2^31 none is reached, as in C++. */
  randomBelow(limit: number): number {
    return limit > 1 ? Math.floor(this.#random() * Math.min(Math.floor(limit), 2 ** 31)) : 0;
  }

  /** A sine that takes 360 steps. */
  sine(amplitude: number): number {
    return amplitude * Math.sin(DEGREE * (this.step % 360));
  }

  /** The sines along the spectrum `wave`: it moves by one element with each step. */
  wave(length: number): Float64Array {
    const { ampli, freq } = this.settings;
    const phase = this.step % 360;
    return Float64Array.from({ length }, (_, i) => ampli * Math.sin(freq * DEGREE * (i + phase)));
  }
}

/** In radians; as precise as the C++ TangoTest has it. */
// biome-ignore lint/suspicious/noApproximativeNumericConstant: what clients see follows from it
const DEGREE = 3.14159 / 180;
