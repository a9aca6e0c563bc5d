import { DevState } from "../../idl/enums.ts";
import type { AttributeType } from "../../value/cmd-arg-type.ts";
import { ELEMENT_TYPES } from "../../value/element-type.ts";
import { fromUtf8Bytes, toUtf8Bytes } from "../../value/utf8-text.ts";
import { formatStreamNumber, parseStreamInteger } from "./stream-number.ts";

/**
 * A set value as the database keeps it, as cppTango writes it: real numbers with 15 digits, states and enumerations as numbers. Undefined
 * for a type that cannot be memorized.
 */
export function memorizedText(dtype: AttributeType, value: unknown): string | undefined {
  switch (dtype) {
    case "DevFloat":
    case "DevDouble":
      return formatStreamNumber(value as number);
    case "DevString":
      return fromUtf8Bytes(value as string);
    case "DevState":
      return String(DevState.labels.indexOf(value as DevState));
    case "DevEncoded":
      return undefined;
    default:
      return String(value);
  }
}

/** The set value in such a text, as a C++ stream reads it: what follows is left. Undefined for a text that is none of this type. */
export function memorizedValue(dtype: AttributeType, text: string): unknown {
  switch (dtype) {
    case "DevString":
      return toUtf8Bytes(text);
    case "DevBoolean":
      return beginOf(text, /^\s*(?:true|false)/, (begin) => begin.trim() === "true");
    case "DevState":
      return beginOf(text, INTEGER, (begin) => DevState.labels[Number(begin)]);
    case "DevEncoded":
      return undefined;
    case "DevFloat":
      return beginOf(text, REAL, (begin) => finite(Math.fround(Number(begin))));
    case "DevDouble":
      return beginOf(text, REAL, (begin) => finite(Number(begin)));
    case "DevLong64":
    case "DevULong64":
      return beginOf(text, INTEGER, (begin) => ELEMENT_TYPES[dtype].toWire(parseStreamInteger(begin)));
    default:
      return beginOf(text, INTEGER, (begin) => ELEMENT_TYPES[dtype].toWire(Number(begin)));
  }
}

function beginOf<V>(text: string, pattern: RegExp, convert: (begin: string) => V): V | undefined {
  const begin = pattern.exec(text)?.[0];
  return begin === undefined ? undefined : convert(begin);
}

function finite(number: number): number | undefined {
  return Number.isFinite(number) ? number : undefined;
}

const INTEGER = /^\s*[+-]?\d+/;
const REAL = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/;
