import { ELEMENT_TYPES } from "../../value/element-type.ts";
import type { AttributeDefinition } from "../definition/attribute-definition.ts";
import type { ValuePart } from "./attribute-snapshot.ts";

/** The set value of an attribute that was never written (as cppTango, WAttribute's constructor); null for one that cannot be. */
export function initialSetValue({ access, dtype, dformat }: AttributeDefinition): ValuePart | null {
  if (access === "READ" || access === "READ_WITH_WRITE") return null;
  const { arrayType } = ELEMENT_TYPES[dtype];
  const elements = arrayType === null ? [zeroOf(dtype)] : (new arrayType(1) as ArrayLike<unknown>);
  return { elements, dimX: 1, dimY: dformat === "IMAGE" ? 1 : 0 };
}

function zeroOf(dtype: AttributeDefinition["dtype"]): unknown {
  switch (dtype) {
    case "DevString":
      return "";
    case "DevState":
      return "UNKNOWN";
    case "DevEncoded":
      return { encoded_format: "", encoded_data: new Uint8Array(0) };
    default:
      return false;
  }
}
