import type { CallOptions } from "../../iiop/call-options.ts";
import { DevFailed } from "../error/dev-failed.ts";
import { matchesWildcard } from "../naming/wildcard.ts";
import { DatabaseCommands } from "./database-commands.ts";
import type { DbDevInfo } from "./db-info.ts";
import { ReplyLines } from "./reply-lines.ts";

/** The lists that the database gives. A `filter` may have `*` in it; without one, everything is listed. */
export abstract class DatabaseLists extends DatabaseCommands {
  /** The devices of a class in a server (`executable/instance`). */
  getDeviceName(server: string, className: string, options?: CallOptions): Promise<string[]> {
    return this.#by("DbGetDeviceList", [server, className], options);
  }

  /** The devices that are defined. */
  getDeviceDefined(filter = "*", options?: CallOptions): Promise<string[]> {
    return this.#of("DbGetDeviceWideList", filter, options);
  }

  /** The devices whose servers say that they run. */
  getDeviceExported(filter = "*", options?: CallOptions): Promise<string[]> {
    return this.#of("DbGetDeviceExportedList", filter, options);
  }

  /** The devices of a class whose servers say that they run. */
  getDeviceExportedForClass(className: string, options?: CallOptions): Promise<string[]> {
    return this.#of("DbGetExportdDeviceListForClass", className, options);
  }

  /** The first fields of the devices whose names fit. */
  getDeviceDomain(filter = "*", options?: CallOptions): Promise<string[]> {
    return this.#of("DbGetDeviceDomainList", filter, options);
  }

  /** The second fields of the devices whose names fit: `getDeviceFamily("sys/*")`. */
  getDeviceFamily(filter = "*", options?: CallOptions): Promise<string[]> {
    return this.#of("DbGetDeviceFamilyList", filter, options);
  }

  /** The third fields of the devices whose names fit: `getDeviceMember("sys/tg_test/*")`. */
  getDeviceMember(filter = "*", options?: CallOptions): Promise<string[]> {
    return this.#of("DbGetDeviceMemberList", filter, options);
  }

  /** The aliases of devices. */
  getDeviceAliasList(filter = "*", options?: CallOptions): Promise<string[]> {
    return this.#of("DbGetDeviceAliasList", filter, options);
  }

  /** The aliases of attributes. */
  getAttributeAliasList(filter = "*", options?: CallOptions): Promise<string[]> {
    return this.#of("DbGetAttributeAliasList", filter, options);
  }

  /** The classes of the devices that are defined. */
  getClassList(filter = "*", options?: CallOptions): Promise<string[]> {
    return this.#of("DbGetClassList", filter, options);
  }

  /** `host:port` of every database device of the control system that runs, by whose addresses events may be named (DbGetCSDbServerList). */
  getDatabaseHosts(options?: CallOptions): Promise<string[]> {
    return this.texts("DbGetCSDbServerList", this.withNothing("DbGetCSDbServerList", options));
  }

  /** The servers, `executable/instance`. */
  getServerList(filter = "*", options?: CallOptions): Promise<string[]> {
    return this.#of("DbGetServerList", filter, options);
  }

  /** The executables of the servers. */
  getServerNameList(filter = "*", options?: CallOptions): Promise<string[]> {
    return this.#of("DbGetServerNameList", filter, options);
  }

  /** The instances of an executable. */
  getInstanceNameList(executable: string, options?: CallOptions): Promise<string[]> {
    return this.#of("DbGetInstanceNameList", executable, options);
  }

  /** The classes of the devices in a server, but for its admin device's. */
  async getServerClassList(server: string, options?: CallOptions): Promise<string[]> {
    const classes = await this.#of("DbGetDeviceServerClassList", server, options);
    return classes.filter((name) => name.toLowerCase() !== "dserver");
  }

  /** The devices of a server with their classes, its admin device among them: as `addServer` takes them. PyTango gives names and classes in turns. */
  getDeviceClassList(server: string, options?: CallOptions): Promise<DbDevInfo[]> {
    const command = "DbGetDeviceClassList";
    return this.parsed(command, this.withText(command, server, options), (lines) => {
      const reader = new ReplyLines(lines);
      const devices: DbDevInfo[] = [];
      while (!reader.atEnd) {
        const name = reader.line("a device");
        devices.push({ name, className: reader.line(`the class of ${name}`), server });
      }
      return devices;
    });
  }

  /** The hosts on which servers run or ran. */
  getHostList(filter = "*", options?: CallOptions): Promise<string[]> {
    return this.#of("DbGetHostList", filter, options);
  }

  /** The servers that run or ran on a host. */
  getHostServerList(host: string, options?: CallOptions): Promise<string[]> {
    return this.#of("DbGetHostServerList", host, options);
  }

  /** The free objects: names that have properties without being devices. */
  getObjectList(filter = "*", options?: CallOptions): Promise<string[]> {
    return this.#of("DbGetObjectList", filter, options);
  }

  /** The names of a free object's properties. */
  getObjectPropertyList(object: string, filter = "*", options?: CallOptions): Promise<string[]> {
    return this.#by("DbGetPropertyList", [object, filter], options);
  }

  /** The names of a device's properties. */
  getDevicePropertyList(device: string, filter = "*", options?: CallOptions): Promise<string[]> {
    return this.#by("DbGetDevicePropertyList", [device, filter], options);
  }

  /** The names of a class's properties. */
  async getClassPropertyList(className: string, filter = "*", options?: CallOptions): Promise<string[]> {
    if (filter === "*") return this.#of("DbGetClassPropertyList", className, options);
    try {
      return await this.#by("DbGetClassPropertyListWildcard", [className, filter], options);
    } catch (error) {
      if (!(error instanceof DevFailed) || error.reason !== "API_CommandNotFound") throw error;
      // The databases before Tango 10 can only list all.
      const all = await this.#of("DbGetClassPropertyList", className, options);
      return all.filter((name) => matchesWildcard(filter, name));
    }
  }

  /** The attributes of a device that have properties. */
  getDeviceAttributeList(device: string, filter = "*", options?: CallOptions): Promise<string[]> {
    return this.#by("DbGetDeviceAttributeList", [device, filter], options);
  }

  /** The attributes of a class that have properties. */
  getClassAttributeList(className: string, filter = "*", options?: CallOptions): Promise<string[]> {
    return this.#by("DbGetClassAttributeList", [className, filter], options);
  }

  /** The pipes of a device that have properties. */
  getDevicePipeList(device: string, filter = "*", options?: CallOptions): Promise<string[]> {
    return this.#by("DbGetDevicePipeList", [device, filter], options);
  }

  /** The pipes of a class that have properties. */
  getClassPipeList(className: string, filter = "*", options?: CallOptions): Promise<string[]> {
    return this.#by("DbGetClassPipeList", [className, filter], options);
  }

  #of(command: string, argument: string, options: CallOptions | undefined): Promise<string[]> {
    return this.texts(command, this.withText(command, argument, options));
  }

  #by(command: string, argument: readonly string[], options: CallOptions | undefined): Promise<string[]> {
    return this.texts(command, this.withTexts(command, argument, options));
  }
}
