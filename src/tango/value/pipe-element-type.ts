import { ELEMENT_TYPES, isArrayLike, isEncoded } from "./element-type.ts";
import type { PipeArrayType, PipeElementType, PipeScalarType } from "./pipe-blob.ts";

/** How an element of a pipe lies on the wire: of which type its values are, and whether it is one or several. */
export interface PipeElementShape {
  readonly scalar: PipeScalarType;
  readonly isArray: boolean;
}

/** The shape of elements of a type; undefined for DevPipeBlob, and for what is no type of an element. */
export function pipeElementShape(type: PipeElementType): PipeElementShape | undefined {
  if (Object.hasOwn(ARRAY_TYPES, type)) return { scalar: type as PipeScalarType, isArray: false };
  const scalar = SCALAR_TYPES.get(type as PipeArrayType);
  return scalar === undefined ? undefined : { scalar, isArray: true };
}

/** The type of elements that hold one such value, or several. */
export function pipeElementType(scalar: PipeScalarType, isArray: boolean): PipeScalarType | PipeArrayType {
  return isArray ? ARRAY_TYPES[scalar] : scalar;
}

/** The type that a value tells of itself, as PipeElementInput says; undefined for one that tells none. */
export function typeOfPipeValue(value: unknown): PipeElementType | undefined {
  const scalar = scalarTypeOf(value);
  if (scalar !== undefined) return scalar;
  if (!isArrayLike(value)) return isBlob(value) ? "DevPipeBlob" : undefined;
  for (const [type, array] of Object.entries(ARRAY_TYPES)) {
    const { arrayType } = ELEMENT_TYPES[type as PipeScalarType];
    if (arrayType !== null && value instanceof arrayType) return array;
  }
  const first = Array.isArray(value) ? scalarTypeOf(value[0]) : undefined;
  return first === undefined ? undefined : ARRAY_TYPES[first];
}

function scalarTypeOf(value: unknown): PipeScalarType | undefined {
  switch (typeof value) {
    case "boolean":
      return "DevBoolean";
    case "string":
      return "DevString";
    case "number":
      return "DevDouble";
    case "bigint":
      return "DevLong64";
    default:
      return isEncoded(value) ? "DevEncoded" : undefined;
  }
}

function isBlob(value: unknown): boolean {
  return typeof value === "object" && value !== null && "elements" in value && Array.isArray(value.elements);
}

const ARRAY_TYPES: Readonly<Record<PipeScalarType, PipeArrayType>> = {
  DevBoolean: "DevVarBooleanArray",
  DevShort: "DevVarShortArray",
  DevLong: "DevVarLongArray",
  DevLong64: "DevVarLong64Array",
  DevFloat: "DevVarFloatArray",
  DevDouble: "DevVarDoubleArray",
  DevUChar: "DevVarCharArray",
  DevUShort: "DevVarUShortArray",
  DevULong: "DevVarULongArray",
  DevULong64: "DevVarULong64Array",
  DevString: "DevVarStringArray",
  DevState: "DevVarStateArray",
  DevEncoded: "DevVarEncodedArray",
};

const SCALAR_TYPES: ReadonlyMap<PipeArrayType, PipeScalarType> = new Map(
  Object.entries(ARRAY_TYPES).map(([scalar, array]) => [array, scalar as PipeScalarType]),
);
