import { sortedUnique } from "../collation.ts";
import { likePattern } from "../sql-like.ts";
import type { TangoTables } from "../tables/tango-tables.ts";
import { databaseCommand } from "./database-command.ts";
import { serverInfo } from "./server-info-commands.ts";

/** Hosts, and the servers that run there or did last. */
export const HOST_COMMANDS = {
  DbGetHostList: databaseCommand({
    dtypeIn: "DevString",
    docIn: "The filter",
    dtypeOut: "DevVarStringArray",
    docOut: "Host name list",
    run: ({ devices }, wildcard) =>
      sortedUnique([...devices.byHost.firstMatching(likePattern(wildcard))].map(({ host }) => host)),
  }),
  DbGetHostServerList: databaseCommand({
    dtypeIn: "DevString",
    docIn: "The filter",
    dtypeOut: "DevVarStringArray",
    docOut: "Device server process name list",
    run: serversOf,
  }),
  DbGetHostServersInfo: databaseCommand({
    dtypeIn: "DevString",
    docIn: "Host name",
    dtypeOut: "DevVarStringArray",
    docOut: "Server info for all servers running on specified host",
    run: (database, wildcard) =>
      serversOf(database, wildcard).flatMap((server) => {
        const [, , mode, level] = serverInfo(database, server);
        return [server, mode, level];
      }),
  }),
};

/** The servers whose admin device is on a host that matches, with or without its domain. */
function serversOf({ devices }: TangoTables, wildcard: string): string[] {
  const hosts = [likePattern(wildcard), likePattern(`${wildcard}.*`)];
  const found = hosts.flatMap((host) => [...devices.byHost.matching(host)]);
  const adminDevices = found.filter(({ name }) => /^dserver\//i.test(name));
  return sortedUnique(adminDevices.map(({ server }) => server));
}
