import { compareText, sortedUnique } from "../collation.ts";
import { likePattern } from "../sql-like.ts";
import type { DeviceRow } from "../tables/device-row.ts";
import { type DatabaseCommand, databaseCommand, databaseError } from "./database-command.ts";

/** Lists of devices, and of the fields of their names. */
export const DEVICE_LIST_COMMANDS = {
  DbGetDeviceList: databaseCommand({
    dtypeIn: "DevVarStringArray",
    docIn: "argin[0] : server name\nargin[1] : class name",
    dtypeOut: "DevVarStringArray",
    docOut: "The list of devices for specified server and class.",
    run({ devices }, argument) {
      if (argument.length !== 2) {
        const desc = "incorrect no. of input arguments, needs 2 (server,class)";
        throw databaseError("DB_IncorrectArguments", desc, "DataBase::GetDeviceList()");
      }
      const server = likePattern(argument[0]!);
      const className = likePattern(argument[1]!);
      // Whichever names one alone finds fewer to look through.
      const found =
        server.exact === null && className.exact !== null
          ? [...devices.byClass.matching(className)].filter((one) => server(one.server))
          : [...devices.byServer.matching(server)].filter((one) => className(one.class));
      return sortedUnique(found.map(({ name }) => name));
    },
  }),
  DbGetDeviceWideList: databaseCommand({
    dtypeIn: "DevString",
    docIn: "filter",
    dtypeOut: "DevVarStringArray",
    docOut: "list of exported devices",
    run: ({ devices }, wildcard) => sortedUnique(namesOf(devices.matching(likePattern(wildcard)))),
  }),
  DbGetDeviceExportedList: databaseCommand({
    dtypeIn: "DevString",
    docIn: "filter",
    dtypeOut: "DevVarStringArray",
    docOut: "list of exported devices",
    run: ({ devices }, wildcard) =>
      sortedUnique(namesOf(devices.matchingByAnyName(likePattern(wildcard)), isExported)),
  }),
  DbGetExportdDeviceListForClass: databaseCommand({
    dtypeIn: "DevString",
    docIn: "Class name",
    dtypeOut: "DevVarStringArray",
    docOut: "Device exported list",
    run: ({ devices }, wildcard) =>
      sortedUnique(namesOf(devices.byClass.matching(likePattern(wildcard)), isExported)),
  }),
  DbGetDeviceDomainList: fieldList(0, "The wildcard", "Device name domain list"),
  DbGetDeviceFamilyList: fieldList(1, "The wildcard", "Family list"),
  DbGetDeviceMemberList: fieldList(2, "The filter", "Device names member list"),
  DbGetDeviceClassList: databaseCommand({
    dtypeIn: "DevString",
    docIn: "Device server process name",
    dtypeOut: "DevVarStringArray",
    docOut: "Str[0] = Device name\nStr[1] = Tango class\nStr[n] = Device name\nStr[n + 1] = Tango class",
    run({ devices }, server) {
      const found = [...devices.byServer.get(server)].sort((a, b) => compareText(a.name, b.name));
      return found.flatMap((device) => [device.name, device.class]);
    },
  }),
};

/** Lists one of the three fields of the names that match. */
function fieldList(field: 0 | 1 | 2, docIn: string, docOut: string): DatabaseCommand {
  return databaseCommand({
    dtypeIn: "DevString",
    docIn,
    dtypeOut: "DevVarStringArray",
    docOut,
    run({ devices }, wildcard) {
      const fields = new Set<string>();
      for (const { name } of devices.matchingByAnyName(likePattern(wildcard)))
        fields.add(fieldsOf(name)[field]);
      return sortedUnique(fields);
    },
  });
}

/** Domain, family and member; the member has what further slashes there are. */
function fieldsOf(name: string): [string, string, string] {
  const first = name.indexOf("/");
  const second = name.indexOf("/", first + 1);
  return [name.slice(0, first), name.slice(first + 1, second), name.slice(second + 1)];
}

function* namesOf(devices: Iterable<DeviceRow>, isWanted = (_: DeviceRow) => true): Generator<string> {
  for (const device of devices) if (isWanted(device)) yield device.name;
}

function isExported({ exported }: DeviceRow): boolean {
  return exported;
}
