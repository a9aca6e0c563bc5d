import type { CallOptions } from "../../iiop/call-options.ts";
import { withDeadline } from "../client/call-deadline.ts";
import { DatabaseLists } from "./database-lists.ts";
import type { DbDevExportInfo, DbDevFullInfo, DbDevImportInfo, DbDevInfo, DbServerInfo } from "./db-info.ts";

/** What the database knows of devices, servers and aliases. */
export abstract class DatabaseDevices extends DatabaseLists {
  /** Defines a device. One of this name is defined anew; its alias stays. */
  async addDevice(device: DbDevInfo, options?: CallOptions): Promise<void> {
    await this.withTexts("DbAddDevice", [device.server, device.name, device.className], options);
  }

  /** Removes a device with its properties. */
  async deleteDevice(device: string, options?: CallOptions): Promise<void> {
    await this.withText("DbDeleteDevice", device, options);
  }

  /** Defines a server with its devices; its admin device comes by itself. */
  async addServer(server: string, devices: readonly DbDevInfo[], options?: CallOptions): Promise<void> {
    const pairs = devices.flatMap(({ name, className }) => [name, className]);
    await this.withTexts("DbAddServer", [server, ...pairs], options);
  }

  /** Removes a server with its devices. */
  async deleteServer(server: string, options?: CallOptions): Promise<void> {
    await this.withText("DbDeleteServer", server, options);
  }

  /** Gives a server another name, its devices with it. */
  async renameServer(server: string, newName: string, options?: CallOptions): Promise<void> {
    await this.withTexts("DbRenameServer", [server, newName], options);
  }

  /** How a device is reached, by its name or its alias. */
  async importDevice(device: string, options?: CallOptions): Promise<DbDevImportInfo> {
    const command = "DbImportDevice";
    const { lvalue, svalue } = await this.numbersAndTexts(command, this.withText(command, device, options));
    const [, ior, version] = svalue;
    if (ior === undefined || version === undefined || lvalue.length < 1) {
      throw this.incoherent(command, `${lvalue.length} numbers and ${svalue.length} texts`);
    }
    return { name: device, exported: lvalue[0] === 1, ior, version };
  }

  /** Says that a device runs, and how it is reached. */
  async exportDevice(device: DbDevExportInfo, options?: CallOptions): Promise<void> {
    const { name, ior, host, pid, version } = device;
    await this.withTexts("DbExportDevice", [name, ior, host, String(pid), version], options);
  }

  /** Says that a device runs no more. */
  async unexportDevice(device: string, options?: CallOptions): Promise<void> {
    await this.withText("DbUnExportDevice", device, options);
  }

  /** Says that the devices of a server run no more. */
  async unexportServer(server: string, options?: CallOptions): Promise<void> {
    await this.withText("DbUnExportServer", server, options);
  }

  /** All that the database knows of a device, by its name or its alias. */
  async getDeviceInfo(device: string, options?: CallOptions): Promise<DbDevFullInfo> {
    const command = "DbGetDeviceInfo";
    const limited = withDeadline(options);
    const { lvalue, svalue } = await this.numbersAndTexts(command, this.withText(command, device, limited));
    const [name, ior, version, dsFullName, host, started, stopped, className] = svalue;
    if (name === undefined || stopped === undefined || lvalue.length < 2) {
      throw this.incoherent(command, `${lvalue.length} numbers and ${svalue.length} texts`);
    }
    return {
      name,
      className: className ?? (await this.getClassForDevice(device, limited)),
      dsFullName: dsFullName!,
      host: host!,
      exported: lvalue[0] === 1,
      ior: ior!,
      version: version!,
      pid: lvalue[1]!,
      startedDate: dateOrNone(started!),
      stoppedDate: dateOrNone(stopped),
    };
  }

  /** The class of a device. */
  getClassForDevice(device: string, options?: CallOptions): Promise<string> {
    return this.text("DbGetClassForDevice", this.withText("DbGetClassforDevice", device, options));
  }

  /** The class of a device and those that it inherits from. */
  getClassInheritanceForDevice(device: string, options?: CallOptions): Promise<string[]> {
    const command = "DbGetClassInheritanceForDevice";
    return this.texts(command, this.withText(command, device, options));
  }

  /** How the Starter controls a server. */
  async getServerInfo(server: string, options?: CallOptions): Promise<DbServerInfo> {
    const command = "DbGetServerInfo";
    const reply = await this.texts(command, this.withText(command, server, options));
    const [name, host, mode, level] = reply;
    if (name === undefined || host === undefined) throw this.incoherent(command, `${reply.length} texts`);
    return { name, host, mode: Number(mode ?? 0), level: Number(level ?? 0) };
  }

  /** Sets how the Starter controls a server. */
  async putServerInfo(server: DbServerInfo, options?: CallOptions): Promise<void> {
    const { name, host, mode, level } = server;
    await this.withTexts("DbPutServerInfo", [name, host, String(mode), String(level)], options);
  }

  /** The Starter controls this server no more. */
  async deleteServerInfo(server: string, options?: CallOptions): Promise<void> {
    await this.withText("DbDeleteServerInfo", server, options);
  }

  /** Gives a device an alias. */
  async putDeviceAlias(device: string, alias: string, options?: CallOptions): Promise<void> {
    await this.withTexts("DbPutDeviceAlias", [device, alias], options);
  }

  /** Removes the alias of a device. */
  async deleteDeviceAlias(alias: string, options?: CallOptions): Promise<void> {
    await this.withText("DbDeleteDeviceAlias", alias, options);
  }

  /** The device that an alias stands for. PyTango also calls it `get_device_alias`. */
  getDeviceFromAlias(alias: string, options?: CallOptions): Promise<string> {
    const command = "DbGetAliasDevice";
    return this.text(command, this.withText(command, alias, options));
  }

  /** The alias of a device; DB_AliasNotDefined where it has none. PyTango also calls it `get_alias`. */
  getAliasFromDevice(device: string, options?: CallOptions): Promise<string> {
    const command = "DbGetDeviceAlias";
    return this.text(command, this.withText(command, device, options));
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

/** Where there is no date the database has "?". */
function dateOrNone(text: string): string {
  return text.length === 1 ? "" : text;
}
