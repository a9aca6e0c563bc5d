import { chosenVerb, type VerbAction } from "./chosen-verb.ts";
import type { Command, CommandContext } from "./command.ts";
import { CommandError } from "./command-error.ts";
import { patternArgument } from "./pattern-argument.ts";
import { printableTable } from "./printable-table.ts";
import { adminDevice, type RegisteredServer, registeredServer } from "./registered-server.ts";
import { runRows } from "./run-record.ts";
import { addServer } from "./server-add.ts";
import { serverArgument } from "./server-definition.ts";
import type { TangoFacade } from "./tango-facade.ts";
import { UsageError } from "./usage-error.ts";

/** `bandoneon server`. */
export const server: Command = {
  usage: [
    "ls [PATTERN]",
    "info EXEC/INSTANCE",
    "add EXEC/INSTANCE CLASS DEVICE... [CLASS DEVICE...]",
    "rm EXEC/INSTANCE",
  ],
  summary: "define device servers in the database, and list them",
  details: `ls lists servers, with * in the pattern for anything; an EXEC alone stands for
all its instances. info shows what the database knows of one: its devices, and
whether, where and since when it says that it runs.
add defines a server with its devices, or more devices of one that is there.
What is defined so already is left as it is; a device of another server or
class is refused, and then nothing is changed.
rm removes a server with its devices, their properties and aliases. One that
answers is refused.`,
  examples: [
    { line: "server ls 'Tango*'", what: "which there are" },
    { line: "server add PowerSupply/lab PowerSupply lab/supply/1 lab/supply/2", what: "two devices" },
    { line: "server add Lab/1 PowerSupply lab/supply/1 Thermometer lab/temp/1", what: "two classes" },
    { line: "server info PowerSupply/lab", what: "one of them" },
    { line: "server rm PowerSupply/lab", what: "with its devices" },
  ],
  async run(context) {
    const { action, args } = chosenVerb("server", ACTIONS, context.args);
    await action(context, args);
  },
};

const ACTIONS: Readonly<Record<string, VerbAction>> = {
  async ls(context, args) {
    const pattern = patternArgument(args);
    const { Database } = await context.tango();
    const database = new Database();
    const wanted = /[/*]/.test(pattern) ? pattern : `${pattern}/*`;
    const [names, running] = await Promise.all([
      database.getServerList(wanted, context.callOptions),
      database.getDeviceExported(adminDevice("*"), context.callOptions),
    ]);
    const exported = new Set(running.map((name) => name.toLowerCase()));
    const servers = names.map((name) => ({
      name,
      exported: exported.has(adminDevice(name).toLowerCase()),
    }));
    if (context.json) return context.printJson(servers);
    if (servers.length === 0) return context.print("no such server");
    const rows = servers.map((one) => [one.name, one.exported ? "yes" : "no"]);
    context.print(printableTable(rows, { headings: ["SERVER", "EXPORTED"] }));
  },

  async info(context, args) {
    const { name, run, devices } = await knownServer(context, oneServer(args));
    if (context.json) return context.printJson({ name, ...run, devices });
    context.print(printableTable([["server", name], ...runRows(run)]));
    if (devices.length === 0) return context.print("\nno devices");
    const rows = devices.map((one) => [one.name, one.exported ? "yes" : "no", one.class]);
    context.print(`\n${printableTable(rows, { headings: ["DEVICE", "EXPORTED", "CLASS"] })}`);
  },

  add: addServer,

  async rm(context, args) {
    const found = await knownServer(context, oneServer(args));
    const { name, devices } = found;
    if (await answers(found, context)) {
      throw new CommandError(
        `${name} runs; end it before: 'bandoneon cmd ${adminDevice(name)} Kill' does. Nothing was removed`,
      );
    }
    const { Database } = await context.tango();
    const database = new Database();
    await database.deleteServer(name, context.callOptions);
    // The database keeps how the Starter controls it, and would give it to a server of this name.
    await database.deleteServerInfo(name, context.callOptions);
    const removed = devices.map((one) => ({ name: one.name, class: one.class }));
    if (context.json) return context.printJson({ server: name, devices: removed });
    context.print(
      printableTable(removed.map((one) => [one.name, one.class, "removed"])) ||
        `${name} removed, which had no devices`,
    );
  },
};

function oneServer([text, more]: readonly string[]): string {
  const name = serverArgument(text);
  if (more !== undefined) throw new UsageError(`one EXEC/INSTANCE is enough; what is "${more}"?`);
  return name;
}

async function knownServer(context: CommandContext, name: string): Promise<RegisteredServer> {
  const tango = await context.tango();
  const found = await registeredServer(new tango.Database(), tango, name, context.callOptions);
  if (found !== undefined) return found;
  throw new CommandError(
    `the database does not know the server ${name}: 'bandoneon server ls' lists those that there are`,
  );
}

/** Whether a server runs, and does not just say so because it had no time to say that it ends. */
async function answers({ name, run }: RegisteredServer, context: CommandContext): Promise<boolean> {
  if (!run.exported) return false;
  const tango: TangoFacade = await context.tango();
  try {
    await new tango.DeviceProxy(adminDevice(name)).ping(context.callOptions);
    return true;
  } catch (error) {
    if (error instanceof tango.ConnectionFailed) return false;
    throw error;
  }
}
