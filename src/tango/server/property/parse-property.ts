import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type { AttributeType } from "../../value/cmd-arg-type.ts";
import { ELEMENT_TYPES } from "../../value/element-type.ts";
import { parseStreamNumber } from "../attribute/stream-number.ts";
import type { PropertyDefinition, PropertyType } from "../definition/property-definition.ts";

/**
 * The value of a property from its lines in the database. Throws API_IncompatibleArgumentType, naming the property and its owner, where they are
 * no value of its type.
 */
export function parseProperty(
  { name, dtype }: PropertyDefinition,
  lines: readonly string[],
  owner: string,
): unknown {
  const fail = (line: string): never => {
    const desc = `Property ${name} of ${owner}: ${JSON.stringify(line)} is not ${ELEMENT_TYPES[elementTypeOf(dtype)].wanted}`;
    throw new DevFailed([devError("API_IncompatibleArgumentType", desc, "parseProperty")]);
  };
  const type = elementTypeOf(dtype);
  const elements = lines.map((line) => parseElement(type, line) ?? fail(line));
  if (!isArray(dtype)) return type === "DevString" ? lines.join("\n") : elements[0];
  const { arrayType } = ELEMENT_TYPES[type];
  if (arrayType === null) return elements;
  const values = new arrayType(elements.length) as unknown as { [index: number]: unknown };
  elements.forEach((element, i) => {
    values[i] = element;
  });
  return values;
}

/** One line as a value; undefined for a line that is none. */
function parseElement(type: AttributeType, line: string): unknown {
  const text = line.trim();
  switch (type) {
    case "DevString":
      return line;
    case "DevBoolean":
      return BOOLEANS.get(text.toLowerCase());
    case "DevState":
      return ELEMENT_TYPES.DevState.toWire(text.toUpperCase());
    case "DevLong64":
    case "DevULong64":
      return /^[+-]?\d+$/.test(text) ? ELEMENT_TYPES[type].toWire(BigInt(text)) : undefined;
    default:
      return ELEMENT_TYPES[type].toWire(parseNumber(text));
  }
}

/** Numbers as a C++ stream reads them, and `nan` and `inf` in any case. */
function parseNumber(text: string): number | undefined {
  const special = /^([+-]?)(nan|inf|infinity)$/i.exec(text);
  if (special === null) return parseStreamNumber(text);
  const value = special[2]!.toLowerCase() === "nan" ? Number.NaN : Number.POSITIVE_INFINITY;
  return special[1] === "-" ? -value : value;
}

function isArray(dtype: PropertyType): boolean {
  return dtype.startsWith("DevVar");
}

/** `DevVarCharArray` holds octets; the other names say what they hold. */
function elementTypeOf(dtype: PropertyType): AttributeType {
  if (dtype === "DevVarCharArray") return "DevUChar";
  return (isArray(dtype) ? `Dev${dtype.slice("DevVar".length, -"Array".length)}` : dtype) as AttributeType;
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["1", true],
  ["false", false],
  ["0", false],
]);
