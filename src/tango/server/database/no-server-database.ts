import type { DbDevExportInfo } from "../../database/db-info.ts";
import type { AttributeProperties, PropertyValues } from "../../database/property-value.ts";
import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { checkDeclaredDevices, type DeclaredDevice } from "./declared-device.ts";
import { NameMap } from "./name-map.ts";
import { attributeProperties, propertyValues } from "./server-contents.ts";
import type { ServerDatabase } from "./server-database.ts";

/** A class of a server without database. */
export interface DatabaselessClass {
  readonly name: string;
  /** The devices that it has where none is declared for it. */
  readonly deviceNames?: readonly string[];
}

/**
 * No database (`-nodb`): the devices are those that were declared, or a lone `NoName` in a class for which there are none. No property
 * is defined, and what is put is forgotten, as in cppTango.
 */
export class NoServerDatabase implements ServerDatabase {
  readonly kind = "none";
  readonly #devicesOfClass = new NameMap<readonly string[]>();

  /**
   * A server with these classes, in this order: a device that was declared without class is of the last. Throws DevFailed
   * API_WrongCmdLineArgs for a device of another class, and for a malformed or repeated name.
   */
  constructor(devices: readonly DeclaredDevice[], classes: readonly DatabaselessClass[]) {
    checkDeclaredDevices(devices);
    const last = classes.at(-1);
    for (const { name, deviceNames = [] } of classes) {
      const declared = devices.filter(({ className }) => className?.toLowerCase() === name.toLowerCase());
      const unassigned = devices.filter(({ className }) => className === null && name === last?.name);
      const names = [...declared, ...unassigned].map((device) => device.name);
      this.#devicesOfClass.set(
        name,
        names.length > 0 ? names : deviceNames.length > 0 ? deviceNames : [NO_NAME],
      );
    }
    for (const { className } of devices) {
      if (className === null || this.#devicesOfClass.get(className) !== undefined) continue;
      const desc = `Class name ${className.toLowerCase()} used on command line device declaration but this class is not embedded in DS process`;
      throw new DevFailed([devError("API_WrongCmdLineArgs", desc, "NoServerDatabase")]);
    }
  }

  async open(): Promise<void> {}

  endStartup(): void {}

  async close(): Promise<void> {}

  classNames(): Promise<readonly string[]> {
    return Promise.resolve(this.#devicesOfClass.names());
  }

  deviceNames(className: string): Promise<readonly string[]> {
    return Promise.resolve(this.#devicesOfClass.get(className) ?? []);
  }

  classProperties(_className: string, names: readonly string[]): Promise<PropertyValues> {
    return noValues(names);
  }

  deviceProperties(_device: string, names: readonly string[]): Promise<PropertyValues> {
    return noValues(names);
  }

  freeProperties(_object: string, names: readonly string[]): Promise<PropertyValues> {
    return noValues(names);
  }

  classAttributeProperties(_className: string, names: readonly string[]): Promise<AttributeProperties> {
    return noAttributeProperties(names);
  }

  deviceAttributeProperties(_device: string, names: readonly string[]): Promise<AttributeProperties> {
    return noAttributeProperties(names);
  }

  classPipeProperties(_className: string, names: readonly string[]): Promise<AttributeProperties> {
    return noAttributeProperties(names);
  }

  devicePipeProperties(_device: string, names: readonly string[]): Promise<AttributeProperties> {
    return noAttributeProperties(names);
  }

  async putClassProperties(): Promise<void> {}

  async putDeviceProperties(): Promise<void> {}

  async deleteDeviceProperties(): Promise<void> {}

  async putDeviceAttributeProperties(): Promise<void> {}

  async deleteDeviceAttributeProperties(): Promise<void> {}

  async putDevicePipeProperties(): Promise<void> {}

  async deleteDevicePipeProperties(): Promise<void> {}

  runningAdminDevice(): Promise<null> {
    return Promise.resolve(null);
  }

  async exportDevice(_device: DbDevExportInfo): Promise<void> {}

  async unexportDevice(_device: string): Promise<void> {}

  async unexportServer(): Promise<void> {}

  async addDevice(): Promise<void> {}

  async deleteDevice(): Promise<void> {}
}

function noValues(names: readonly string[]): Promise<PropertyValues> {
  return Promise.resolve(propertyValues(undefined, names));
}

function noAttributeProperties(names: readonly string[]): Promise<AttributeProperties> {
  return Promise.resolve(attributeProperties(undefined, names));
}

/** The name that cppTango gives the device of a class for which none is declared. */
const NO_NAME = "NoName";
