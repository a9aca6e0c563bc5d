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

  static fromWire({ tv_sec, tv_usec, tv_nsec }: WireTimeVal): TimeVal {
    return new TimeVal(tv_sec, tv_usec, tv_nsec);
  }

  static fromDate(date: Date): TimeVal {
    const milliseconds = date.getTime();
    const seconds = Math.floor(milliseconds / 1000);
    return new TimeVal(seconds, (milliseconds - seconds * 1000) * 1000);
  }

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

  /** As a Date prints, with microseconds: `2026-11-23T00:06:17.123456Z`. */
  toISOString(): string {
    const seconds = new Date(this.tvSec * 1000).toISOString().slice(0, -5);
    return `${seconds}.${String(this.tvUsec).padStart(6, "0")}Z`;
  }

  toJSON(): string {
    return this.toISOString();
  }

  toString(): string {
    return this.toISOString();
  }

  /** The form on the wire. */
  toWire(): WireTimeVal {
    return { tv_sec: this.tvSec, tv_usec: this.tvUsec, tv_nsec: this.tvNsec };
  }
}
