import { asciiLowerCase } from "../ascii-lower-case.ts";
import type { DatabaseService } from "../database-service.ts";
import type { TangoTables } from "../tables/tango-tables.ts";
import { checkedInteger, checkLengths } from "./checked-argument.ts";
import { databaseCommand, databaseError } from "./database-command.ts";
import { hostOfAdminDevice } from "./device-commands.ts";

/** How Starters control servers. */
export const SERVER_INFO_COMMANDS = {
  DbGetServerInfo: databaseCommand({
    dtypeIn: "DevString",
    docIn: "server name",
    dtypeOut: "DevVarStringArray",
    docOut: "server info",
    run: serverInfo,
  }),
  DbPutServerInfo: databaseCommand({
    dtypeIn: "DevVarStringArray",
    docIn: "server info",
    dtypeOut: "DevVoid",
    docOut: "Uninitialised",
    run: putServerInfo,
  }),
  DbDeleteServerInfo: databaseCommand({
    dtypeIn: "DevString",
    docIn: "Device server name",
    dtypeOut: "DevVoid",
    docOut: "Uninitialised",
    run: (database, server) => database.write(() => database.servers.delete(server.toLowerCase())),
  }),
};

/** The name as it was given, host, mode and level; blanks for a server that nobody controls. */
export function serverInfo(
  { servers }: TangoTables,
  name: string,
): [name: string, host: string, mode: string, level: string] {
  const row = servers.get(name.toLowerCase());
  return row === undefined ? [name, " ", " ", " "] : [name, row.host, String(row.mode), String(row.level)];
}

async function putServerInfo(
  database: TangoTables,
  argument: readonly string[],
  { starters }: DatabaseService,
): Promise<void> {
  const origin = "DataBase::db_put_server_info()";
  const [wanted, host, modeText, levelText] = argument;
  if (wanted === undefined || host === undefined || modeText === undefined || levelText === undefined) {
    throw databaseError("DB_IncorrectArguments", "insufficient server info", origin);
  }
  const name = asciiLowerCase(wanted);
  const toTell = await database.write(() => {
    // Who controls it no more is to know: that of the host where it ran last.
    const lastHost = starters !== null && host === "" ? hostOfAdminDevice(database, `dserver/${name}`) : "";
    checkLengths({ name, host }, origin);
    const mode = checkedInteger(modeText, "mode", origin);
    const level = checkedInteger(levelText, "level", origin);
    database.servers.put(name.toLowerCase(), { name, host, mode, level });
    return lastHost === "" ? host : lastHost;
  });
  starters?.tell([toTell]);
}
