import { asciiLowerCase } from "../ascii-lower-case.ts";
import type { DatabaseService } from "../database-service.ts";
import { longDate } from "../long-date.ts";
import { deleteDevice } from "../tables/device-changes.ts";
import type { DeviceRow } from "../tables/device-row.ts";
import { NOTHING, newDevice } from "../tables/new-device.ts";
import type { TangoTables } from "../tables/tango-tables.ts";
import {
  checkAlias,
  checkAliasIsFree,
  checkedDeviceName,
  checkedInteger,
  checkFields,
  checkLengths,
  checkVersion,
  deviceNameOf,
} from "./checked-argument.ts";
import { databaseCommand, databaseError } from "./database-command.ts";
import { checkServerName } from "./server-name.ts";

/** Devices: to define, delete, export and import them. */
export const DEVICE_COMMANDS = {
  DbAddDevice: databaseCommand({
    dtypeIn: "DevVarStringArray",
    docIn: "Str[0] = Full device server process name\nStr[1] = Device name\nStr[2] = Tango class name",
    dtypeOut: "DevVoid",
    docOut: "Uninitialised",
    run: addDevice,
  }),
  DbDeleteDevice: databaseCommand({
    dtypeIn: "DevString",
    docIn: "device name",
    dtypeOut: "DevVoid",
    docOut: "Uninitialised",
    async run(database, argument) {
      const name = deviceNameOf(argument);
      if (name !== null) return database.write(() => deleteDevice(database, name));
      const desc = "failed to delete device, device name incorrect";
      throw databaseError("DB_IncorrectDeviceName", desc, "DataBase::db_delete_device()");
    },
  }),
  DbExportDevice: databaseCommand({
    dtypeIn: "DevVarStringArray",
    docIn:
      "Str[0] = Device name\nStr[1] = CORBA IOR\nStr[2] = Device server process host name\nStr[3] = Device server process PID or string ``null``\nStr[4] = Device server process version",
    dtypeOut: "DevVoid",
    docOut: "Uninitialised",
    run: exportDevice,
  }),
  DbUnExportDevice: databaseCommand({
    dtypeIn: "DevString",
    docIn: "Device name",
    dtypeOut: "DevVoid",
    docOut: "Uninitialised",
    run(database, name) {
      return database.write(() => {
        const device = database.devices.get(name);
        if (device !== undefined) database.devices.put(unexported(device, database.now()));
      });
    },
  }),
  DbImportDevice: databaseCommand({
    dtypeIn: "DevString",
    docIn: "Device name (or alias)",
    dtypeOut: "DevVarLongStringArray",
    docOut:
      "Str[0] = device name\nStr[1] = CORBA IOR\nStr[2] = device version\nStr[3] = device server process name\nStr[4] = host name\nStr[5] = Tango class name\n\nLg[0] = Exported flag\nLg[1] = Device server process PID",
    run(database, argument) {
      const name = asciiLowerCase(argument);
      const device = deviceOrAlias(database, name, "DataBase::ImportDevice()");
      const { ior, version, server, host } = device;
      return {
        lvalue: exportedAndPid(device),
        svalue: [name, ior ?? "", version, server, host, device.class],
      };
    },
  }),
  DbGetDeviceInfo: databaseCommand({
    dtypeIn: "DevString",
    docIn: "Device name",
    dtypeOut: "DevVarLongStringArray",
    docOut:
      "Str[0] = Device name\nStr[1] = CORBA IOR\nStr[2] = Device version\nStr[3] = Device Server name\nStr[4] = Device Server process host name\nStr[5] = Started date (or ? if not set)\nStr[6] = Stopped date (or ? if not set)\nStr[7] = Device class\n\nLg[0] = Device exported flag\nLg[1] = Device Server process PID (or -1 if not set)",
    run(database, argument) {
      const name = asciiLowerCase(argument);
      const device = deviceOrAlias(database, name, "DataBase::GetDeviceInfo()");
      const { ior, version, server, host, started, stopped } = device;
      const [startDate, stopDate] = [started, stopped].map((date) => (date === null ? "?" : longDate(date)));
      return {
        lvalue: exportedAndPid(device),
        svalue: [name, ior ?? "", version, server, host, startDate!, stopDate!, device.class],
      };
    },
  }),
};

/** The device, as it is once it runs no more. Its reference stays. */
export function unexported(device: DeviceRow, now: number): DeviceRow {
  return { ...device, exported: false, stopped: now };
}

async function addDevice(database: TangoTables, argument: readonly string[]): Promise<void> {
  const origin = "DataBase::AddDevice()";
  const [server, wanted, className, alias] = argument;
  if (server === undefined || wanted === undefined || className === undefined) {
    const desc = "incorrect no. of input arguments, needs at least 3 (server,device,class)";
    throw databaseError("DB_IncorrectArguments", desc, origin);
  }
  const name = checkedDeviceName(wanted, origin);
  checkServerName(server, origin);
  checkFields(name, "DataBase::db_add_device()");
  checkLengths({ name, server, class: className, alias: alias ?? "" }, "DataBase::db_add_device()");
  if (alias !== undefined) checkAlias(alias, "info for device ", origin);
  await database.write(() => {
    const { devices } = database;
    if (alias !== undefined) checkAliasIsFree(devices, alias, name, origin);
    devices.put({ ...newDevice(name, server, className), alias: alias ?? null });
    if (!hasAdminDevice(database, server)) devices.put(newDevice(`dserver/${server}`, server, "DServer"));
  });
}

/** Whether a server has an admin device, as nearly always by its name. */
function hasAdminDevice({ devices }: TangoTables, server: string): boolean {
  const isOne = (device: DeviceRow | undefined) =>
    device?.class.toLowerCase() === "dserver" && device.server.toLowerCase() === server.toLowerCase();
  return isOne(devices.get(`dserver/${server}`)) || [...devices.byServer.get(server)].some(isOne);
}

async function exportDevice(
  database: TangoTables,
  argument: readonly string[],
  service: DatabaseService,
): Promise<void> {
  const origin = "DataBase::ExportDevice()";
  const [wanted, ior, host, pidText, version] = argument;
  if (
    wanted === undefined ||
    ior === undefined ||
    host === undefined ||
    pidText === undefined ||
    version === undefined
  ) {
    const desc = "Insufficient export info for device";
    throw databaseError("DB_IncorrectArguments", desc, "DataBase::DbExportDevice()");
  }
  const name = asciiLowerCase(wanted);
  const { starters } = service;
  const isControlled = starters !== null && isAdminDevice(name, service);
  const previousHost = await database.write(() => {
    const previous = isControlled ? hostOfAdminDevice(database, name) : NOTHING;
    const device = database.devices.get(name);
    if (device === undefined) {
      throw databaseError("DB_DeviceNotDefined", `device ${name} not defined in the database !`, origin);
    }
    checkLengths({ host }, "DataBase::db_export_device()");
    const pid = pidText === "null" ? -1 : checkedInteger(pidText, "pid", "DataBase::db_export_device()");
    checkVersion(version, "DataBase::db_export_device()");
    database.devices.put({ ...device, exported: true, ior, host, pid, version, started: database.now() });
    const server = database.servers.get(device.server.toLowerCase());
    if (server !== undefined) database.servers.put(device.server.toLowerCase(), { ...server, host });
    return previous;
  });
  if (!isControlled) return;
  const moved = previousHost !== "" && previousHost !== NOTHING && previousHost !== host;
  starters.tell(moved ? [host, previousHost] : [host]);
}

/** Whether a Starter wants to know of the start of this device's server: an admin device, but not that of a Starter or of this database. */
function isAdminDevice(name: string, { serverName }: DatabaseService): boolean {
  return (
    name.startsWith("dserver/") &&
    !name.startsWith("dserver/starter/") &&
    name !== `dserver/${asciiLowerCase(serverName)}`
  );
}

/** Where the admin device of a server was exported last; `nada` where it never was. Throws where it is not defined. */
export function hostOfAdminDevice(database: TangoTables, name: string): string {
  const device = database.devices.get(name);
  if (device !== undefined) return device.host;
  const desc = `No host found for device '${name}'`;
  throw databaseError("DB_DeviceNotDefined", desc, "DataBase::db_get_device_host()");
}

function deviceOrAlias(database: TangoTables, name: string, origin: string): DeviceRow {
  const device = database.devices.get(name) ?? database.devices.withAlias(name);
  if (device !== undefined) return device;
  throw databaseError("DB_DeviceNotDefined", `device ${name} not defined in the database !`, origin);
}

function exportedAndPid({ exported, pid }: DeviceRow): Int32Array {
  return Int32Array.of(exported ? 1 : 0, pid ?? -1);
}
