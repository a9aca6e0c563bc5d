import type { AnyEventData } from "../../src/tango/client/device-events.ts";

/**
 * What a subscriber was given of serial numbers, which are pushed one after the other, and what of it is wrong: a number that came twice or
 * too late, and a gap before which no error event was.
 */
export class SerialLog {
  readonly name: string;
  /** What is wrong, in words. */
  readonly problems: string[] = [];
  /** Numbers that were pushed and came. */
  received = 0;
  /** Values that were read: those between two numbers. */
  readings = 0;
  /** How often numbers were missing, and an error event had said so. */
  gaps = 0;
  /** The reasons of the error events, each with the reasons below it, how often each came. */
  readonly errors = new Map<string, number>();
  /** When a pushed number came last, in the time of `performance.now()`. */
  lastAt = 0;
  #last: number | null = null;
  #isGapTold = true;
  readonly #waiting = new Set<() => void>();

  constructor(name: string) {
    this.name = name;
  }

  /** The last number that was pushed and came. */
  get last(): number {
    return this.#last ?? 0;
  }

  /** Takes an event. */
  readonly note = (event: AnyEventData): void => {
    if (event.err) this.fail(event.errors.map(({ reason }) => reason));
    else {
      const serial = serialOf(event);
      if (serial !== null) this.take(serial);
    }
  };

  /** Takes the reasons of an error event. */
  fail(reasons: readonly string[]): void {
    const text = reasons.join(" ");
    this.errors.set(text, (this.errors.get(text) ?? 0) + 1);
    this.#isGapTold = true;
    this.#look();
  }

  /** Takes a number that was pushed, or between two of them one that was read. */
  take(serial: number): void {
    this.#check(serial);
    this.#look();
  }

  #check(serial: number): void {
    const last = this.#last;
    if (!Number.isInteger(serial)) {
      this.readings++;
      if (last !== null && serial < last)
        this.problems.push(`${this.name}: ${serial} was read after ${last}`);
      return;
    }
    if (last !== null && serial <= last) this.problems.push(`${this.name}: ${serial} after ${last}`);
    if (last !== null && serial > last + 1) {
      if (this.#isGapTold) this.gaps++;
      else this.problems.push(`${this.name}: ${serial} after ${last}, and nothing said so`);
    }
    this.received++;
    this.#last = serial;
    this.#isGapTold = false;
    this.lastAt = performance.now();
  }

  #look(): void {
    for (const look of this.#waiting) look();
  }

  /** Resolves when `condition` holds, which is looked at after each event. */
  until(condition: (log: this) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!condition(this)) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** Resolves when `count` more numbers have come. */
  more(count = 1): Promise<void> {
    const enough = this.received + count;
    return this.until(({ received }) => received >= enough);
  }

  /** Resolves when an error event comes whose first reason is this. */
  untilFailed(reason: string): Promise<void> {
    const before = this.#count(reason);
    return this.until(() => this.#count(reason) > before);
  }

  /** All of it, so that it can be sent from one process to another. */
  summary(): SerialSummary {
    const { name, problems, received, readings, gaps, errors, last } = this;
    return { name, problems, received, readings, gaps, errors, last };
  }

  #count(reason: string): number {
    let sum = 0;
    for (const [text, count] of this.errors) if (text.split(" ", 1)[0] === reason) sum += count;
    return sum;
  }
}

/** What a SerialLog knows. */
export type SerialSummary = Pick<
  SerialLog,
  "name" | "problems" | "received" | "readings" | "gaps" | "errors" | "last"
>;

/** null for what has none: configurations, interfaces, and the first event in mode Async. */
function serialOf(event: AnyEventData): number | null {
  switch (event.event) {
    case "data_ready":
      return event.ctr;
    case "pipe":
      return (event.pipeValue?.blob.elements[0]?.value ?? null) as number | null;
    case "intr_change":
    case "attr_conf":
      return null;
    default: {
      const value = (event.attrValue?.value ?? null) as number | Float64Array | null;
      return value instanceof Float64Array ? value[0]! : value;
    }
  }
}
