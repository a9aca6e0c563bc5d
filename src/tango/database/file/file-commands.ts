import type { CallOptions } from "../../../iiop/call-options.ts";
import { withDeadline } from "../../client/call-deadline.ts";
import { waitFor } from "../../client/wait-for.ts";
import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { toDevFailed } from "../../error/to-dev-failed.ts";
import { serverName } from "../../naming/server-identity.ts";
import { matchesWildcard } from "../../naming/wildcard.ts";
import type { CommandExecution } from "../command-execution.ts";
import {
  parseAttributeProperties,
  parseProperties,
  propertyReply,
  putAttributeArgument,
} from "../property-block.ts";
import { DatabaseFile } from "./database-file.ts";
import type { FileDatabase } from "./file-database-format.ts";
import type { NameMap } from "./name-map.ts";
import {
  attributeProperties,
  deleteProperties,
  newOwner,
  type Properties,
  type PropertyOwner,
  propertyValues,
  putAttributeProperties,
  putProperties,
  type ServerContents,
} from "./server-contents.ts";

/**
 * The commands of the database device, executed on a database file: lists, and the properties of devices, classes, free objects and
 * attributes. Each change writes the file. What else a database can do is API_NotSupported here, as in cppTango.
 */
export class FileCommands {
  readonly #file: DatabaseFile;
  /** What the file holds; read by the first command. */
  #found: Promise<FileDatabase> | null = null;
  #closed = false;

  constructor(path: string) {
    this.#file = new DatabaseFile(path);
  }

  get path(): string {
    return this.#file.path;
  }

  /** Executes a command. */
  readonly execute: CommandExecution = async (command, argument, options) => {
    const texts = argument === undefined ? [] : typeof argument === "string" ? [argument] : argument;
    const read = READS.get(command);
    const change = CHANGES.get(command);
    if (read === undefined && change === undefined) throw notSupported(command, this.path);
    const found = await this.read(options);
    if (read !== undefined) return read(found, texts, this.path);
    change?.(found.contents, texts);
    await this.#file.write();
    return undefined;
  };

  /** Reads the file, if it has not been read; waits as long as the options say. */
  async read(options: CallOptions | undefined): Promise<FileDatabase> {
    const limited = withDeadline(options);
    if (this.#closed) throw this.#file.error(`The database ${this.path} has been closed: make another one`);
    try {
      return await waitFor(this.#found ?? this.reread(), limited, this.path);
    } catch (error) {
      throw toDevFailed(error, "Database");
    }
  }

  /** Reads the file anew: what others changed in it is seen. */
  async reread(): Promise<FileDatabase> {
    const reading = this.#file.read();
    this.#found = reading;
    try {
      return await reading;
    } catch (error) {
      // The next command tries again.
      if (this.#found === reading) this.#found = null;
      throw error;
    }
  }

  /** No command can be executed any more. What was changed is written all the same. */
  close(): void {
    this.#closed = true;
  }

  /** Writes the file anew, though nothing in it may have changed. */
  async write(): Promise<void> {
    await this.read(undefined);
    await this.#file.write();
  }
}

type Read = (database: FileDatabase, argument: readonly string[], path: string) => string | string[];
type Change = (contents: ServerContents, argument: readonly string[]) => void;
type Owners = "devices" | "classes" | "freeObjects";

const READS: ReadonlyMap<string, Read> = new Map<string, Read>([
  ["DbInfo", info],
  [
    "DbGetDeviceList",
    ({ server, contents }, [name = "", className = ""]) =>
      isServer(server, name) ? devicesWhere(contents, (one) => matchesWildcard(className, one)) : [],
  ],
  ["DbGetDeviceWideList", ({ contents }, [filter = ""]) => fitting(filter, devicesWhere(contents))],
  ["DbGetDeviceDomainList", (database, [filter = ""]) => fieldsOf(database, filter, 0)],
  ["DbGetDeviceFamilyList", (database, [filter = ""]) => fieldsOf(database, filter, 1)],
  ["DbGetDeviceMemberList", (database, [filter = ""]) => fieldsOf(database, filter, 2)],
  ["DbGetClassList", ({ contents }, [filter = ""]) => fitting(filter, contents.devicesOfClass.names())],
  ["DbGetClassforDevice", ({ contents }, [device = ""], path) => classOf(contents, device, path)],
  [
    "DbGetServerList",
    ({ server }, [filter = ""]) => (server === null ? [] : fitting(filter, [serverName(server)])),
  ],
  [
    "DbGetServerNameList",
    ({ server }, [filter = ""]) => (server === null ? [] : fitting(filter, [server.executable])),
  ],
  [
    "DbGetInstanceNameList",
    ({ server }, [executable = ""]) =>
      server !== null && matchesWildcard(executable, server.executable) ? [server.instance] : [],
  ],
  [
    "DbGetDeviceServerClassList",
    ({ server, contents }, [name = ""]) => (isServer(server, name) ? contents.devicesOfClass.names() : []),
  ],
  [
    "DbGetDeviceClassList",
    ({ server, contents }, [name = ""]) =>
      isServer(server, name)
        ? [...contents.devicesOfClass].flatMap(([className, devices]) =>
            devices.flatMap((device) => [device, className]),
          )
        : [],
  ],
  ["DbGetObjectList", ({ contents }, [filter = ""]) => fitting(filter, contents.freeObjects.names())],
  ["DbGetDeviceProperty", propertiesOf("devices", true)],
  ["DbGetClassProperty", propertiesOf("classes", false)],
  ["DbGetProperty", propertiesOf("freeObjects", true)],
  ["DbGetDevicePropertyList", namesOf("devices", "properties")],
  ["DbGetClassPropertyList", namesOf("classes", "properties")],
  ["DbGetClassPropertyListWildcard", namesOf("classes", "properties")],
  ["DbGetPropertyList", namesOf("freeObjects", "properties")],
  ["DbGetDeviceAttributeProperty2", propertiesOfAttributes("devices")],
  ["DbGetClassAttributeProperty2", propertiesOfAttributes("classes")],
  ["DbGetDeviceAttributeList", namesOf("devices", "attributes")],
  ["DbGetClassAttributeList", namesOf("classes", "attributes")],
]);

const CHANGES: ReadonlyMap<string, Change> = new Map<string, Change>([
  ["DbPutDeviceProperty", putting("devices")],
  ["DbPutClassProperty", putting("classes")],
  ["DbPutProperty", putting("freeObjects")],
  ["DbDeleteDeviceProperty", deleting("devices")],
  ["DbDeleteClassProperty", deleting("classes")],
  ["DbDeleteProperty", deleting("freeObjects")],
  ["DbPutDeviceAttributeProperty2", puttingOfAttributes("devices")],
  ["DbPutClassAttributeProperty2", puttingOfAttributes("classes")],
  ["DbDeleteDeviceAttributeProperty", deletingOfAttributes("devices")],
  ["DbDeleteClassAttributeProperty", deletingOfAttributes("classes")],
  [
    "DbDeleteAllDeviceAttributeProperty",
    (contents, [device = "", ...attributes]) => {
      for (const attribute of attributes) contents.devices.get(device)?.attributes.delete(attribute);
    },
  ],
]);

function propertiesOf(owners: Owners, emptyHasDummy: boolean): Read {
  return ({ contents }, [owner = "", ...names]) =>
    propertyReply(owner, propertyValues(contents[owners].get(owner)?.properties, names), emptyHasDummy);
}

function propertiesOfAttributes(owners: Owners): Read {
  return ({ contents }, [owner = "", ...attributes]) =>
    putAttributeArgument(owner, attributeProperties(contents[owners].get(owner)?.attributes, attributes));
}

/** The names of an owner's properties, or of its attributes that have some. */
function namesOf(owners: Owners, what: "properties" | "attributes"): Read {
  return ({ contents }, [owner = "", filter = "*"]) => {
    const named: NameMap<unknown> | undefined = contents[owners].get(owner)?.[what];
    return fitting(filter, named?.names() ?? []);
  };
}

function putting(owners: Owners): Change {
  return (contents, argument) =>
    putProperties(ownerOf(contents, owners, argument).properties, parseProperties(argument, false));
}

function puttingOfAttributes(owners: Owners): Change {
  return (contents, argument) =>
    putAttributeProperties(
      ownerOf(contents, owners, argument).attributes,
      parseAttributeProperties(argument),
    );
}

function deleting(owners: Owners): Change {
  return (contents, [owner = "", ...filters]) =>
    deleteFitting(contents[owners].get(owner)?.properties, filters);
}

function deletingOfAttributes(owners: Owners): Change {
  return (contents, [owner = "", attribute = "", ...filters]) =>
    deleteFitting(contents[owners].get(owner)?.attributes.get(attribute), filters);
}

function deleteFitting(properties: Properties | undefined, filters: readonly string[]): void {
  for (const filter of filters) deleteProperties(properties, fitting(filter, properties?.names() ?? []));
}

function ownerOf(contents: ServerContents, owners: Owners, [name = ""]: readonly string[]): PropertyOwner {
  return contents[owners].getOrMake(name, newOwner);
}

/** The report of cppTango on a database file. */
function info({ contents }: FileDatabase, _argument: readonly string[], path: string): string[] {
  const devices = devicesWhere(contents).length;
  const properties = (owners: NameMap<PropertyOwner>, what: "properties" | "attributes") =>
    Array.from(owners, ([, owner]) => owner[what].names().length).reduce((sum, count) => sum + count, 0);
  return [
    `TANGO FileDatabase  ${path}`,
    "",
    "Running since ----",
    "",
    `Devices defined = ${devices}`,
    `Devices exported = ${devices}`,
    "Device servers defined = 1",
    "Device servers exported = 1",
    "",
    `Class properties defined = ${properties(contents.classes, "properties")}`,
    `Device properties defined = ${properties(contents.devices, "properties")}`,
    `Class attribute properties defined = ${properties(contents.classes, "attributes")}`,
    `Device attribute properties defined = ${properties(contents.devices, "attributes")}`,
  ];
}

function isServer(server: FileDatabase["server"], filter: string): boolean {
  return server !== null && matchesWildcard(filter, serverName(server));
}

/** The devices of the classes that fit; of all, unless told. */
function devicesWhere(contents: ServerContents, fits: (className: string) => boolean = () => true): string[] {
  return [...contents.devicesOfClass].flatMap(([className, devices]) => (fits(className) ? devices : []));
}

/** One field of the names of devices that fit, each once. */
function fieldsOf({ contents }: FileDatabase, filter: string, field: number): string[] {
  const names = fitting(filter, devicesWhere(contents));
  return [...new Set(names.map((name) => name.split("/")[field] ?? ""))];
}

function classOf(contents: ServerContents, device: string, path: string): string {
  for (const [className, devices] of contents.devicesOfClass) {
    if (devices.some((name) => name.toLowerCase() === device.toLowerCase())) return className;
  }
  const desc = `Class not found for ${device} in file ${path}`;
  throw new DevFailed([devError("DB_IncorrectArguments", desc, "FileCommands")]);
}

function fitting(filter: string, names: readonly string[]): string[] {
  return names.filter((name) => matchesWildcard(filter, name));
}

function notSupported(command: string, path: string): DevFailed {
  const desc = `Call to a Filedatabase not implemented: ${command} needs a database server, and ${path} is a file.`;
  return new DevFailed([devError("API_NotSupported", desc, "FileCommands")]);
}
