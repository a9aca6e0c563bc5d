import type { CallOptions } from "../../iiop/call-options.ts";
import { withDeadline } from "../client/call-deadline.ts";
import { type Names, nameList } from "../naming/name-list.ts";
import { DatabaseProperties } from "./database-properties.ts";
import { namedEntries, parseAttributeProperties, putAttributeArgument } from "./property-block.ts";
import type { AttributePropertyNames } from "./property-names.ts";
import type { AttributeProperties, AttributePropertyInputs, DbHistory } from "./property-value.ts";

/**
 * The properties of attributes and pipes, of devices and of classes: by the name of the attribute, then by that of the property. One
 * that has none is an empty object.
 */
export abstract class DatabaseAttributeProperties extends DatabaseProperties {
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
    return this.deleteNamed("DbDeleteAllDeviceAttributeProperty", [device], attributes, options);
  }

  /** The last values of the properties of attributes of a device. */
  getDeviceAttributePropertyHistory(
    device: string,
    attribute: string,
    name: string,
    options?: CallOptions,
  ): Promise<DbHistory[]> {
    return this.history("DbGetDeviceAttributePropertyHist", [device, attribute, name], options);
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
  ): Promise<DbHistory[]> {
    return this.history("DbGetClassAttributePropertyHist", [className, attribute, name], options);
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

  /** Deletes all properties of pipes of a device. */
  deleteAllDevicePipeProperty(device: string, pipes: Names, options?: CallOptions): Promise<void> {
    return this.deleteNamed("DbDeleteAllDevicePipeProperty", [device], pipes, options);
  }

  /** The last values of the properties of pipes of a device. */
  getDevicePipePropertyHistory(
    device: string,
    pipe: string,
    name: string,
    options?: CallOptions,
  ): Promise<DbHistory[]> {
    return this.history("DbGetDevicePipePropertyHist", [device, pipe, name], options);
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

  /** The last values of the properties of pipes of a class. */
  getClassPipePropertyHistory(
    className: string,
    pipe: string,
    name: string,
    options?: CallOptions,
  ): Promise<DbHistory[]> {
    return this.history("DbGetClassPipePropertyHist", [className, pipe, name], options);
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
      await this.deleteNamed(command, [owner, attribute], properties, limited);
    }
  }
}
