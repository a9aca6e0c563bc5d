/** How long the calls of one command took, in milliseconds. */
export interface CommandTiming {
  readonly name: string;
  readonly calls: number;
  readonly total: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** Measures commands, for the attributes Timing_*. A change is measured until it is safe. */
export class CommandTimings {
  readonly #timings: Map<string, CommandTiming>;
  readonly #now: () => number;

  /** `now` gives a time in milliseconds that only moves forward. */
  constructor(names: readonly string[], now: () => number = () => performance.now()) {
    this.#now = now;
    this.#timings = new Map(names.toSorted().map((name) => [name, { name, ...NOTHING }]));
  }

  /** The commands that are measured, by name, in order. */
  all(): readonly CommandTiming[] {
    return [...this.#timings.values()];
  }

  /** Forgets what was measured. */
  reset(): void {
    for (const name of this.#timings.keys()) this.#timings.set(name, { name, ...NOTHING });
  }

  /** Runs a command, and measures it where that is wanted; one that fails is not counted, as in the real database. */
  measure<T>(name: string, run: () => T | Promise<T>): T | Promise<T> {
    if (!this.#timings.has(name)) return run();
    const start = this.#now();
    const result = run();
    if (!(result instanceof Promise)) {
      this.#add(name, this.#now() - start);
      return result;
    }
    return result.then((value) => {
      this.#add(name, this.#now() - start);
      return value;
    });
  }

  #add(name: string, elapsed: number): void {
    const { calls, total, minimum, maximum } = this.#timings.get(name)!;
    this.#timings.set(name, {
      name,
      calls: calls + 1,
      total: total + elapsed,
      minimum: calls === 0 ? elapsed : Math.min(minimum, elapsed),
      maximum: Math.max(maximum, elapsed),
    });
  }
}

/** The mean; 0 where there were no calls. */
export function averageOf({ calls, total }: CommandTiming): number {
  return calls === 0 ? 0 : total / calls;
}

const NOTHING = { calls: 0, total: 0, minimum: 0, maximum: 0 };
