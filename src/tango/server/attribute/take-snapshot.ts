import { type DevError, devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { errorsOf } from "../../error/to-dev-failed.ts";
import type { DevEncoded } from "../../idl/data-types.ts";
import { AttrQuality } from "../../idl/enums.ts";
import type { AttributeType } from "../../value/cmd-arg-type.ts";
import { ELEMENT_TYPES, elementsToWire, elementToWire, isArrayLike, show } from "../../value/element-type.ts";
import { type ImageRows, ImageValue } from "../../value/image-value.ts";
import { TimeVal } from "../../value/time-val.ts";
import type { AttributeDefinition, TimedReading } from "../definition/attribute-definition.ts";
import type { Attribute } from "./attribute.ts";
import type { AttributeSnapshot, ValuePart } from "./attribute-snapshot.ts";

/**
 * The snapshot of what a read method gave (a value, or a TimedReading), with the set value that goes along. A typed array of numbers in
 * it is the device's own, all else is not: who keeps the snapshot until the device goes on keeps its `ownSnapshot`. Throws a DevFailed
 * where that is no value of the attribute: API_AttrValueNotSet for none, API_AttrOptProp for a wrong type, size or label.
 */
export function takeSnapshot(
  attribute: Attribute,
  reading: unknown,
  now: TimeVal,
  written: ValuePart | null = attribute.written,
): AttributeSnapshot {
  const { value, quality, time } = isTimed(reading) ? checked(attribute, reading) : { value: reading };
  const isInvalid = quality === "ATTR_INVALID";
  if (!isInvalid && (value === undefined || value === null)) throw valueNotSet(attribute.name);
  return {
    name: attribute.name,
    dataType: attribute.definition.dtype,
    dataFormat: attribute.definition.dformat,
    quality: quality ?? "ATTR_VALID",
    time: time ?? now,
    read: isInvalid ? null : partOf(attribute, value),
    written: isInvalid ? null : written,
    errors: NO_ERRORS,
  };
}

/** The snapshot of a write-only attribute: the set value stands for both halves (as cppTango). */
export function snapshotOfSetValue(attribute: Attribute, now: TimeVal): AttributeSnapshot {
  const { name, definition, written } = attribute;
  const { dtype: dataType, dformat: dataFormat } = definition;
  return {
    name,
    dataType,
    dataFormat,
    quality: "ATTR_VALID",
    time: now,
    read: written,
    written,
    errors: NO_ERRORS,
  };
}

/** The snapshot of an attribute that could not be read. */
export function failedSnapshot(
  name: string,
  definition: AttributeDefinition | undefined,
  error: unknown,
  now: TimeVal,
): AttributeSnapshot {
  return {
    name,
    dataType: definition?.dtype ?? "DevShort",
    dataFormat: definition?.dformat ?? "SCALAR",
    quality: "ATTR_INVALID",
    time: now,
    read: null,
    written: null,
    errors: errorsOf(error),
  };
}

/** A value of an attribute, from its device, as it goes to the wire: checked, and copied but for a typed array of numbers. */
export function partOf(attribute: Attribute, value: unknown): ValuePart {
  const { name, definition } = attribute;
  const { dtype, dformat } = definition;
  const type = ELEMENT_TYPES[dtype];
  const fail = (problem: string) => wrongValue(name, problem);
  const labelled = dtype === "DevEnum" ? ordinals(attribute, value) : value;
  if (dformat === "SCALAR") {
    const elements = [elementToWire(type, labelled, fail)];
    if (dtype === "DevEnum") checkOrdinals(attribute, elements);
    return { elements: ownElements(dtype, elements), dimX: 1, dimY: 0 };
  }
  const { data, dimX, dimY } = dformat === "IMAGE" ? imageOf(name, labelled) : rowOf(name, labelled);
  if (dimX > definition.maxDimX || dimY > definition.maxDimY) throw tooLarge(attribute, dimX, dimY);
  const elements = elementsToWire(type, data, fail);
  if (dtype === "DevEnum") checkOrdinals(attribute, elements);
  return { elements: ownElements(dtype, elements), dimX, dimY };
}

/** The bytes of a DevEncoded may go on to change in the device. */
function ownElements(dtype: AttributeType, elements: ArrayLike<unknown>): ArrayLike<unknown> {
  if (dtype !== "DevEncoded") return elements;
  return Array.from(elements as ArrayLike<DevEncoded>, ({ encoded_format, encoded_data }) => ({
    encoded_format,
    encoded_data: encoded_data.slice(),
  }));
}

function checkOrdinals({ name, settings: { enumLabels } }: Attribute, elements: ArrayLike<unknown>): void {
  const last = enumLabels.length - 1;
  if (last < 0) throw optProp(`Attribute ${name} data type is enum but no enum labels are defined!`);
  for (let i = 0; i < elements.length; i++) {
    const ordinal = elements[i] as number;
    if (ordinal >= 0 && ordinal <= last) continue;
    const limit = `is negative or above the limit defined by the enum (${last}).`;
    throw optProp(`Wrong value for attribute ${name}. Element ${i} (value = ${ordinal}) ${limit}`);
  }
}

/** Labels of a DevEnum may stand for their positions. */
function ordinals(attribute: Attribute, value: unknown): unknown {
  if (typeof value === "string") {
    const ordinal = attribute.settings.enumLabels.indexOf(value);
    if (ordinal < 0) throw wrongValue(attribute.name, `${JSON.stringify(value)} is none of its labels`);
    return ordinal;
  }
  if (!isArrayLike(value) || ArrayBuffer.isView(value)) return value;
  return Array.from(value as ArrayLike<unknown>, (one) => ordinals(attribute, one));
}

/** The elements of a value and their dimensions. */
interface Rows {
  readonly data: ArrayLike<unknown>;
  readonly dimX: number;
  readonly dimY: number;
}

function rowOf(name: string, value: unknown): Rows {
  if (!isArrayLike(value)) throw wrongValue(name, "a spectrum is an array");
  return { data: value, dimX: value.length, dimY: 0 };
}

function imageOf(name: string, value: unknown): Rows {
  if (value instanceof ImageValue) return value;
  if (!isArrayLike(value)) throw wrongValue(name, "an image is an ImageValue or an array of rows");
  try {
    return ImageValue.fromRows(value as ImageRows<unknown> as ArrayLike<ArrayLike<unknown>>);
  } catch (cause) {
    throw wrongValue(name, (cause as Error).message);
  }
}

function isTimed(reading: unknown): reading is TimedReading<unknown> {
  return (
    typeof reading === "object" &&
    reading !== null &&
    !ArrayBuffer.isView(reading) &&
    ("value" in reading || "quality" in reading || "time" in reading)
  );
}

/** A reading whose quality and time can go to the wire. */
function checked(
  { name }: Attribute,
  { value, quality, time }: TimedReading<unknown>,
): { value?: unknown; quality?: AttrQuality | undefined; time?: TimeVal | undefined } {
  if (quality !== undefined && !AttrQuality.labels.includes(quality)) {
    throw wrongValue(name, `${show(quality)} is not a quality (${AttrQuality.labels.join(", ")})`);
  }
  const moment = time instanceof Date ? TimeVal.fromDate(time) : time;
  if (moment !== undefined && ![moment.tvSec, moment.tvUsec, moment.tvNsec].every(isLong)) {
    throw wrongValue(name, `${show(time)} is not a time from 1901 to 2038`);
  }
  return { value, quality, time: moment };
}

/** The parts of a time are 32 bits wide on the wire. */
function isLong(part: number): boolean {
  return (part | 0) === part;
}

function valueNotSet(name: string): DevFailed {
  const desc = `Read value for attribute ${name} has not been updated`;
  return new DevFailed([devError("API_AttrValueNotSet", desc, "takeSnapshot")]);
}

function wrongValue(name: string, problem: string): DevFailed {
  return optProp(`Wrong value for attribute ${name}: ${problem}`);
}

function tooLarge({ name, definition: { maxDimX, maxDimY } }: Attribute, x: number, y: number): DevFailed {
  return optProp(`Data size for attribute ${name} [${x}, ${y}] exceeds given limit [${maxDimX}, ${maxDimY}]`);
}

function optProp(desc: string): DevFailed {
  return new DevFailed([devError("API_AttrOptProp", desc, "takeSnapshot")]);
}

const NO_ERRORS: readonly DevError[] = [];
