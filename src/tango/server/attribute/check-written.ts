import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type { Reason } from "../../error/reason.ts";
import type { DevEncoded } from "../../idl/data-types.ts";
import type { Attribute } from "./attribute.ts";
import type { ValuePart } from "./attribute-snapshot.ts";
import { arrayTypeName, type IncomingValue } from "./incoming-value.ts";

/**
 * Checks whether an attribute can be written at all, with a value of these dimensions. Throws API_AttrNotWritable, API_WAttrOutsideLimit
 * for too many elements, and the failure of an attribute with a wrong configuration.
 */
export function checkWritable(attribute: Attribute, { dimX, dimY }: IncomingValue): void {
  const { name, definition, failure } = attribute;
  if (!attribute.isWritable) throw refusal("API_AttrNotWritable", `Attribute ${name} is not writable`);
  if (definition.dformat !== "SCALAR") {
    // The words of cppTango.
    const tooLarge = `dimesion is greater than the max defined for attribute ${name}`;
    if (dimX > definition.maxDimX) throw refusal("API_WAttrOutsideLimit", `X ${tooLarge}`);
    if (dimY > definition.maxDimY) throw refusal("API_WAttrOutsideLimit", `Y ${tooLarge}`);
  }
  if (failure !== null) throw failure;
}

/**
 * The elements to be written, which share their memory with the received message. Throws API_IncompatibleAttrDataType,
 * API_AttrIncorrectDataNumber, and API_WAttrOutsideLimit for one beyond the limits, for NaN and infinity unless these are allowed, and for
 * what is no label of a DevEnum.
 */
export function checkWritten(
  attribute: Attribute,
  incoming: IncomingValue,
  isNanAllowed: boolean,
): ValuePart {
  const { dtype, dformat } = attribute.definition;
  const { dimX, dimY } = incoming;
  const elements = incoming.elements(dtype);
  if (elements === null) {
    const expected = `expected Tango::${arrayTypeName(dtype)} (even for single value)`;
    const desc = `Incompatible attribute type: ${expected}, found Tango::${incoming.typeName()}`;
    throw refusal("API_IncompatibleAttrDataType", desc);
  }
  const count = dimY === 0 ? dimX : dimX * dimY;
  // Two negative dimensions, which cppTango would keep and give to readers, have a count, too.
  if (elements.length !== count || dimX < 0 || dimY < 0 || (dformat === "SCALAR" && count === 0)) {
    throw refusal("API_AttrIncorrectDataNumber", "Incorrect data number");
  }
  if (dtype === "DevEnum") checkOrdinals(attribute, elements as ArrayLike<number>);
  else checkLimits(attribute, elements, isNanAllowed);
  if (dformat !== "SCALAR") return { elements, dimX, dimY };
  return { elements: elements.length === 1 ? elements : [elements[0]], dimX: 1, dimY: 0 };
}

function checkLimits(attribute: Attribute, elements: ArrayLike<unknown>, isNanAllowed: boolean): void {
  const { definition, limits } = attribute;
  const isReal = definition.dtype === "DevDouble" || definition.dtype === "DevFloat";
  const mustBeFinite = isReal && !isNanAllowed;
  const { minValue, maxValue } = limits;
  const isLimited = minValue !== undefined || maxValue !== undefined;
  if (!mustBeFinite && !isLimited) return;
  for (let i = 0; i < elements.length; i++) {
    if (mustBeFinite && !Number.isFinite(elements[i])) throw outside(attribute, "a NaN or INF value", i);
    if (!isLimited) continue;
    for (const number of numbersOf(elements[i])) {
      if (minValue !== undefined && number < minValue) {
        throw outside(attribute, "below the minimum authorized", i);
      }
      if (maxValue !== undefined && number > maxValue) {
        throw outside(attribute, "above the maximum authorized", i);
      }
    }
  }
}

/** What of an element the limits are for: the number itself, or the bytes of a DevEncoded. */
function numbersOf(element: unknown): Iterable<number | bigint> {
  if (typeof element === "number" || typeof element === "bigint") return [element];
  return typeof element === "object" ? (element as DevEncoded).encoded_data : [];
}

function checkOrdinals({ name, settings }: Attribute, elements: ArrayLike<number>): void {
  const count = settings.enumLabels.length;
  for (let i = 0; i < elements.length; i++) {
    if (elements[i]! >= 0 && elements[i]! < count) continue;
    // The words of cppTango.
    const problem = `negative or above the maximun authorized (${count}) for at least element ${i}`;
    throw refusal("API_WAttrOutsideLimit", `Set value for attribute ${name} is ${problem}`);
  }
}

function outside({ name }: Attribute, problem: string, index: number): DevFailed {
  const desc = `Set value for attribute ${name} is ${problem} (at least element ${index})`;
  return refusal("API_WAttrOutsideLimit", desc);
}

function refusal(reason: Reason, desc: string): DevFailed {
  return new DevFailed([devError(reason, desc, "checkWritten")]);
}
