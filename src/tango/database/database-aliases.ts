import type { CallOptions } from "../../iiop/call-options.ts";
import { DatabaseDevices } from "./database-devices.ts";

/** The short names of devices and of attributes. */
export abstract class DatabaseAliases extends DatabaseDevices {
  /** Gives a device an alias. */
  async putDeviceAlias(device: string, alias: string, options?: CallOptions): Promise<void> {
    await this.withTexts("DbPutDeviceAlias", [device, alias], options);
  }

  /** Removes the alias of a device. */
  async deleteDeviceAlias(alias: string, options?: CallOptions): Promise<void> {
    await this.withText("DbDeleteDeviceAlias", alias, options);
  }

  /** The device that an alias stands for; DB_DeviceNotDefined where there is no such alias. */
  getDeviceFromAlias(alias: string, options?: CallOptions): Promise<string> {
    const command = "DbGetAliasDevice";
    return this.text(command, this.withText(command, alias, options));
  }

  /** The older name of `getDeviceFromAlias`, which takes an alias too. */
  getDeviceAlias(alias: string, options?: CallOptions): Promise<string> {
    return this.getDeviceFromAlias(alias, options);
  }

  /** The alias of a device; DB_AliasNotDefined where it has none. */
  getAliasFromDevice(device: string, options?: CallOptions): Promise<string> {
    const command = "DbGetDeviceAlias";
    return this.text(command, this.withText(command, device, options));
  }

  /** The older name of `getAliasFromDevice`. */
  getAlias(device: string, options?: CallOptions): Promise<string> {
    return this.getAliasFromDevice(device, options);
  }

  /** Gives an attribute (`d/f/m/attribute`) an alias. */
  async putAttributeAlias(attribute: string, alias: string, options?: CallOptions): Promise<void> {
    await this.withTexts("DbPutAttributeAlias", [attribute, alias], options);
  }

  /** Removes the alias of an attribute. */
  async deleteAttributeAlias(alias: string, options?: CallOptions): Promise<void> {
    await this.withText("DbDeleteAttributeAlias", alias, options);
  }

  /** The attribute that an alias stands for, by the older command; what an AttributeProxy uses. */
  getAttributeAlias(alias: string, options?: CallOptions): Promise<string> {
    const command = "DbGetAttributeAlias";
    return this.text(command, this.withText(command, alias, options));
  }

  /** The attribute that an alias stands for. */
  getAttributeFromAlias(alias: string, options?: CallOptions): Promise<string> {
    const command = "DbGetAliasAttribute";
    return this.text(command, this.withText(command, alias, options));
  }

  /** The alias of an attribute. */
  getAliasFromAttribute(attribute: string, options?: CallOptions): Promise<string> {
    const command = "DbGetAttributeAlias2";
    return this.text(command, this.withText(command, attribute, options));
  }
}
