import { sortedUnique } from "../collation.ts";
import { likePattern } from "../sql-like.ts";
import type { TangoTables } from "../tables/tango-tables.ts";
import { databaseCommand } from "./database-command.ts";

/** Lists of servers. */
export const SERVER_LIST_COMMANDS = {
  DbGetServerList: databaseCommand({
    dtypeIn: "DevString",
    docIn: "The filter",
    dtypeOut: "DevVarStringArray",
    docOut: "Device server process name list",
    run: serverNames,
  }),
  DbGetServerNameList: databaseCommand({
    dtypeIn: "DevString",
    docIn: "wildcard for server names.",
    dtypeOut: "DevVarStringArray",
    docOut: "server names found.",
    run(database, wildcard) {
      const executables = new Map<string, string>();
      for (const server of serverNames(database, wildcard)) {
        const executable = server.slice(0, server.indexOf("/"));
        if (!executables.has(executable.toLowerCase())) executables.set(executable.toLowerCase(), executable);
      }
      return [...executables.values()];
    },
  }),
  DbGetInstanceNameList: databaseCommand({
    dtypeIn: "DevString",
    docIn: "Server name",
    dtypeOut: "DevVarStringArray",
    docOut: "The instance names found for specified server.",
    run: (database, executable) =>
      serverNames(database, `${executable}/*`).map((server) => server.slice(server.indexOf("/") + 1)),
  }),
};

function serverNames({ devices }: TangoTables, wildcard: string): string[] {
  return sortedUnique([...devices.byServer.firstMatching(likePattern(wildcard))].map(({ server }) => server));
}
