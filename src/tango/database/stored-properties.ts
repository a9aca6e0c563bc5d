import type { CallOptions } from "../../iiop/call-options.ts";
import { DevFailed } from "../error/dev-failed.ts";
import type { Database } from "./database.ts";
import type { AttributeProperties, PropertyValues } from "./property-value.ts";

/** All properties of a device or a class. */
export interface StoredProperties {
  readonly properties: PropertyValues;
  /** Those of its attributes. */
  readonly attributes: AttributeProperties;
  /** Those of its pipes. */
  readonly pipes: AttributeProperties;
}

/** All properties that a database has of a device. */
export async function deviceProperties(
  database: Database,
  device: string,
  options: CallOptions | undefined,
): Promise<StoredProperties> {
  const [names, attributes, pipes] = await Promise.all([
    database.getDevicePropertyList(device, "*", options),
    database.getDeviceAttributeList(device, "*", options),
    pipesOrNone(database.getDevicePipeList(device, "*", options)),
  ]);
  return {
    properties: await database.getDeviceProperty(device, names, options),
    attributes: await database.getDeviceAttributeProperty(device, attributes, options),
    pipes: await database.getDevicePipeProperty(device, pipes, options),
  };
}

/** Sets all properties of a device. */
export async function putDeviceProperties(
  database: Database,
  device: string,
  { properties, attributes, pipes }: StoredProperties,
  options: CallOptions | undefined,
): Promise<void> {
  if (hasSome(properties)) await database.putDeviceProperty(device, properties, options);
  if (hasSome(attributes)) await database.putDeviceAttributeProperty(device, attributes, options);
  if (hasSome(pipes)) await database.putDevicePipeProperty(device, pipes, options);
}

/** All properties that a database has of a class. */
export async function classProperties(
  database: Database,
  className: string,
  options: CallOptions | undefined,
): Promise<StoredProperties> {
  const [names, attributes, pipes] = await Promise.all([
    database.getClassPropertyList(className, "*", options),
    database.getClassAttributeList(className, "*", options),
    pipesOrNone(database.getClassPipeList(className, "*", options)),
  ]);
  return {
    properties: await database.getClassProperty(className, names, options),
    attributes: await database.getClassAttributeProperty(className, attributes, options),
    pipes: await database.getClassPipeProperty(className, pipes, options),
  };
}

/** Sets all properties of a class. */
export async function putClassProperties(
  database: Database,
  className: string,
  { properties, attributes, pipes }: StoredProperties,
  options: CallOptions | undefined,
): Promise<void> {
  if (hasSome(properties)) await database.putClassProperty(className, properties, options);
  if (hasSome(attributes)) await database.putClassAttributeProperty(className, attributes, options);
  if (hasSome(pipes)) await database.putClassPipeProperty(className, pipes, options);
}

/** Deletes these properties of a class. */
export async function deleteClassProperties(
  database: Database,
  className: string,
  { properties, attributes, pipes }: StoredProperties,
  options: CallOptions | undefined,
): Promise<void> {
  await database.deleteClassProperty(className, properties, options);
  await database.deleteClassAttributeProperty(className, attributes, options);
  await database.deleteClassPipeProperty(className, pipes, options);
}

/** The databases before Tango 9 know no pipes. */
async function pipesOrNone(list: Promise<string[]>): Promise<string[]> {
  try {
    return await list;
  } catch (error) {
    if (error instanceof DevFailed && error.reason === "API_CommandNotFound") return [];
    throw error;
  }
}

function hasSome(values: object): boolean {
  return Object.keys(values).length > 0;
}
