import type { LongStringArray } from "../index.ts";
import type { Command, CommandContext } from "./command.ts";
import type { TangoFacade } from "./tango-facade.ts";
import { textTable } from "./text-table.ts";
import { UsageError } from "./usage-error.ts";
import { printable } from "./value-text.ts";

/** `bandoneon ls`. */
export const ls: Command = {
  usage: ["[PATTERN]"],
  summary: "list the devices that the database knows",
  details: `PATTERN is a device name or alias in which * stands for anything; all devices
unless given. Shows whether the device is exported (its server says that it
runs), its class, its server and its alias. A database that takes no queries
(DbMySqlSelect) gives the names, and whether they are exported.`,
  examples: [
    { line: "ls", what: "all devices" },
    { line: "ls 'sys/*'", what: "those of one domain" },
    { line: "--json ls | jq -r '.[] | select(.exported).name'", what: "names of those that run" },
  ],
  async run(context) {
    const [pattern = "*", more] = context.args;
    if (more !== undefined)
      throw new UsageError(`one pattern is enough (is "*" in quotes?); what is "${more}"?`);
    const tango = await context.tango();
    const devices = await listDevices(new tango.Database(), tango, pattern, context);
    if (context.json) return context.printJson(devices);
    if (devices.length === 0) return context.print("no such device");
    const rows = devices.map((device) => [
      printable(device.name),
      device.exported ? "yes" : "no",
      printable(device.class ?? ""),
      printable(device.server ?? ""),
      printable(device.alias ?? ""),
    ]);
    context.print(textTable(rows, { headings: ["DEVICE", "EXPORTED", "CLASS", "SERVER", "ALIAS"] }));
  },
};

/** A device as the database lists it. */
interface ListedDevice {
  readonly name: string;
  readonly exported: boolean;
  readonly class?: string;
  readonly server?: string;
  /** null where it has none. */
  readonly alias?: string | null;
}

type Database = InstanceType<TangoFacade["Database"]>;

async function listDevices(
  database: Database,
  tango: TangoFacade,
  pattern: string,
  { callOptions }: CommandContext,
): Promise<readonly ListedDevice[]> {
  try {
    // One query for all columns; the commands for class and server would be one call for each device.
    const reply = await database.commandInout<LongStringArray>(
      "DbMySqlSelect",
      selectDevices(pattern),
      callOptions,
    );
    return devicesOf(reply.svalue);
  } catch (error) {
    if (!(error instanceof tango.DevFailed) || error.reason !== "API_CommandNotFound") throw error;
    const [defined, running] = await Promise.all([
      database.getDeviceDefined(pattern, callOptions),
      database.getDeviceExported(pattern, callOptions),
    ]);
    const exported = new Set(running.map((name) => name.toLowerCase()));
    return defined.map((name) => ({ name, exported: exported.has(name.toLowerCase()) }));
  }
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
