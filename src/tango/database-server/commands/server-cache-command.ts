import { compareText, sortedUnique } from "../collation.ts";
import { STORED_PROCEDURE_RELEASE } from "../stored-procedure-release.ts";
import type { PropertyRow } from "../tables/property-row.ts";
import type { PropertyTable } from "../tables/property-table.ts";
import type { TangoTables } from "../tables/tango-tables.ts";
import { databaseCommand, databaseError } from "./database-command.ts";
import { eventName } from "./event-commands.ts";

/** What a server asks for once at its start, instead of everything one by one. */
export const SERVER_CACHE_COMMAND = {
  DbGetDataForServerCache: databaseCommand({
    dtypeIn: "DevVarStringArray",
    docIn: "Elt[0] = DS name (exec_name/inst_name), Elt[1] = Host name",
    dtypeOut: "DevVarStringArray",
    docOut:
      "All the data needed by the device server during its startup sequence. Precise list depend on the device server",
    run(database, argument) {
      const [server, hostAndRelease] = argument;
      if (server === undefined || hostAndRelease === undefined || argument.length > 2) {
        const desc = "Incorrect no. of input arguments, needs 2 (ds_name,host_name)";
        throw databaseError("DB_IncorrectArguments", desc, "DataBase::DbGetDataForServerCache()");
      }
      return serverCache(database, server, hostAndRelease);
    },
  }),
};

/**
 * The layout of the stored procedure `ds_start`. Behind the host may stand `%%` and the major release of the server's Tango library: pipes, and
 * the release of the procedure in front, are for 9 and later.
 */
function serverCache(database: TangoTables, server: string, hostAndRelease: string): string[] {
  const { properties } = database;
  const [host = "", release] = hostAndRelease.split(/%%(.*)/s);
  const hasPipes = release !== undefined && Number.parseFloat(release) >= FIRST_WITH_PIPES;
  const adminDevice = `dserver/${server}`;
  const reply = hasPipes ? [STORED_PROCEDURE_RELEASE] : [];
  reply.push(...importedDevice(database, adminDevice));
  if (database.devices.get(adminDevice) === undefined) return reply;
  reply.push(...importedEvent(database, `notifd/factory/${host}`), ...importedEvent(database, adminDevice));
  for (const name of ["DServer", "Default"]) reply.push(...propertiesOf(properties.property_class, name));
  reply.push(...propertiesOf(properties.property_device, adminDevice));

  const devices = [...database.devices.byServer.get(server)];
  const classes = sortedUnique(devices.map((one) => one.class)).filter((one) => !/^dserver$/i.test(one));
  reply.push(server, String(classes.length));
  for (const className of classes) {
    reply.push(...propertiesOf(properties.property_class, className));
    reply.push(...memberPropertiesOf(properties.property_attribute_class, className));
    if (hasPipes) reply.push(...memberPropertiesOf(properties.property_pipe_class, className));
    const ofClass = devices.filter((one) => compareText(one.class, className) === 0);
    const names = sortedUnique(ofClass.map(({ name }) => name));
    reply.push(className, String(names.length), ...names);
    for (const device of names) {
      reply.push(...propertiesOf(properties.property_device, device));
      reply.push(...memberPropertiesOf(properties.property_attribute_device, device));
      if (hasPipes) reply.push(...memberPropertiesOf(properties.property_pipe_device, device));
    }
  }
  reply.push(...propertiesOf(properties.property, "CtrlSystem"));
  const accessControl = accessControlDevice(properties.property);
  if (accessControl !== null) reply.push(...importedDevice(database, accessControl));
  return reply;
}

function importedDevice({ devices }: TangoTables, name: string): string[] {
  const device = devices.get(name);
  if (device === undefined) return [name, NOT_FOUND];
  const { ior, version, server, host, exported, pid } = device;
  return [name, ior ?? "", version, server, host, exported ? "1" : "0", String(pid ?? ""), device.class];
}

/** An event channel; that of the host without its domain where there is none with it. */
function importedEvent({ events }: TangoTables, name: string): string[] {
  const row = events.get(eventName(name)) ?? events.get(eventName(name.replace(/\..*/s, "")));
  if (row === undefined) return [name, NOT_FOUND];
  const { ior, version, host, exported, pid } = row;
  return [name, ior ?? "", version ?? "", host ?? "", exported ? "1" : "0", String(pid ?? "")];
}

/** owner, how many, then each property: name, how many values, values. */
function propertiesOf(table: PropertyTable, owner: string): string[] {
  const rows = [...table.of(owner)].sort((a, b) => compareText(a.name, b.name));
  return [owner, String(rows.length), ...rows.flatMap(propertyBlock)];
}

/** owner, how many members, then each member with its properties. */
function memberPropertiesOf(table: PropertyTable, owner: string): string[] {
  const rowsOf = new Map<string, PropertyRow[]>();
  for (const row of table.of(owner)) {
    const key = row.member!.toLowerCase();
    const rows = rowsOf.get(key);
    if (rows === undefined) rowsOf.set(key, [row]);
    else rows.push(row);
  }
  const members = [...rowsOf.values()].sort(([a], [b]) => compareText(a!.member!, b!.member!));
  const blocks = members.flatMap((rows) => {
    const sorted = rows.sort((a, b) => compareText(a.name, b.name));
    return [sorted[0]!.member!, String(rows.length), ...sorted.flatMap(propertyBlock)];
  });
  return [owner, String(members.length), ...blocks];
}

function propertyBlock({ name, values }: PropertyRow): string[] {
  return [name, String(values.length), ...values];
}

/** The device that the last of the services says controls access; null where none does. */
function accessControlDevice(objects: PropertyTable): string | null {
  const services = [...objects.of("CtrlSystem")].find(({ name }) => /^services$/i.test(name))?.values ?? [];
  const service = services.findLast((one) => /AccessControl\/tango:/i.test(one));
  if (service === undefined) return null;
  const device = service.slice(SERVICE_PREFIX.length);
  return /tango:\/\//i.test(device) ? device.split("/").slice(-3).join("/") : device;
}

/** As the stored procedure cuts it off, wherever it stands. */
const SERVICE_PREFIX = "AccessControl/tango:";
const NOT_FOUND = "Not Found";
const FIRST_WITH_PIPES = 9;
