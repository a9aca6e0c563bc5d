import { describeArgument } from "../error/wrong-argument.ts";
import type { DevSource } from "../idl/enums.ts";
import { isTime } from "./call-deadline.ts";

/** A time limit in milliseconds, 0 for one without end. Throws a RangeError for what is no time. */
export function checkedTimeout(timeoutMs: number): number {
  if (!isTime(timeoutMs)) {
    const given = describeArgument(timeoutMs as unknown);
    throw new RangeError(`a time limit is a number of milliseconds from 0 on, not ${given}`);
  }
  return timeoutMs === Number.POSITIVE_INFINITY ? 0 : timeoutMs;
}

/** A source of readings as it is. Throws a TypeError for what is none. */
export function checkedSource(source: DevSource): DevSource {
  if ((SOURCES as readonly unknown[]).includes(source)) return source;
  throw new TypeError(`a source is ${SOURCES.join(", ")}, not ${describeArgument(source as unknown)}`);
}

const SOURCES: readonly DevSource[] = ["DEV", "CACHE", "CACHE_DEV"];
