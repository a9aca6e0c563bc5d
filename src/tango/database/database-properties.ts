import type { CallOptions } from "../../iiop/call-options.ts";
import { type Names, nameList } from "../naming/name-list.ts";
import { DatabaseAliases } from "./database-aliases.ts";
import { parseHistory, parseProperties, putArgument } from "./property-block.ts";
import { type PropertyNames, propertyNames } from "./property-names.ts";
import type { DbHistory, PropertyInputs, PropertyValues } from "./property-value.ts";

/**
 * The properties of devices, classes and free objects. A property is a list of texts; one that is not defined is an empty list. Names may
 * have `*` in them when deleting, and an object whose members have these names may stand for them, as the one that was got or put.
 */
export abstract class DatabaseProperties extends DatabaseAliases {
  /** The properties of a device. */
  getDeviceProperty(device: string, names: Names, options?: CallOptions): Promise<PropertyValues> {
    return this.#get("DbGetDeviceProperty", device, names, true, options);
  }

  /** Sets properties of a device. */
  putDeviceProperty(device: string, properties: PropertyInputs, options?: CallOptions): Promise<void> {
    return this.#put("DbPutDeviceProperty", device, properties, options);
  }

  /** Deletes properties of a device. */
  deleteDeviceProperty(device: string, names: PropertyNames, options?: CallOptions): Promise<void> {
    return this.deleteNamed("DbDeleteDeviceProperty", [device], names, options);
  }

  /** The last values of the properties of a device. */
  getDevicePropertyHistory(device: string, name: string, options?: CallOptions): Promise<DbHistory[]> {
    return this.history("DbGetDevicePropertyHist", [device, name], options);
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
  deleteClassProperty(className: string, names: PropertyNames, options?: CallOptions): Promise<void> {
    return this.deleteNamed("DbDeleteClassProperty", [className], names, options);
  }

  /** The last values of the properties of a class. */
  getClassPropertyHistory(className: string, name: string, options?: CallOptions): Promise<DbHistory[]> {
    return this.history("DbGetClassPropertyHist", [className, name], options);
  }

  /** The properties of a free object. */
  getProperty(object: string, names: Names, options?: CallOptions): Promise<PropertyValues> {
    return this.#get("DbGetProperty", object, names, true, options);
  }

  /**
   * As `getProperty`, whatever the access control says of the database: by this the device of the access control itself is found. PyTango's fails for
   * every argument, and cppTango's keeps errors for itself; this one has them.
   */
  getPropertyForced(object: string, names: Names, options?: CallOptions): Promise<PropertyValues> {
    return this.getProperty(object, names, options);
  }

  /** Sets properties of a free object. */
  putProperty(object: string, properties: PropertyInputs, options?: CallOptions): Promise<void> {
    return this.#put("DbPutProperty", object, properties, options);
  }

  /** Deletes properties of a free object. */
  deleteProperty(object: string, names: PropertyNames, options?: CallOptions): Promise<void> {
    return this.deleteNamed("DbDeleteProperty", [object], names, options);
  }

  /** The last values of the properties of a free object. */
  getPropertyHistory(object: string, name: string, options?: CallOptions): Promise<DbHistory[]> {
    return this.history("DbGetPropertyHist", [object, name], options);
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

  /** Executes a command that deletes what has these names; nothing where there are none. */
  protected async deleteNamed(
    command: string,
    owner: readonly string[],
    names: PropertyNames,
    options: CallOptions | undefined,
  ): Promise<void> {
    const wanted = propertyNames(names);
    if (wanted.length > 0) await this.withTexts(command, [...owner, ...wanted], options);
  }

  /** Executes a command that gives the last values of properties; three texts to it name those of an attribute or pipe. */
  protected history(
    command: string,
    argument: readonly string[],
    options: CallOptions | undefined,
  ): Promise<DbHistory[]> {
    const reply = this.withTexts(command, argument, options);
    return this.parsed(command, reply, (lines) => parseHistory(lines, argument.length === 3));
  }
}
