import type { Any } from "../../giop/idl/any.ts";
import { type DevError, devError } from "../error/dev-error.ts";
import type { AttrValUnion } from "../idl/attr-val-union.ts";
import type {
  AttributeDim,
  AttributeValue,
  AttributeValue_3,
  AttributeValue_4,
  AttributeValue_5,
} from "../idl/attribute-value.ts";
import type { DevEncoded } from "../idl/data-types.ts";
import { type AttrDataFormat, type AttrQuality, DevState } from "../idl/enums.ts";
import { elementTypeOfAny } from "./any-elements.ts";
import {
  type AnyAttributeValue,
  type AttributeType,
  CMD_ARG_TYPE,
  cmdArgTypeName,
  isAttributeType,
} from "./cmd-arg-type.ts";
import { DeviceAttribute, elementCount } from "./device-attribute.ts";
import { TYPE_OF_MEMBER } from "./element-type.ts";
import { encodedFromWire } from "./encoded.ts";
import { ImageValue, sliceOf } from "./image-value.ts";
import { TimeVal, timeFromWire } from "./time-val.ts";

/** What must be known of an attribute to understand all of a reading; an AttributeInfoEx is one. */
export interface KnownAttribute {
  readonly dataFormat: AttrDataFormat;
  readonly enumLabels: readonly string[];
}

/** Whether only the configuration says more of a value of IDL 5 or 6: the labels of a DevEnum. */
export function isOpen5({ data_type, err_list }: AttributeValue_5): boolean {
  return data_type === CMD_ARG_TYPE.DevEnum && err_list.length === 0;
}

/** Whether only the configuration says of which format a value of IDL 3 is: its size may be that of several. */
export function isOpen3({ r_dim, err_list }: AttributeValue_3): boolean {
  return isAmbiguous(r_dim) && err_list.length === 0;
}

/** Whether only the configuration says of which format a value of IDL 1 or 2 is. */
export function isOpen1(wire: AttributeValue): boolean {
  return isAmbiguous(wire);
}

/** What a device of IDL 5 or 6 gave. It does not say the labels of a DevEnum: they are those in `known`. */
export function deviceAttributeFrom5(wire: AttributeValue_5, known?: KnownAttribute): DeviceAttribute {
  const { value } = wire;
  const declared = cmdArgTypeName(wire.data_type);
  return deviceAttribute({
    name: wire.name,
    type: isAttributeType(declared) ? declared : typeOfUnion(value),
    dataFormat: wire.data_format,
    quality: wire.quality,
    time: timeFromWire(wire.time),
    elements: elementsOfUnion(value),
    rDim: wire.r_dim,
    wDim: wire.w_dim,
    errors: wire.err_list,
    enumLabels: declared === "DevEnum" ? known?.enumLabels : undefined,
  });
}

/** What a device of IDL 4 gave: a DevEnum cannot be told from a DevShort. */
export function deviceAttributeFrom4(wire: AttributeValue_4): DeviceAttribute {
  const { value } = wire;
  return deviceAttribute({
    name: wire.name,
    type: typeOfUnion(value),
    dataFormat: wire.data_format,
    quality: wire.quality,
    time: timeFromWire(wire.time),
    elements: elementsOfUnion(value),
    rDim: wire.r_dim,
    wDim: wire.w_dim,
    errors: wire.err_list,
    enumLabels: undefined,
  });
}

/** What a device of IDL 3 gave. It does not say the format: where that is not `known` either, it is guessed from the size. */
export function deviceAttributeFrom3(wire: AttributeValue_3, known?: KnownAttribute): DeviceAttribute {
  const { type, elements } = elementsOfAny(wire.value);
  return deviceAttribute({
    name: wire.name,
    type,
    dataFormat: known?.dataFormat ?? formatOf(wire.r_dim),
    quality: wire.quality,
    time: timeFromWire(wire.time),
    elements,
    rDim: wire.r_dim,
    wDim: wire.w_dim,
    errors: wire.err_list,
    enumLabels: undefined,
  });
}

/**
 * What a device of IDL 1 or 2 gave: neither the format (see deviceAttributeFrom3) nor the size of what was last written,
 * which is all that is left behind the value read.
 */
export function deviceAttributeFrom1(wire: AttributeValue, known?: KnownAttribute): DeviceAttribute {
  const { type, elements } = elementsOfAny(wire.value);
  const rDim: AttributeDim = { dim_x: wire.dim_x, dim_y: wire.dim_y };
  const rest = (elements?.length ?? 0) - elementCount(wire.dim_x, wire.dim_y);
  return deviceAttribute({
    name: wire.name,
    type,
    dataFormat: known?.dataFormat ?? formatOf(rDim),
    quality: wire.quality,
    time: timeFromWire(wire.time),
    elements,
    rDim,
    wDim: writtenDim(rDim, rest),
    errors: [],
    enumLabels: undefined,
  });
}

/** The parts of a reading that all generations have. */
export interface ReadingParts {
  readonly name: string;
  readonly type: AttributeType | "Unknown";
  readonly dataFormat: AttrDataFormat;
  readonly quality: AttrQuality;
  readonly time: TimeVal;
  /** Those read and then those written; null where there is no value. */
  readonly elements: ArrayLike<unknown> | null;
  readonly rDim: AttributeDim;
  readonly wDim: AttributeDim;
  readonly errors: readonly DevError[];
  readonly enumLabels: readonly string[] | undefined;
}

/** A DeviceAttribute from its parts. One whose parts contradict each other has failed. */
export function deviceAttribute(parts: ReadingParts): DeviceAttribute {
  const { name, type, dataFormat, quality, time, elements, rDim, wDim, errors, enumLabels } = parts;
  if (errors.length > 0) return failedAttribute(name, errors);
  let value: AnyAttributeValue | null = null;
  let writeValue: AnyAttributeValue | null = null;
  if (elements !== null) {
    const count = elements.length;
    const nbRead = elementCount(rDim.dim_x, rDim.dim_y);
    const nbWritten = elementCount(wDim.dim_x, wDim.dim_y);
    // A write-only attribute has its one value stand for both (cppTango, DeviceAttribute::extract_set).
    const writtenAt = nbRead + nbWritten > count ? 0 : nbRead;
    if (nbRead > count || writtenAt + nbWritten > count || !areDimensions(rDim) || !areDimensions(wDim)) {
      return failedAttribute(name, [incoherent(name, count, rDim, wDim)]);
    }
    if (quality !== "ATTR_INVALID") value = part(elements, 0, rDim, dataFormat);
    if (nbWritten > 0) writeValue = part(elements, writtenAt, wDim, dataFormat);
  }
  return new DeviceAttribute<AnyAttributeValue>({
    name,
    type,
    dataFormat,
    quality,
    time,
    dimX: rDim.dim_x,
    dimY: rDim.dim_y,
    wDimX: wDim.dim_x,
    wDimY: wDim.dim_y,
    value,
    writeValue,
    errors,
    enumLabels,
  });
}

/**
 * An attribute that could not be read, whose value or record failed at `time` where that is known. Nothing else on the wire counts:
 * cppTango 9.3 sends memory it never set as the time.
 */
export function failedAttribute(
  name: string,
  errors: readonly DevError[],
  time: TimeVal = NO_TIME,
): DeviceAttribute {
  return new DeviceAttribute<AnyAttributeValue>({
    name,
    type: "Unknown",
    dataFormat: "FMT_UNKNOWN",
    quality: "ATTR_INVALID",
    time,
    dimX: 0,
    dimY: 0,
    wDimX: 0,
    wDimY: 0,
    value: null,
    writeValue: null,
    errors,
  });
}

/** The elements in a union; null where it holds none. */
function elementsOfUnion(union: AttrValUnion): ArrayLike<unknown> | null {
  switch (union.kind) {
    case null:
    case "union_no_data":
      return null;
    case "dev_state_att":
      return [union.value];
    case "encoded_att_value":
      return union.value.map(encodedFromWire);
    default:
      return union.value;
  }
}

function typeOfUnion(union: AttrValUnion): AttributeType | "Unknown" {
  return union.kind === null ? "Unknown" : TYPE_OF_MEMBER[union.kind];
}

/** The elements in an any, as devices before IDL 4 and histories give them: a sequence, a lone State, or nothing. */
export function elementsOfAny(any: Any): {
  type: AttributeType | "Unknown";
  elements: ArrayLike<unknown> | null;
} {
  if (any.holds(DevState)) return { type: "DevState", elements: [any.extract(DevState)] };
  const found = elementTypeOfAny(any);
  if (found === undefined) return { type: "Unknown", elements: null };
  const elements = any.extract(found.codec) as ArrayLike<unknown>;
  if (found.type !== "DevEncoded") return { type: found.type, elements };
  return { type: found.type, elements: Array.from(elements as ArrayLike<DevEncoded>, encodedFromWire) };
}

function part(
  elements: ArrayLike<unknown>,
  start: number,
  { dim_x, dim_y }: AttributeDim,
  format: AttrDataFormat,
): AnyAttributeValue | null {
  switch (format) {
    case "SCALAR":
      return dim_x > 0 ? (elements[start] as AnyAttributeValue) : null;
    case "IMAGE": {
      const data = whole(elements, start, dim_x * dim_y) as ArrayLike<never>;
      return new ImageValue(data, dim_x, dim_y) as AnyAttributeValue;
    }
    default:
      return whole(elements, start, elementCount(dim_x, dim_y)) as AnyAttributeValue;
  }
}

function whole(elements: ArrayLike<unknown>, start: number, count: number): ArrayLike<unknown> {
  return count === elements.length ? elements : sliceOf(elements, start, start + count);
}

function areDimensions({ dim_x, dim_y }: AttributeDim): boolean {
  return dim_x >= 0 && dim_y >= 0;
}

/** The format that dimensions suggest where nobody says it. */
export function formatOf({ dim_x, dim_y }: AttributeDim): AttrDataFormat {
  if (dim_y > 0) return "IMAGE";
  return dim_x === 1 ? "SCALAR" : "SPECTRUM";
}

/** One element may be a scalar or a spectrum, none a spectrum or an image. */
function isAmbiguous({ dim_x, dim_y }: AttributeDim): boolean {
  return dim_y === 0 && dim_x <= 1;
}

function writtenDim(rDim: AttributeDim, rest: number): AttributeDim {
  if (rest <= 0) return { dim_x: 0, dim_y: 0 };
  return rDim.dim_y > 0 && rest === elementCount(rDim.dim_x, rDim.dim_y) ? rDim : { dim_x: rest, dim_y: 0 };
}

function incoherent(name: string, count: number, r: AttributeDim, w: AttributeDim): DevError {
  const sizes = `${r.dim_x} x ${r.dim_y} read and ${w.dim_x} x ${w.dim_y} written`;
  return devError(
    "API_IncoherentDevData",
    `The device sent ${count} elements for attribute ${name}, while its dimensions say ${sizes}`,
    "deviceAttribute",
  );
}

/** What cppTango shows for an attribute that failed: 1970. */
const NO_TIME = new TimeVal(0);
