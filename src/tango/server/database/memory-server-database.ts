import {
  newOwner,
  type PropertyOwner,
  putAttributeProperties,
  putProperties,
} from "../../database/file/server-contents.ts";
import type { AttributePropertyInputs, PropertyInputs } from "../../database/property-value.ts";
import { StoredServerDatabase } from "./stored-server-database.ts";

/** The properties of a device or a class. */
export interface OwnedProperties {
  readonly properties?: PropertyInputs;
  /** By attribute, then by property: `{ current: { __value: 1.5, max_value: 10 } }`. */
  readonly attributeProperties?: AttributePropertyInputs;
  /** By pipe, then by property. */
  readonly pipeProperties?: AttributePropertyInputs;
}

/** A class, its devices and their properties. */
export interface ClassContents extends OwnedProperties {
  /** By the name of the device, in this order. */
  readonly devices: Readonly<Record<string, OwnedProperties>>;
}

/** What a database in memory holds at first. */
export interface MemoryContents {
  /** By the name of the class. */
  readonly classes: Readonly<Record<string, ClassContents>>;
  /** The properties of free objects: `{ CtrlSystem: { ... } }`. */
  readonly freeProperties?: Readonly<Record<string, PropertyInputs>>;
}

/**
 * A database in the memory of this process, for tests: devices and properties are given as objects, and what is put stays as long as the
 * database, over restarts of its server.
 */
export class MemoryServerDatabase extends StoredServerDatabase {
  /** Throws WrongData for what cannot be a property. */
  constructor({ classes, freeProperties = {} }: MemoryContents) {
    super();
    const { contents } = this;
    for (const [className, given] of Object.entries(classes)) {
      contents.devicesOfClass.set(className, []);
      fill(contents.classes.getOrMake(className, newOwner), given);
      for (const [device, owned] of Object.entries(given.devices)) {
        contents.addDevice(device, className);
        fill(contents.devices.getOrMake(device, newOwner), owned);
      }
    }
    for (const [object, properties] of Object.entries(freeProperties)) {
      putProperties(contents.freeObjects.getOrMake(object, newOwner).properties, properties);
    }
  }
}

function fill(owner: PropertyOwner, given: OwnedProperties): void {
  putProperties(owner.properties, given.properties ?? {});
  putAttributeProperties(owner.attributes, given.attributeProperties ?? {});
  putAttributeProperties(owner.pipes, given.pipeProperties ?? {});
}
