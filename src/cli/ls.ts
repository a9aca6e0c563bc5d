import type { LongStringArray } from "../index.ts";
import type { Command, CommandContext } from "./command.ts";
import { requestEach } from "./database-requests.ts";
import { deviceAliases } from "./device-alias.ts";
import { patternArgument } from "./pattern-argument.ts";
import { printableTable } from "./printable-table.ts";
import type { TangoFacade } from "./tango-facade.ts";

/** `bandoneon ls`. */
export const ls: Command = {
  usage: ["[PATTERN]"],
  summary: "list the devices that the database knows",
  details: `PATTERN is a device name or alias in which * stands for anything; all devices
unless given. Shows whether the device is exported (its server says that it
runs), its class, its server and its alias.`,
  examples: [
    { line: "ls", what: "all devices" },
    { line: "ls 'sys/*'", what: "those of one domain" },
    { line: "--json ls | jq -r '.[] | select(.exported).name'", what: "names of those that run" },
  ],
  async run(context) {
    const pattern = patternArgument(context.args);
    const tango = await context.tango();
    const devices = await listDevices(new tango.Database(), tango, pattern, context);
    if (context.json) return context.printJson(devices);
    if (devices.length === 0) return context.print("no such device");
    const rows = devices.map((device) => [
      device.name,
      device.exported ? "yes" : "no",
      device.class,
      device.server,
      device.alias ?? "",
    ]);
    context.print(printableTable(rows, { headings: ["DEVICE", "EXPORTED", "CLASS", "SERVER", "ALIAS"] }));
  },
};

/** A device as the database lists it. */
interface ListedDevice {
  readonly name: string;
  readonly exported: boolean;
  readonly class: string;
  readonly server: string;
  /** null where it has none. */
  readonly alias: string | null;
}

type Database = InstanceType<TangoFacade["Database"]>;

async function listDevices(
  database: Database,
  tango: TangoFacade,
  pattern: string,
  context: CommandContext,
): Promise<readonly ListedDevice[]> {
  const { callOptions } = context;
  try {
    // One query for all columns; the commands for class and server would be one call for each device.
    const reply = await database.commandInout<LongStringArray>(
      "DbMySqlSelect",
      selectDevices(pattern),
      callOptions,
    );
    return devicesOf(reply.svalue);
  } catch (error) {
    // A database without MySQL takes no queries.
    if (!(error instanceof tango.DevFailed) || !NO_QUERIES.has(error.errors[0]!.reason)) throw error;
    return listByCommands(database, pattern, context);
  }
}

/** The same by a few commands, and one for each server and each alias. */
async function listByCommands(
  database: Database,
  pattern: string,
  context: CommandContext,
): Promise<readonly ListedDevice[]> {
  const { callOptions: options } = context;
  const [defined, running, servers, aliases, matching] = await Promise.all([
    database.getDeviceDefined(pattern, options),
    database.getDeviceExported("*", options),
    database.getServerList("*", options),
    deviceAliases(database, "*", context),
    database.getDeviceAliasList(pattern, options),
  ]);
  const exported = new Set(running.map((name) => name.toLowerCase()));
  const byServer = await requestEach(servers, (server) => database.getDeviceClassList(server, options));
  const definitions = new Map(byServer.flat().map((one) => [one.name.toLowerCase(), one]));
  const aliasOf = new Map(aliases.map(({ alias, device }) => [device.toLowerCase(), alias]));
  const wanted = new Set(defined.map((name) => name.toLowerCase()));
  const matches = new Set(matching);
  for (const [device, alias] of aliasOf) if (matches.has(alias)) wanted.add(device);
  return [...wanted].sort().map((key) => {
    const { name = key, className = "", server = "" } = definitions.get(key) ?? {};
    return { name, exported: exported.has(key), class: className, server, alias: aliasOf.get(key) ?? null };
  });
}

/** The query for the devices whose name or alias matches the pattern. */
function selectDevices(pattern: string): string {
  // LIKE has % for anything and _ for any character; what stands in quotes is quoted in the manner of SQL.
  const like = pattern.replace(/[%_!]/g, "!$&").replaceAll("*", "%");
  const text = `'${like.replace(/['\\]/g, "$&$&")}' escape '!'`;
  return `select name, exported, class, server, alias from device where name like ${text} or alias like ${text} order by name`;
}

function devicesOf(cells: readonly string[]): readonly ListedDevice[] {
  return Array.from({ length: Math.floor(cells.length / COLUMNS) }, (_, row) => {
    const [name = "", exported, className = "", server = "", alias = ""] = cells.slice(row * COLUMNS);
    return { name, exported: exported === "1", class: className, server, alias: alias === "" ? null : alias };
  });
}

const COLUMNS = 5;
/** Refused as this database does, or not known to a PyTango one. */
const NO_QUERIES: ReadonlySet<string> = new Set(["API_NotSupported", "API_CommandNotFound"]);
