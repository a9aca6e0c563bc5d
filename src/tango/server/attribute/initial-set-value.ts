import { ELEMENT_TYPES } from "../../value/element-type.ts";
import type { AttributeDefinition } from "../definition/attribute-definition.ts";
import type { ValuePart } from "./attribute-snapshot.ts";

/** The set value of an attribute that was never written (as cppTango, WAttribute's constructor); null for one that cannot be. */
export function initialSetValue({ access, dtype }: AttributeDefinition): ValuePart | null {
  if (access === "READ" || access === "READ_WITH_WRITE") return null;
  const { arrayType } = ELEMENT_TYPES[dtype];
  const elements = arrayType === null ? [initialElement(dtype)] : (new arrayType(1) as ArrayLike<unknown>);
  return { elements, dimX: 1, dimY: 0 };
}

function initialElement(dtype: AttributeDefinition["dtype"]): unknown {
  switch (dtype) {
    case "DevString":
      return NOT_INITIALISED;
    case "DevState":
      return "UNKNOWN";
    case "DevEncoded":
      return { encoded_format: NOT_INITIALISED, encoded_data: new Uint8Array(0) };
    default:
      return true;
  }
}

const NOT_INITIALISED = "Not initialised";
