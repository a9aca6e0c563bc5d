import type { AttributeInfoEx, DeviceAttribute } from "../index.ts";

/** What is shown in place of a value that is not there: the quality says why. */
export const NO_VALUE = "(no value)";

/** What a reading and the configuration of its attribute say together. */
export interface ReadingDescription {
  readonly type: string;
  /** Empty where there is none. */
  readonly unit: string;
  readonly enumLabels: readonly string[];
  readonly isWritable: boolean;
}

/** Describes a reading; undefined for a configuration that is not known. */
export function describeReading(
  reading: DeviceAttribute,
  config: AttributeInfoEx | undefined,
): ReadingDescription {
  return {
    // Of a reading alone an enumeration looks like a short in old releases.
    type: reading.type === "Unknown" ? (config?.dataType ?? "Unknown") : reading.type,
    unit: config === undefined || NO_UNIT.has(config.unit) ? "" : config.unit,
    enumLabels: config?.enumLabels ?? reading.enumLabels,
    isWritable: config !== undefined && config.writable !== "READ",
  };
}

/** A reading that has not failed as `--json` prints it. */
export function readingData(
  reading: DeviceAttribute,
  config: AttributeInfoEx | undefined,
): Readonly<Record<string, unknown>> {
  const { name, dataFormat, value, writeValue, quality, dimX, dimY } = reading;
  const { type, unit, enumLabels, isWritable } = describeReading(reading, config);
  return {
    name,
    type,
    dataFormat,
    value,
    ...(isWritable && { writeValue }),
    unit,
    quality,
    time: reading.time.toISOString(),
    dimX,
    dimY,
    ...(enumLabels.length > 0 && { enumLabels }),
  };
}

/** A quality for people: VALID for ATTR_VALID. */
export function qualityText(quality: string): string {
  return quality.replace("ATTR_", "");
}

const NO_UNIT: ReadonlySet<string> = new Set(["", "No unit", "Not specified"]);
