import { Any } from "../../giop/idl/any.ts";
import type { InputOf } from "../../giop/idl/codec.ts";
import { devError } from "../error/dev-error.ts";
import { WrongData } from "../error/dev-failed-classes.ts";
import type { AttrValUnionInput } from "../idl/attr-val-union.ts";
import type { AttributeDim, AttributeValue, AttributeValue_4Input } from "../idl/attribute-value.ts";
import type { AttrDataFormat } from "../idl/enums.ts";
import { type AttributeType, type CmdArgType, isAttributeType } from "./cmd-arg-type.ts";
import {
  ELEMENT_TYPES,
  type ElementType,
  elementsToWire,
  elementToWire,
  isArrayLike,
  show,
} from "./element-type.ts";
import { ImageValue } from "./image-value.ts";

/** What must be known of an attribute to write it; an AttributeInfoEx is one. */
export interface WriteTarget {
  readonly name: string;
  readonly dataType: CmdArgType;
  readonly dataFormat: AttrDataFormat;
  /** The labels by which a DevEnum can be written. */
  readonly enumLabels?: readonly string[];
}

/**
 * The AttributeValue_4 that writes `value`, for devices of IDL 4 to 6. Throws WrongData API_IncompatibleAttrArgumentType,
 * naming the attribute and the element, for a value that the attribute cannot take.
 */
export function encodeAttributeValue4(target: WriteTarget, value: unknown): AttributeValue_4Input {
  const { type, elements, dim } = elementsToWrite(target, value);
  return {
    value: { kind: type.member, value: elements } as AttrValUnionInput,
    // What follows is as cppTango sends it: a device looks at the value, the name and w_dim only.
    quality: "ATTR_VALID",
    data_format: "FMT_UNKNOWN",
    time: NO_TIME,
    name: target.name,
    r_dim: NO_DIM,
    w_dim: dim,
    err_list: [],
  };
}

/** The AttributeValue that writes `value`, for devices of IDL 1 to 3. Throws as encodeAttributeValue4. */
export function encodeAttributeValue1(target: WriteTarget, value: unknown): InputOf<typeof AttributeValue> {
  const { type, elements, dim } = elementsToWrite(target, value);
  return {
    value: Any.of(type.arrayCodec, elements),
    quality: "ATTR_VALID",
    time: NO_TIME,
    name: target.name,
    dim_x: dim.dim_x,
    dim_y: dim.dim_y,
  };
}

interface Elements {
  readonly type: ElementType;
  readonly elements: ArrayLike<unknown>;
  readonly dim: AttributeDim;
}

function elementsToWrite(target: WriteTarget, value: unknown): Elements {
  const { dataType, dataFormat } = target;
  const wrong = (problem: string) => wrongValue(target, problem);
  if (!isAttributeType(dataType)) throw wrong(`no value can be written to the type ${dataType}`);
  const type = elementTypeFor(dataType, target.enumLabels ?? []);
  switch (dataFormat) {
    case "SCALAR":
      return { type, elements: [elementToWire(type, value, wrong)], dim: { dim_x: 1, dim_y: 0 } };
    case "SPECTRUM": {
      const elements = elementsToWire(type, value, wrong);
      return { type, elements, dim: { dim_x: elements.length, dim_y: 0 } };
    }
    case "IMAGE": {
      const image = imageOf(value, wrong);
      const elements = elementsToWire(type, image.data, wrong);
      return { type, elements, dim: { dim_x: image.dimX, dim_y: image.dimY } };
    }
    default:
      throw wrong(`no value can be written to the format ${dataFormat}`);
  }
}

/** The element type, for a DevEnum with its labels. */
function elementTypeFor(type: AttributeType, labels: readonly string[]): ElementType {
  const plain = ELEMENT_TYPES[type];
  if (type !== "DevEnum" || labels.length === 0) return plain;
  return {
    ...plain,
    wanted: `the number of a label (from 0) or one of ${labels.map((label) => JSON.stringify(label)).join(", ")}`,
    toWire(value) {
      if (typeof value !== "string") return plain.toWire(value);
      const number = labels.indexOf(value);
      return number < 0 ? undefined : number;
    },
  };
}

function imageOf(value: unknown, wrong: (problem: string) => Error): ImageValue<unknown> {
  if (value instanceof ImageValue) return value;
  if (!isArrayLike(value)) throw wrong(`${show(value)} is neither an ImageValue nor an array of rows`);
  for (let y = 0; y < value.length; y++) {
    if (!isArrayLike(value[y])) throw wrong(`row ${y} is ${show(value[y])}, not an array`);
  }
  try {
    return ImageValue.fromRows(value as ArrayLike<ArrayLike<unknown>>);
  } catch (error) {
    throw wrong((error as Error).message);
  }
}

function wrongValue({ name, dataType, dataFormat }: WriteTarget, problem: string): WrongData {
  const desc = `Incompatible value for attribute ${name} (${dataType}, ${dataFormat}): ${problem}`;
  return new WrongData([devError("API_IncompatibleAttrArgumentType", desc, "encodeAttributeValue")]);
}

const NO_DIM: AttributeDim = { dim_x: 0, dim_y: 0 };
const NO_TIME = { tv_sec: 0, tv_usec: 0, tv_nsec: 0 };
