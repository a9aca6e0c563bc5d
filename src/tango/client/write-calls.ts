import type { CallOptions } from "../../iiop/call-options.ts";
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

/** Values for several attributes: by name, or as pairs in the order in which they are to be written. */
export type AttributeInputs = Readonly<Record<string, AttributeInput>> | readonly NamedValue[];

/** The values as pairs. */
export function namedValues(values: AttributeInputs): readonly NamedValue[] {
  return Array.isArray(values) ? values : Object.entries(values);
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
  const name = typeof attribute === "string" ? attribute : attribute.name;
  return new AttributeWriting(connection, [[name, value]]).execute(options, target && [target]);
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
