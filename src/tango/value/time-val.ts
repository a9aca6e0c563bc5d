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

  /** The time of this machine, to the millisecond. */
  static now(): TimeVal {
    return TimeVal.fromDate(new Date());
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
