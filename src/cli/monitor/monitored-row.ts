import type { Observation } from "./observation.ts";
import { RateMeter } from "./rate-meter.ts";
import { condensed, sparkline } from "./sparkline.ts";

/** What is known of one attribute, or whatever else is monitored: what came last, how often something came, and the way it went. */
export class MonitoredRow {
  /** As it was written on the command line. */
  readonly name: string;
  readonly #rate: RateMeter;
  #last: Observation | null = null;
  #count = 0;
  /** The numbers that came, the newest last. */
  #track: number[] = [];

  /** `now` is a clock in milliseconds that never goes back. */
  constructor(name: string, now: () => number) {
    this.name = name;
    this.#rate = new RateMeter(now);
  }

  /** What came last; null before the first. */
  get last(): Observation | null {
    return this.#last;
  }

  /** How many came, without errors. */
  get count(): number {
    return this.#count;
  }

  /** Takes what has come. */
  take(observation: Observation): void {
    this.#last = observation;
    const { numbers, errors } = observation;
    if (errors.length === 0) {
      this.#count++;
      this.#rate.count();
    }
    if (typeof numbers === "number") this.#remember(numbers);
    // A gap shows that there was something else in between.
    else if (this.#track.length > 0 && !Number.isNaN(this.#track.at(-1))) this.#remember(Number.NaN);
  }

  /** How many came each second, lately. */
  perSecond(): number {
    return this.#rate.perSecond();
  }

  /** The last numbers as a line, of a list of numbers the list itself; empty where there are none. */
  trend(width: number): string {
    const numbers = this.#last?.numbers ?? null;
    if (numbers !== null && typeof numbers !== "number") return sparkline(condensed(numbers, width));
    return this.#track.length < 2 ? "" : sparkline(this.#track.slice(-width));
  }

  #remember(value: number): void {
    this.#track.push(value);
    if (this.#track.length >= 2 * TRACK) this.#track = this.#track.slice(-TRACK);
  }
}

/** More than a column of any width shows. */
const TRACK = 64;
