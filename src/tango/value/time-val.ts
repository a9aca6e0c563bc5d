import type { TimeVal as WireTimeVal } from "../idl/time-val.ts";

/** A moment as Tango has it: finer than a Date, which ends at milliseconds. */
export class TimeVal {
  /** Seconds since 1970 (UTC). */
  readonly tvSec: number;
  /** Microseconds within the second. */
  readonly tvUsec: number;
  /** Nanoseconds within the microsecond; 0 from servers before Tango 10. */
  readonly tvNsec: number;

  constructor(tvSec: number, tvUsec = 0, tvNsec = 0) {
    this.tvSec = tvSec;
    this.tvUsec = tvUsec;
    this.tvNsec = tvNsec;
  }

  /** The moment of a Date: no finer than a millisecond. */
  static fromDate(date: Date): TimeVal {
    const milliseconds = date.getTime();
    const seconds = Math.floor(milliseconds / 1000);
    return new TimeVal(seconds, (milliseconds - seconds * 1000) * 1000);
  }

  /** The time of this machine, as fine as the platform tells it: to the nanosecond, or to the millisecond after the clock was set anew. */
  static now(): TimeVal {
    const { timeOrigin } = performance;
    const elapsed = performance.now();
    const wall = Date.now();
    // Both clocks go at the same rate, but only one of them is set.
    if (Math.abs(timeOrigin + elapsed - wall) > 2) return TimeVal.fromDate(new Date(wall));
    const originSeconds = Math.floor(timeOrigin / 1000);
    // The seconds apart, so that what is left is small enough to have nanoseconds.
    const milliseconds = timeOrigin - originSeconds * 1000 + elapsed;
    const seconds = Math.floor(milliseconds / 1000);
    const nanoseconds = Math.floor((milliseconds - seconds * 1000) * 1_000_000);
    const microseconds = Math.floor(nanoseconds / 1000);
    return new TimeVal(originSeconds + seconds, microseconds, nanoseconds - microseconds * 1000);
  }

  /** The moment to the millisecond. */
  toDate(): Date {
    return new Date(Math.floor(this.toMilliseconds()));
  }

  /** Milliseconds since 1970 (UTC), with microseconds behind the point. */
  toMilliseconds(): number {
    return this.tvSec * 1000 + this.tvUsec / 1000;
  }

  /** Nanoseconds since 1970 (UTC), exactly. */
  toNanoseconds(): bigint {
    return BigInt(this.tvSec) * 1_000_000_000n + BigInt(this.tvUsec) * 1000n + BigInt(this.tvNsec);
  }

  /** As a Date prints, with microseconds: `2026-11-23T00:06:17.123456Z`; with nanoseconds where there are any. */
  toISOString(): string {
    const seconds = new Date(this.tvSec * 1000).toISOString().slice(0, -5);
    const nanoseconds = this.tvNsec === 0 ? "" : String(this.tvNsec).padStart(3, "0");
    return `${seconds}.${String(this.tvUsec).padStart(6, "0")}${nanoseconds}Z`;
  }

  /** As `toISOString`. */
  toJSON(): string {
    return this.toISOString();
  }

  /** As `toISOString`. */
  toString(): string {
    return this.toISOString();
  }
}

/** The moment in a TimeVal of the wire. */
export function timeFromWire({ tv_sec, tv_usec, tv_nsec }: WireTimeVal): TimeVal {
  return new TimeVal(tv_sec, tv_usec, tv_nsec);
}
