import { sortedUnique } from "../collation.ts";
import { likePattern } from "../sql-like.ts";
import type { TangoTables } from "../tables/tango-tables.ts";
import { checkAlias, checkAliasIsFree, checkLengths, deviceNameOf } from "./checked-argument.ts";
import { databaseCommand, databaseError } from "./database-command.ts";

/** Other names of devices. */
export const DEVICE_ALIAS_COMMANDS = {
  DbPutDeviceAlias: databaseCommand({
    dtypeIn: "DevVarStringArray",
    docIn: "Str[0] = device name\nStr[1] = alias name",
    dtypeOut: "DevVoid",
    docOut: "Uninitialised",
    run: putDeviceAlias,
  }),
  DbDeleteDeviceAlias: databaseCommand({
    dtypeIn: "DevString",
    docIn: "device alias name",
    dtypeOut: "DevVoid",
    docOut: "Uninitialised",
    run(database, alias) {
      const { devices } = database;
      return database.write(() => {
        for (const device of [...devices.byAlias.get(alias)]) devices.put({ ...device, alias: null });
      });
    },
  }),
  DbGetDeviceAlias: databaseCommand({
    dtypeIn: "DevString",
    docIn: "The device name",
    dtypeOut: "DevString",
    docOut: "The alias found",
    run({ devices }, argument) {
      const origin = "DataBase::db_get_device_alias()";
      const name = deviceNameOf(argument);
      if (name === null) {
        const desc = "failed to find alias, device name incorrect";
        throw databaseError("DB_IncorrectDeviceName", desc, origin);
      }
      const alias = devices.get(name)?.alias ?? null;
      if (alias !== null) return alias;
      throw databaseError("DB_AliasNotDefined", `No alias found for device '${name}'`, origin);
    },
  }),
  DbGetAliasDevice: databaseCommand({
    dtypeIn: "DevString",
    docIn: "Alias name",
    dtypeOut: "DevString",
    docOut: "Device name",
    run({ devices }, wildcard) {
      for (const { name } of devices.byAlias.matching(likePattern(wildcard))) return name;
      const desc = `No device found for alias '${wildcard}'`;
      throw databaseError("DB_DeviceNotDefined", desc, "DataBase::db_get_alias_device()");
    },
  }),
  DbGetDeviceAliasList: databaseCommand({
    dtypeIn: "DevString",
    docIn: "The filter",
    dtypeOut: "DevVarStringArray",
    docOut: "Device alias list",
    run: ({ devices }, wildcard) =>
      sortedUnique([...devices.byAlias.firstMatching(likePattern(wildcard))].map(({ alias }) => alias!)),
  }),
};

async function putDeviceAlias(database: TangoTables, argument: readonly string[]): Promise<void> {
  const origin = "DataBase::db_put_device_alias()";
  const [name, alias] = argument;
  if (name === undefined || alias === undefined) {
    throw databaseError("DB_IncorrectArguments", "insufficient alias info for device", origin);
  }
  checkAlias(alias, "info for device", origin);
  checkLengths({ alias }, origin);
  await database.write(() => {
    const { devices } = database;
    checkAliasIsFree(devices, alias, name, origin);
    const device = devices.get(name);
    // The real database takes this for a start of the device.
    if (device !== undefined) devices.put({ ...device, alias, started: database.now() });
  });
}
