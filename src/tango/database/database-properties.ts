import type { CallOptions } from "../../iiop/call-options.ts";
import { withDeadline } from "../client/call-deadline.ts";
import { type Names, nameList } from "../naming/name-list.ts";
import { DatabaseDevices } from "./database-devices.ts";
import {
  namedEntries,
  parseAttributeProperties,
  parseHistory,
  parseProperties,
  putArgument,
  putAttributeArgument,
} from "./property-block.ts";
import type {
  AttributeProperties,
  AttributePropertyInputs,
  PropertyHistoryEntry,
  PropertyInputs,
  PropertyValues,
} from "./property-value.ts";

/** Properties to delete, by the attribute they belong to. */
export type AttributePropertyNames = Readonly<Record<string, Names>>;

/**
 * The properties of devices, classes, free objects, and the attributes and pipes of devices and classes. A property is a list of
 * texts; one that is not defined is an empty list. Names may have `*` in them when deleting.
 */
export abstract class DatabaseProperties extends DatabaseDevices {
  /** The properties of a device. */
  getDeviceProperty(device: string, names: Names, options?: CallOptions): Promise<PropertyValues> {
    return this.#get("DbGetDeviceProperty", device, names, true, options);
  }

  /** Sets properties of a device. */
  putDeviceProperty(device: string, properties: PropertyInputs, options?: CallOptions): Promise<void> {
    return this.#put("DbPutDeviceProperty", device, properties, options);
  }

  /** Deletes properties of a device. */
  deleteDeviceProperty(device: string, names: Names, options?: CallOptions): Promise<void> {
    return this.#delete("DbDeleteDeviceProperty", device, names, options);
  }

  /** The last values of the properties of a device. */
  getDevicePropertyHistory(
    device: string,
    name: string,
    options?: CallOptions,
  ): Promise<PropertyHistoryEntry[]> {
    return this.#history("DbGetDevicePropertyHist", [device, name], options);
  }

  /** The properties of a class. */
  getClassProperty(className: string, names: Names, options?: CallOptions): Promise<PropertyValues> {
    return this.#get("DbGetClassProperty", className, names, false, options);
  }

  /** Sets properties of a class. */
  putClassProperty(className: string, properties: PropertyInputs, options?: CallOptions): Promise<void> {
    return this.#put("DbPutClassProperty", className, properties, options);
  }

  /** Deletes properties of a class. */
  deleteClassProperty(className: string, names: Names, options?: CallOptions): Promise<void> {
    return this.#delete("DbDeleteClassProperty", className, names, options);
  }

  /** The last values of the properties of a class. */
  getClassPropertyHistory(
    className: string,
    name: string,
    options?: CallOptions,
  ): Promise<PropertyHistoryEntry[]> {
    return this.#history("DbGetClassPropertyHist", [className, name], options);
  }

  /** The properties of a free object. */
  getProperty(object: string, names: Names, options?: CallOptions): Promise<PropertyValues> {
    return this.#get("DbGetProperty", object, names, true, options);
  }

  /** Sets properties of a free object. */
  putProperty(object: string, properties: PropertyInputs, options?: CallOptions): Promise<void> {
    return this.#put("DbPutProperty", object, properties, options);
  }

  /** Deletes properties of a free object. */
  deleteProperty(object: string, names: Names, options?: CallOptions): Promise<void> {
    return this.#delete("DbDeleteProperty", object, names, options);
  }

  /** The last values of the properties of a free object. */
  getPropertyHistory(object: string, name: string, options?: CallOptions): Promise<PropertyHistoryEntry[]> {
    return this.#history("DbGetPropertyHist", [object, name], options);
  }

  /** The properties of attributes of a device: by attribute, then by property. */
  getDeviceAttributeProperty(
    device: string,
    attributes: Names,
    options?: CallOptions,
  ): Promise<AttributeProperties> {
    return this.#getOfAttributes("DbGetDeviceAttributeProperty2", device, attributes, options);
  }

  /** Sets properties of attributes of a device. */
  putDeviceAttributeProperty(
    device: string,
    properties: AttributePropertyInputs,
    options?: CallOptions,
  ): Promise<void> {
    return this.#putOfAttributes("DbPutDeviceAttributeProperty2", device, properties, options);
  }

  /** Deletes properties of attributes of a device. */
  deleteDeviceAttributeProperty(
    device: string,
    names: AttributePropertyNames,
    options?: CallOptions,
  ): Promise<void> {
    return this.#deleteOfAttributes("DbDeleteDeviceAttributeProperty", device, names, options);
  }

  /** Deletes all properties of attributes of a device. */
  deleteAllDeviceAttributeProperty(device: string, attributes: Names, options?: CallOptions): Promise<void> {
    return this.#delete("DbDeleteAllDeviceAttributeProperty", device, attributes, options);
  }

  /** The last values of the properties of attributes of a device. */
  getDeviceAttributePropertyHistory(
    device: string,
    attribute: string,
    name: string,
    options?: CallOptions,
  ): Promise<PropertyHistoryEntry[]> {
    return this.#history("DbGetDeviceAttributePropertyHist", [device, attribute, name], options);
  }

  /** The properties of attributes of a class: by attribute, then by property. */
  getClassAttributeProperty(
    className: string,
    attributes: Names,
    options?: CallOptions,
  ): Promise<AttributeProperties> {
    return this.#getOfAttributes("DbGetClassAttributeProperty2", className, attributes, options);
  }

  /** Sets properties of attributes of a class. */
  putClassAttributeProperty(
    className: string,
    properties: AttributePropertyInputs,
    options?: CallOptions,
  ): Promise<void> {
    return this.#putOfAttributes("DbPutClassAttributeProperty2", className, properties, options);
  }

  /** Deletes properties of attributes of a class. */
  deleteClassAttributeProperty(
    className: string,
    names: AttributePropertyNames,
    options?: CallOptions,
  ): Promise<void> {
    return this.#deleteOfAttributes("DbDeleteClassAttributeProperty", className, names, options);
  }

  /** The last values of the properties of attributes of a class. */
  getClassAttributePropertyHistory(
    className: string,
    attribute: string,
    name: string,
    options?: CallOptions,
  ): Promise<PropertyHistoryEntry[]> {
    return this.#history("DbGetClassAttributePropertyHist", [className, attribute, name], options);
  }

  /** The properties of pipes of a device: by pipe, then by property. */
  getDevicePipeProperty(device: string, pipes: Names, options?: CallOptions): Promise<AttributeProperties> {
    return this.#getOfAttributes("DbGetDevicePipeProperty", device, pipes, options);
  }

  /** Sets properties of pipes of a device. */
  putDevicePipeProperty(
    device: string,
    properties: AttributePropertyInputs,
    options?: CallOptions,
  ): Promise<void> {
    return this.#putOfAttributes("DbPutDevicePipeProperty", device, properties, options);
  }

  /** Deletes properties of pipes of a device. */
  deleteDevicePipeProperty(
    device: string,
    names: AttributePropertyNames,
    options?: CallOptions,
  ): Promise<void> {
    return this.#deleteOfAttributes("DbDeleteDevicePipeProperty", device, names, options);
  }

  /** The properties of pipes of a class: by pipe, then by property. */
  getClassPipeProperty(className: string, pipes: Names, options?: CallOptions): Promise<AttributeProperties> {
    return this.#getOfAttributes("DbGetClassPipeProperty", className, pipes, options);
  }

  /** Sets properties of pipes of a class. */
  putClassPipeProperty(
    className: string,
    properties: AttributePropertyInputs,
    options?: CallOptions,
  ): Promise<void> {
    return this.#putOfAttributes("DbPutClassPipeProperty", className, properties, options);
  }

  /** Deletes properties of pipes of a class. */
  deleteClassPipeProperty(
    className: string,
    names: AttributePropertyNames,
    options?: CallOptions,
  ): Promise<void> {
    return this.#deleteOfAttributes("DbDeleteClassPipeProperty", className, names, options);
  }

  async #get(
    command: string,
    owner: string,
    names: Names,
    emptyHasDummy: boolean,
    options: CallOptions | undefined,
  ): Promise<PropertyValues> {
    const wanted = nameList(names);
    // The database has an error for no names.
    if (wanted.length === 0) return {};
    const reply = this.withTexts(command, [owner, ...wanted], options);
    return this.parsed(command, reply, (lines) => parseProperties(lines, emptyHasDummy));
  }

  async #put(
    command: string,
    owner: string,
    properties: PropertyInputs,
    options: CallOptions | undefined,
  ): Promise<void> {
    await this.withTexts(command, putArgument(owner, properties), options);
  }

  async #delete(
    command: string,
    owner: string,
    names: Names,
    options: CallOptions | undefined,
  ): Promise<void> {
    const wanted = nameList(names);
    if (wanted.length > 0) await this.withTexts(command, [owner, ...wanted], options);
  }

  async #getOfAttributes(
    command: string,
    owner: string,
    attributes: Names,
    options: CallOptions | undefined,
  ): Promise<AttributeProperties> {
    const wanted = nameList(attributes);
    if (wanted.length === 0) return {};
    const reply = this.withTexts(command, [owner, ...wanted], options);
    return this.parsed(command, reply, parseAttributeProperties);
  }

  async #putOfAttributes(
    command: string,
    owner: string,
    properties: AttributePropertyInputs,
    options: CallOptions | undefined,
  ): Promise<void> {
    await this.withTexts(command, putAttributeArgument(owner, properties), options);
  }

  async #deleteOfAttributes(
    command: string,
    owner: string,
    names: AttributePropertyNames,
    options: CallOptions | undefined,
  ): Promise<void> {
    const limited = withDeadline(options);
    for (const [attribute, properties] of namedEntries(names, "an attribute")) {
      const wanted = nameList(properties);
      if (wanted.length > 0) await this.#delete(command, owner, [attribute, ...wanted], limited);
    }
  }

  #history(
    command: string,
    argument: readonly string[],
    options: CallOptions | undefined,
  ): Promise<PropertyHistoryEntry[]> {
    const reply = this.withTexts(command, argument, options);
    return this.parsed(command, reply, (lines) => parseHistory(lines, argument.length === 3));
  }
}
