import type { CallOptions } from "../../iiop/call-options.ts";
import { withDeadline } from "../client/call-deadline.ts";
import { DatabaseLists } from "./database-lists.ts";
import type { DbDevExportInfo, DbDevFullInfo, DbDevImportInfo, DbDevInfo, DbServerInfo } from "./db-info.ts";

/** What the database knows of devices and servers. */
export abstract class DatabaseDevices extends DatabaseLists {
  /** Defines a device. One of this name is defined anew; its alias stays. */
  async addDevice(device: DbDevInfo, options?: CallOptions): Promise<void> {
    await this.withTexts("DbAddDevice", [device.server, device.name, device.className], options);
  }

  /** Removes a device with its properties. */
  async deleteDevice(device: string, options?: CallOptions): Promise<void> {
    await this.withText("DbDeleteDevice", device, options);
  }

  /**
   * Defines devices of a server, which may have others. Its admin device comes by itself: the database adds it, so that PyTango's `with_dserver`
   * is not needed. All devices go to `server`, whatever their own entries name. A device that it has already loses its alias; one of another
   * server must be deleted before, since the database would then have it twice.
   */
  async addServer(
    server: string,
    devices: DbDevInfo | readonly DbDevInfo[],
    options?: CallOptions,
  ): Promise<void> {
    const pairs = listOf(devices).flatMap(({ name, className }) => [name, className]);
    await this.withTexts("DbAddServer", [server, ...pairs], options);
  }

  /** Removes a server with its devices. The name may have `*` in the instance; DB_IncorrectServerName for what names no server. */
  async deleteServer(server: string, options?: CallOptions): Promise<void> {
    await this.withText("DbDeleteServer", server, options);
  }

  /** Gives a server (`executable/instance`) another name, its devices with it. The database refuses a name that is taken (Db_WrongArgument). */
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

  /**
   * Says that devices run, one after the other in this order. cppTango sends all at once by a command that no database has
   * (DbExportServer), so that PyTango's `export_server` always fails.
   */
  async exportServer(
    devices: DbDevExportInfo | readonly DbDevExportInfo[],
    options?: CallOptions,
  ): Promise<void> {
    const limited = withDeadline(options);
    for (const device of listOf(devices)) await this.exportDevice(device, limited);
  }

  /** Says that a device runs no more. */
  async unexportDevice(device: string, options?: CallOptions): Promise<void> {
    await this.withText("DbUnExportDevice", device, options);
  }

  /** Says that the devices of a server run no more. */
  async unexportServer(server: string, options?: CallOptions): Promise<void> {
    await this.withText("DbUnExportServer", server, options);
  }

  /** Registers a channel of the old event system (notifd); its name stands where a device's does. PyTango's `export_event` crashes its process. */
  async exportEvent(channel: DbDevExportInfo, options?: CallOptions): Promise<void> {
    const { name, ior, host, pid, version } = channel;
    await this.withTexts("DbExportEvent", [name, ior, host, String(pid), version], options);
  }

  /** Says that a channel of the old event system is gone; the database keeps its entry. */
  async unexportEvent(channel: string, options?: CallOptions): Promise<void> {
    await this.withText("DbUnExportEvent", channel, options);
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
}

/** One or several, as several. */
function listOf<T>(items: T | readonly T[]): readonly T[] {
  return Array.isArray(items) ? (items as readonly T[]) : [items as T];
}

/** Where there is no date the database has "?". */
function dateOrNone(text: string): string {
  return text.length === 1 ? "" : text;
}
