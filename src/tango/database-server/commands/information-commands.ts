import { decodeIiopProfile } from "../../../giop/ior/iiop-profile.ts";
import { TAG_INTERNET_IOP } from "../../../giop/ior/ior.ts";
import { parseIor } from "../../../giop/ior/stringified-ior.ts";
import { sqlDateOfSeconds } from "../sql/sql-date.ts";
import type { TangoTables } from "../tables/tango-tables.ts";
import { databaseCommand, databaseError } from "./database-command.ts";

/** What the database says of itself and of others of its kind. */
export const INFORMATION_COMMANDS = {
  DbInfo: databaseCommand({
    dtypeIn: "DevVoid",
    docIn: "Uninitialised",
    dtypeOut: "DevVarStringArray",
    docOut:
      "Miscellaneous info like:\n- Device defined in database\n- Device marked as exported in database\n- Device server process defined in database\n- Device server process marked as exported in database\n- Device properties defined in database\n- Class properties defined in database\n- Device attribute properties defined in database\n- Class attribute properties defined in database\n- Object properties defined in database",
    run: (database, _argument, { deviceName }) => informationOf(database, deviceName),
  }),
  DbGetCSDbServerList: databaseCommand({
    dtypeIn: "DevVoid",
    docIn: "Uninitialised",
    dtypeOut: "DevVarStringArray",
    docOut: "List of host:port with one element for each database server",
    run: databaseServers,
  }),
  DbMySqlSelect: databaseCommand({
    dtypeIn: "DevString",
    docIn: "MySql Select command",
    dtypeOut: "DevVarLongStringArray",
    docOut:
      "MySql Select command result\n - svalues : select results\n - lvalue[n] : =0 if svalue[n] is null else =1\n (last lvalue -1) is number of rows, (last lvalue) is number of fields",
    run() {
      const desc =
        "This database is no MySQL: it has no SELECT. Use the commands of the class DataBase, or a database with MySQL (DataBaseds)";
      throw databaseError("API_NotSupported", desc, "DataBase::db_my_sql_select()");
    },
  }),
  ResetTimingValues: databaseCommand({
    dtypeIn: "DevVoid",
    docIn: "Uninitialised",
    dtypeOut: "DevVoid",
    docOut: "Uninitialised",
    run: (_database, _argument, { timings }) => timings.reset(),
  }),
};

function informationOf({ devices, properties }: TangoTables, deviceName: string): string[] {
  const adminDevices = [...devices.byClass.get("DServer")];
  const exported = (rows: Iterable<{ readonly exported: boolean }>) =>
    [...rows].filter((row) => row.exported).length;
  const started = devices.get(deviceName)?.started ?? null;
  const tables = [
    ["Device", properties.property_device],
    ["Class", properties.property_class],
    ["Device attribute", properties.property_attribute_device],
    ["Class attribute", properties.property_attribute_class],
    ["Object", properties.property],
  ] as const;
  return [
    `TANGO Database ${deviceName}`,
    " ",
    `Running since ${started === null ? "..." : sqlDateOfSeconds(started, "local")}`,
    " ",
    `Devices defined  = ${devices.rows.size}`,
    `Devices exported  = ${exported(devices.rows.rows())}`,
    `Device servers defined  = ${adminDevices.length}`,
    `Device servers exported  = ${exported(adminDevices)}`,
    " ",
    ...tables.map(
      ([kind, table]) =>
        `${kind} properties defined  = ${table.size()} [History lgth = ${table.historySize()}]`,
    ),
  ];
}

/** Where the database servers of this control system listen, which are devices `sys/database/*`. */
function databaseServers({ devices }: TangoTables): string[] {
  const found = [...devices.byClass.get("DataBase")].filter(
    ({ name, exported }) => exported && /^sys\/database\//i.test(name),
  );
  return [...new Set(found.map(({ ior }) => addressOf(ior ?? "")))];
}

function addressOf(reference: string): string {
  try {
    const profile = parseIor(reference)?.profiles.find(({ tag }) => tag === TAG_INTERNET_IOP);
    const { host, port } = decodeIiopProfile(profile!);
    return `${host}:${port}`;
  } catch {
    const desc = "Wrong IOR in database for at least one of the database server(s)";
    throw databaseError("DB_WrongIORForDbServer", desc, "DataBase::db_get_csdb_server_list()");
  }
}
