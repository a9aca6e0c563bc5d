import type { CallOptions } from "../../iiop/call-options.ts";
import { describeArgument, wrongArgument } from "../error/wrong-argument.ts";
import type { AttrDataFormat } from "../idl/enums.ts";
import type { AttributeInputOf, AttributeType } from "../value/cmd-arg-type.ts";
import type { DeviceAttribute } from "../value/device-attribute.ts";
import type { WriteTarget } from "../value/write-attribute.ts";
import {
  AttributesWriting,
  AttributesWritingAndReading,
  AttributeWriting,
  AttributeWritingAndReading,
} from "./attribute-writing.ts";
import type { DeviceConnection } from "./device-connection.ts";

/** What any attribute may be written with: elements of one type, and none mixed. */
export type AttributeInput = {
  [T in AttributeType]: AttributeInputOf<T, AttrDataFormat>;
}[AttributeType];

/** A value for an attribute, by name. */
export type NamedValue = readonly [name: string, value: AttributeInput];

/** Values for several attributes: by name, or as pairs (a list, a Map) in the order in which they are to be written. */
export type AttributeInputs = Readonly<Record<string, AttributeInput>> | Iterable<NamedValue>;

/** The values as pairs. Throws WrongData for what is neither an object with names nor a list, Map or the like of pairs. */
export function namedValues(values: AttributeInputs): readonly NamedValue[] {
  if (typeof values === "object" && values !== null) {
    if (isIterable(values)) return Array.from(values, pair);
    // Neither a Promise nor a Date, whose members are none.
    if (Object.prototype.toString.call(values) === "[object Object]") return Object.entries(values);
  }
  const given = describeArgument(values as unknown);
  throw wrongArgument(`values are { name: value } or pairs [name, value], not ${given}`);
}

function isIterable(values: AttributeInputs): values is Iterable<NamedValue> {
  return Symbol.iterator in values && typeof values[Symbol.iterator] === "function";
}

function pair(given: NamedValue): NamedValue {
  if (Array.isArray(given) && given.length === 2 && typeof given[0] === "string") return [given[0], given[1]];
  throw wrongArgument(`a pair [name, value] is expected, not ${describeArgument(given as unknown)}`);
}

/**
 * Writes one attribute. What type it has is asked for once per connection, and again after a write that failed; nothing is asked where
 * the caller says the type.
 */
export function writeAttribute(
  connection: DeviceConnection,
  attribute: string | WriteTarget,
  value: AttributeInput,
  options: CallOptions | undefined,
): Promise<void> {
  const target = typeof attribute === "string" ? undefined : attribute;
  let name: string;
  try {
    name = nameOfTarget(attribute);
  } catch (error) {
    return Promise.reject(error);
  }
  return new AttributeWriting(connection, [[name, value]]).execute(options, target && [target]);
}

/** The name in what is to be written. Throws WrongData for what has none. */
export function nameOfTarget(attribute: string | WriteTarget): string {
  const name = typeof attribute === "string" ? attribute : attribute?.name;
  if (typeof name === "string") return name;
  const given = describeArgument(attribute as unknown);
  throw wrongArgument(`an attribute is its name or { name, dataType, dataFormat }, not ${given}`);
}

/** Writes several attributes at once. Rejects with a NamedDevFailedList when some of them failed. */
export function writeAttributes(
  connection: DeviceConnection,
  values: readonly NamedValue[],
  options: CallOptions | undefined,
): Promise<void> {
  return new AttributesWriting(connection, values).execute(options);
}

/** Writes one attribute and reads it, in one call that nothing comes between (IDL 4 and later). */
export function writeReadAttribute(
  connection: DeviceConnection,
  name: string,
  value: AttributeInput,
  options: CallOptions | undefined,
): Promise<DeviceAttribute> {
  return new AttributeWritingAndReading(connection, [[name, value]]).execute(options);
}

/** Writes some attributes and then reads some, in one call that nothing comes between (IDL 5 and later). */
export function writeReadAttributes(
  connection: DeviceConnection,
  values: readonly NamedValue[],
  readNames: readonly string[],
  options: CallOptions | undefined,
): Promise<DeviceAttribute[]> {
  return new AttributesWritingAndReading(connection, values, readNames).execute(options);
}
