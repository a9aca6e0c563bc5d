import { type DevError, devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { toDevFailed } from "../../error/to-dev-failed.ts";
import type { AttrQuality } from "../../idl/enums.ts";
import { ELEMENT_TYPES, elementsToWire, elementToWire, isArrayLike } from "../../value/element-type.ts";
import { type ImageRows, ImageValue, sliceOf } from "../../value/image-value.ts";
import { TimeVal } from "../../value/time-val.ts";
import type { AttributeDefinition, TimedReading } from "../definition/attribute-definition.ts";
import type { Attribute } from "./attribute.ts";
import type { AttributeSnapshot, ValuePart } from "./attribute-snapshot.ts";

/**
 * The snapshot of what a read method gave (a value, or a TimedReading). Nothing in it is shared with the device. Throws a DevFailed where that
 * is no value of the attribute: API_AttrValueNotSet for none, API_AttrOptProp for a wrong type, size or label.
 */
export function takeSnapshot(attribute: Attribute, reading: unknown, now: TimeVal): AttributeSnapshot {
  const { value, quality, time } = isTimed(reading) ? reading : { value: reading };
  const isInvalid = quality === "ATTR_INVALID";
  if (!isInvalid && (value === undefined || value === null)) throw valueNotSet(attribute.name);
  const snapshot: AttributeSnapshot = {
    name: attribute.name,
    dataType: attribute.definition.dtype,
    dataFormat: attribute.definition.dformat,
    quality: quality ?? "ATTR_VALID",
    time: time === undefined ? now : time instanceof Date ? TimeVal.fromDate(time) : time,
    read: isInvalid ? null : partOf(attribute, value),
    written: isInvalid ? null : attribute.written,
    errors: NO_ERRORS,
  };
  return snapshot;
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
    errors: toDevFailed(error).errors,
  };
}

/** The same snapshot with another quality. */
export function withQuality(snapshot: AttributeSnapshot, quality: AttrQuality): AttributeSnapshot {
  return { ...snapshot, quality };
}

/** A value of an attribute, from its device, as it goes to the wire: checked and copied. */
export function partOf(attribute: Attribute, value: unknown): ValuePart {
  const { name, definition } = attribute;
  const { dtype, dformat, maxDimX, maxDimY } = definition;
  const type = ELEMENT_TYPES[dtype];
  const fail = (problem: string) => wrongValue(name, problem);
  const labelled = dtype === "DevEnum" ? ordinals(attribute, value) : value;
  if (dformat === "SCALAR") return { elements: [elementToWire(type, labelled, fail)], dimX: 1, dimY: 0 };
  if (dformat === "SPECTRUM") {
    const elements = copied(elementsToWire(type, labelled, fail), labelled);
    if (elements.length > maxDimX) throw tooLarge(name);
    return { elements, dimX: elements.length, dimY: 0 };
  }
  const image = imageOf(name, labelled);
  if (image.dimX > maxDimX || image.dimY > maxDimY) throw tooLarge(name);
  const elements = copied(elementsToWire(type, image.data, fail), image.data);
  return { elements, dimX: image.dimX, dimY: image.dimY };
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

function imageOf(name: string, value: unknown): ImageValue<unknown> {
  if (value instanceof ImageValue) return value;
  if (!isArrayLike(value)) throw wrongValue(name, "an image is an ImageValue or an array of rows");
  try {
    return ImageValue.fromRows(value as ImageRows<unknown> as ArrayLike<ArrayLike<unknown>>);
  } catch (cause) {
    throw wrongValue(name, (cause as Error).message);
  }
}

/** A typed array is taken over as it is by `elementsToWire`, and the device may go on changing it. */
function copied(elements: ArrayLike<unknown>, given: unknown): ArrayLike<unknown> {
  if (elements !== given) return elements;
  return (sliceOf(elements, 0, elements.length) as unknown as { slice(): ArrayLike<unknown> }).slice();
}

function isTimed(reading: unknown): reading is TimedReading<unknown> {
  return (
    typeof reading === "object" &&
    reading !== null &&
    !ArrayBuffer.isView(reading) &&
    ("value" in reading || "quality" in reading || "time" in reading)
  );
}

function valueNotSet(name: string): DevFailed {
  const desc = `Read value for attribute ${name} has not been updated`;
  return new DevFailed([devError("API_AttrValueNotSet", desc, "takeSnapshot")]);
}

function wrongValue(name: string, problem: string): DevFailed {
  return new DevFailed([
    devError("API_AttrOptProp", `Wrong value for attribute ${name}: ${problem}`, "takeSnapshot"),
  ]);
}

function tooLarge(name: string): DevFailed {
  return new DevFailed([
    devError("API_AttrOptProp", `Data size for attribute ${name} exceeds given limit`, "takeSnapshot"),
  ]);
}

const NO_ERRORS: readonly DevError[] = [];
