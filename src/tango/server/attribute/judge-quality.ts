import type { DevEncoded } from "../../idl/data-types.ts";
import { type AlarmKind, NO_ALARMS } from "./alarm-kind.ts";
import type { Attribute } from "./attribute.ts";
import type { AttributeSnapshot, ValuePart } from "./attribute-snapshot.ts";

/**
 * The snapshot with the quality that the limits of its attribute give a valid value: a quality that the device set itself stays. The
 * attribute remembers quality and alarms for the state of the device. `now` is in milliseconds since 1970.
 */
export function judgeQuality(
  attribute: Attribute,
  snapshot: AttributeSnapshot,
  now: number,
): AttributeSnapshot {
  const { read, quality } = snapshot;
  const alarms =
    quality === "ATTR_VALID" && read !== null && attribute.limits.hasAlarm
      ? alarmsOf(attribute, read, now)
      : NO_ALARMS;
  attribute.alarms = alarms;
  if (alarms.length === 0) {
    attribute.quality = quality;
    return snapshot;
  }
  attribute.quality = alarms.some(isWarning) ? "ATTR_WARNING" : "ATTR_ALARM";
  if (alarms.includes("rds")) attribute.quality = "ATTR_ALARM";
  return { ...snapshot, quality: attribute.quality };
}

/** The limits beyond which a value is: warnings are only looked for where there is no alarm (cppTango, Attribute::check_alarm). */
function alarmsOf(attribute: Attribute, read: ValuePart, now: number): readonly AlarmKind[] {
  const { minAlarm, maxAlarm, minWarning, maxWarning } = attribute.limits;
  const elements = comparableElements(attribute, read);
  const alarms: AlarmKind[] = [];
  if (isAnyAtMost(elements, minAlarm)) alarms.push("min alarm");
  if (isAnyAtLeast(elements, maxAlarm)) alarms.push("max alarm");
  if (alarms.length === 0) {
    if (isAnyAtMost(elements, minWarning)) alarms.push("min warning");
    if (isAnyAtLeast(elements, maxWarning)) alarms.push("max warning");
  }
  if (isDifferentFromSet(attribute, read, now)) alarms.push("rds");
  return alarms;
}

function isWarning(alarm: AlarmKind): boolean {
  return alarm === "min warning" || alarm === "max warning";
}

type Comparable = ArrayLike<number | bigint>;
type Limit = number | bigint | undefined;

/** A scalar of type DevFloat is compared as the float that goes to the wire; of a DevEncoded, its bytes are. */
function comparableElements({ definition: { dtype } }: Attribute, { elements }: ValuePart): Comparable {
  if (dtype === "DevEncoded") return (elements[0] as DevEncoded | undefined)?.encoded_data ?? [];
  if (dtype === "DevFloat" && !ArrayBuffer.isView(elements)) return Float32Array.from(elements as number[]);
  return elements as Comparable;
}

function isAnyAtMost(elements: Comparable, limit: Limit): boolean {
  if (limit === undefined) return false;
  for (let i = 0; i < elements.length; i++) if (elements[i]! <= limit) return true;
  return false;
}

function isAnyAtLeast(elements: Comparable, limit: Limit): boolean {
  if (limit === undefined) return false;
  for (let i = 0; i < elements.length; i++) if (elements[i]! >= limit) return true;
  return false;
}

/**
 * Whether what is read has not come within `deltaVal` of what was written `deltaT` ago. (cppTango wrongly also says so of unsigned
 * values of 8 and 16 bits that are read a little above what was set.)
 */
function isDifferentFromSet(attribute: Attribute, read: ValuePart, now: number): boolean {
  const { limits, written, writtenAt, definition } = attribute;
  const { deltaVal, deltaT } = limits;
  if (definition.access !== "READ_WRITE" || written === null || writtenAt === null) return false;
  if (deltaVal === undefined || deltaT === undefined || deltaT === 0) return false;
  if (now - writtenAt < deltaT) return false;
  if (definition.dtype === "DevEncoded" && formatOf(read) !== formatOf(written)) return true;
  return areDifferent(
    comparableElements(attribute, read),
    comparableElements(attribute, written),
    deltaVal,
    definition.dtype === "DevFloat",
  );
}

function formatOf({ elements }: ValuePart): string | undefined {
  return (elements[0] as DevEncoded | undefined)?.encoded_format;
}

/** As many elements as both have: numbers differ by `delta` or more, or one of them alone is NaN. */
function areDifferent(
  read: Comparable,
  written: Comparable,
  delta: number | bigint,
  isFloat: boolean,
): boolean {
  const count = Math.min(read.length, written.length);
  for (let i = 0; i < count; i++) {
    const a = read[i]!;
    const b = written[i]!;
    const distance = a > b ? subtract(a, b) : subtract(b, a);
    if ((isFloat ? Math.fround(Number(distance)) : distance) >= delta) return true;
    if (Number.isNaN(a) !== Number.isNaN(b)) return true;
  }
  return false;
}

/** The elements of one attribute are all numbers, or all bigints. */
function subtract(a: number | bigint, b: number | bigint): number | bigint {
  return typeof a === "bigint" ? a - (b as bigint) : a - (b as number);
}
