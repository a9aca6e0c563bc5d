import type { AttributeType, ElementOf, ElementsOf } from "../value/cmd-arg-type.ts";
import { ELEMENT_TYPES } from "../value/element-type.ts";

/** The types of attributes that are made of numbers here: a DevBoolean is whether the number is not 0. */
export type NumberedType = Exclude<AttributeType, "DevString" | "DevState" | "DevEncoded">;

/** The element of a type that stands for a number. */
export function elementOf<T extends NumberedType>(dtype: T, value: number): ElementOf[T] {
  return element(dtype, value) as ElementOf[T];
}

/** Elements of a type, made of the number that `at` gives for each position. */
export function elementsOf<T extends NumberedType>(
  dtype: T,
  length: number,
  at: (index: number) => number,
): ElementsOf[T] {
  const { arrayType } = ELEMENT_TYPES[dtype];
  const elements = (arrayType === null ? new Array(length) : new arrayType(length)) as unknown[];
  for (let i = 0; i < length; i++) elements[i] = element(dtype, at(i));
  return elements as unknown as ElementsOf[T];
}

function element(dtype: NumberedType, value: number): boolean | bigint | number {
  switch (dtype) {
    case "DevBoolean":
      return value !== 0;
    case "DevLong64":
    case "DevULong64":
      return BigInt(value);
    default:
      return value;
  }
}
