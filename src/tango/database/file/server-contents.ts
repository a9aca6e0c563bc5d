import { namedEntries } from "../property-block.ts";
import {
  type AttributeProperties,
  type AttributePropertyInputs,
  type PropertyInputs,
  type PropertyValues,
  propertyLines,
} from "../property-value.ts";
import { NameMap } from "./name-map.ts";

/** The lines of properties, by name. */
export type Properties = NameMap<readonly string[]>;

/** What has properties: a device, a class or a free object. */
export class PropertyOwner {
  readonly properties: Properties = new NameMap();
  /** Those of its attributes. */
  readonly attributes = new NameMap<Properties>();
  /** Those of its pipes. */
  readonly pipes = new NameMap<Properties>();
}

/** What is known of one server, in memory: its classes and devices, and all properties. */
export class ServerContents {
  /** The devices of each class, in order. */
  readonly devicesOfClass = new NameMap<string[]>();
  readonly classes = new NameMap<PropertyOwner>();
  readonly devices = new NameMap<PropertyOwner>();
  readonly freeObjects = new NameMap<PropertyOwner>();

  /** Adds a device to a class, behind the others. One that another class had is taken from it. */
  addDevice(device: string, className: string): void {
    this.#withdraw(device);
    this.devicesOfClass.getOrMake(className, () => []).push(device);
    this.devices.getOrMake(device, newOwner);
  }

  /** Removes a device with its properties. */
  deleteDevice(device: string): void {
    this.#withdraw(device);
    this.devices.delete(device);
  }

  #withdraw(device: string): void {
    const lower = device.toLowerCase();
    for (const [, devices] of this.devicesOfClass) {
      const index = devices.findIndex((name) => name.toLowerCase() === lower);
      if (index >= 0) devices.splice(index, 1);
    }
  }
}

/** Something new that has properties; for `NameMap.getOrMake`. */
export function newOwner(): PropertyOwner {
  return new PropertyOwner();
}

/** No properties yet; for `NameMap.getOrMake`. */
export function noProperties(): Properties {
  return new NameMap();
}

/** The properties of these names, under these names; one that is not there has no lines. */
export function propertyValues(properties: Properties | undefined, names: readonly string[]): PropertyValues {
  return Object.fromEntries(names.map((name) => [name, [...(properties?.get(name) ?? [])]]));
}

/** All properties of these attributes (or pipes), under these names; one that is not there has no properties. */
export function attributeProperties(
  attributes: NameMap<Properties> | undefined,
  names: readonly string[],
): AttributeProperties {
  return Object.fromEntries(
    names.map((name) => {
      const properties = attributes?.get(name);
      return [name, properties === undefined ? {} : propertyValues(properties, properties.names())];
    }),
  );
}

/** Sets properties. Throws WrongData for what cannot be one, before anything is set. */
export function putProperties(properties: Properties, inputs: PropertyInputs): void {
  const lines = namedEntries(inputs, "a property").map(
    ([name, value]) => [name, propertyLines(value)] as const,
  );
  for (const [name, value] of lines) properties.set(name, value);
}

/** Sets properties of attributes (or pipes); those that are not named stay. */
export function putAttributeProperties(
  attributes: NameMap<Properties>,
  inputs: AttributePropertyInputs,
): void {
  for (const [attribute, properties] of namedEntries(inputs, "an attribute")) {
    putProperties(attributes.getOrMake(attribute, noProperties), properties);
  }
}

/** Deletes properties. */
export function deleteProperties(properties: Properties | undefined, names: readonly string[]): void {
  for (const name of names) properties?.delete(name);
}
