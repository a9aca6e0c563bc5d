import type { CallOptions } from "../../../iiop/call-options.ts";
import type { DbDevExportInfo } from "../../database/db-info.ts";
import type {
  AttributeProperties,
  AttributePropertyInputs,
  PropertyInputs,
  PropertyValues,
} from "../../database/property-value.ts";
import type { ServerIdentity } from "../../naming/server-identity.ts";

/**
 * Where a device server finds its devices and their properties, and says that they run: a Tango database, a file, the memory of this
 * process, or nothing (`-nodb`). Names of owners, attributes and properties are looked up whatever their case.
 *
 * What is asked for comes back under the name by which it was asked for: a property that is not defined has no lines, an attribute
 * without properties an empty object. All methods reject with DevFailed.
 */
export interface ServerDatabase {
  readonly kind: "database" | "file" | "memory" | "none";

  /**
   * Prepares for a server, once, before anything else is asked. What a start needs is fetched at once where that can be. Rejects with
   * API_StartupSequence where the database does not know the server.
   */
  open(server: ServerIdentity, options?: CallOptions): Promise<void>;
  /** Says that the server has started: what was fetched for the start is forgotten, and the database asked from now on. */
  endStartup(): void;
  /** Ends it; it is the last call. Nothing is unexported by it. */
  close(): Promise<void>;

  /** The classes of which the server has devices, its admin device's not among them. */
  classNames(options?: CallOptions): Promise<readonly string[]>;
  /** The devices of a class in this server, in the order of the database. */
  deviceNames(className: string, options?: CallOptions): Promise<readonly string[]>;

  /** Properties of a class. */
  classProperties(
    className: string,
    names: readonly string[],
    options?: CallOptions,
  ): Promise<PropertyValues>;
  /** Properties of a device. */
  deviceProperties(device: string, names: readonly string[], options?: CallOptions): Promise<PropertyValues>;
  /** Properties of a free object such as CtrlSystem. */
  freeProperties(object: string, names: readonly string[], options?: CallOptions): Promise<PropertyValues>;
  /** All properties of attributes of a class: by attribute, then by property. */
  classAttributeProperties(
    className: string,
    attributes: readonly string[],
    options?: CallOptions,
  ): Promise<AttributeProperties>;
  /** All properties of attributes of a device: by attribute, then by property. */
  deviceAttributeProperties(
    device: string,
    attributes: readonly string[],
    options?: CallOptions,
  ): Promise<AttributeProperties>;
  /** All properties of pipes of a class: by pipe, then by property. */
  classPipeProperties(
    className: string,
    pipes: readonly string[],
    options?: CallOptions,
  ): Promise<AttributeProperties>;
  /** All properties of pipes of a device: by pipe, then by property. */
  devicePipeProperties(
    device: string,
    pipes: readonly string[],
    options?: CallOptions,
  ): Promise<AttributeProperties>;

  /** Sets properties of a class. */
  putClassProperties(className: string, properties: PropertyInputs, options?: CallOptions): Promise<void>;
  /** Sets properties of a device. */
  putDeviceProperties(device: string, properties: PropertyInputs, options?: CallOptions): Promise<void>;
  /** Deletes properties of a device. */
  deleteDeviceProperties(device: string, names: readonly string[], options?: CallOptions): Promise<void>;
  /** Sets properties of attributes of a device; those that are not named stay. */
  putDeviceAttributeProperties(
    device: string,
    properties: AttributePropertyInputs,
    options?: CallOptions,
  ): Promise<void>;
  /** Deletes properties of an attribute of a device. */
  deleteDeviceAttributeProperties(
    device: string,
    attribute: string,
    names: readonly string[],
    options?: CallOptions,
  ): Promise<void>;
  /** Sets properties of pipes of a device; those that are not named stay. */
  putDevicePipeProperties(
    device: string,
    properties: AttributePropertyInputs,
    options?: CallOptions,
  ): Promise<void>;
  /** Deletes properties of a pipe of a device. */
  deleteDevicePipeProperties(
    device: string,
    pipe: string,
    names: readonly string[],
    options?: CallOptions,
  ): Promise<void>;

  /** The reference, as text, under which this server's admin device is exported now, maybe by a server that still runs; null where it is not. */
  runningAdminDevice(options?: CallOptions): Promise<string | null>;
  /** Says that a device runs, and how it is reached. */
  exportDevice(device: DbDevExportInfo, options?: CallOptions): Promise<void>;
  /** Says that a device runs no more. */
  unexportDevice(device: string, options?: CallOptions): Promise<void>;
  /** Says that none of this server's devices runs any more; nothing where none was exported here, lest another process be unexported. */
  unexportServer(options?: CallOptions): Promise<void>;
  /** Defines a device of this server, as `create_device` does. */
  addDevice(device: string, className: string, options?: CallOptions): Promise<void>;
  /** Removes a device with its properties, as `delete_device` does. */
  deleteDevice(device: string, options?: CallOptions): Promise<void>;
}
