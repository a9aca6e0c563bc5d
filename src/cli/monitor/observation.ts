import type { AttributeInfoEx, DevError, DeviceAttribute, TimeVal } from "../../index.ts";
import { describeReading, NO_VALUE, readingData } from "../reading-description.ts";
import { printable } from "../value-text.ts";
import { oneLineValue } from "./one-line-value.ts";

/** What one event, or one reading, tells of what is monitored. */
export interface Observation {
  /** When it was so: the time of the value, or that at which the event came. */
  readonly time: TimeVal;
  /** Why there is nothing else, the root cause first; empty where there is. */
  readonly errors: readonly DevError[];
  /** "ATTR_VALID" and so on; empty for what has none. */
  readonly quality: string;
  /** A number to draw beside those before it, or numbers to draw themselves; null for neither. */
  readonly numbers: number | ArrayLike<number | bigint> | null;
  /** For people, in one line: lists are cut after about so many characters. Made when asked for, since few of many events are looked at. */
  text(width: number): string;
  /** For `--json`. */
  data(): Readonly<Record<string, unknown>>;
}

/** What a reading that came at a time tells, or why it failed. `config` is undefined where it is not known. */
export function readingObservation(
  reading: DeviceAttribute,
  config: AttributeInfoEx | undefined,
  received: TimeVal,
): Observation {
  if (reading.hasFailed) return failedObservation(reading.errors, received);
  const { time, quality, value } = reading;
  const { type, unit, enumLabels } = describeReading(reading, config);
  const suffix = unit === "" ? "" : ` ${printable(unit)}`;
  return {
    time,
    errors: [],
    quality,
    numbers: numbersOf(value, reading.dataFormat),
    text: (width) => {
      if (value === null) return NO_VALUE;
      return oneLineValue(value, { type, enumLabels, width: width - suffix.length }) + suffix;
    },
    data: () => readingData(reading, config),
  };
}

/** Errors in place of an observation. */
export function failedObservation(errors: readonly DevError[], time: TimeVal): Observation {
  return {
    time,
    errors,
    quality: "",
    numbers: null,
    text: () => "",
    data: () => ({ errors }),
  };
}

function numbersOf(value: unknown, dataFormat: string): Observation["numbers"] {
  // A gap where there is no value, in the line of those that were there.
  if (value === null) return dataFormat === "SCALAR" ? Number.NaN : null;
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean")
    return Number(value);
  const isNumeric = ArrayBuffer.isView(value) && !(value instanceof DataView);
  return isNumeric ? (value as unknown as ArrayLike<number | bigint>) : null;
}
