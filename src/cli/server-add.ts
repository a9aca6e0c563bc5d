import type { DbDevFullInfo } from "../index.ts";
import type { CommandContext } from "./command.ts";
import { CommandError } from "./command-error.ts";
import { definedDevice } from "./defined-device.ts";
import { printableTable } from "./printable-table.ts";
import { adminDevice } from "./registered-server.ts";
import { type DeviceDefinition, parseDefinitions, serverArgument } from "./server-definition.ts";

/** `bandoneon server add`: defines what is not there yet, or nothing at all where something is there that is not meant. */
export async function addServer(
  context: CommandContext,
  [first, ...definitions]: readonly string[],
): Promise<void> {
  const wanted = serverArgument(first);
  const devices = parseDefinitions(definitions);
  const tango = await context.tango();
  const database = new tango.Database();
  const { callOptions } = context;
  const find = (device: string) => definedDevice(database, tango, device, callOptions);
  const [admin, ...known] = await Promise.all([
    find(adminDevice(wanted)),
    ...devices.map(({ name }) => find(name)),
  ]);
  refuseOthers(wanted, devices, known);

  // As the database has it, which tells no cases apart.
  const server = admin?.dsFullName ?? wanted;
  const added = devices.filter((_, i) => known[i] === undefined).map((one) => ({ ...one, server }));
  if (admin === undefined) {
    // Its admin device comes by itself, but not where the devices are all there and only that is missing.
    const own = { name: adminDevice(server), className: "DServer", server };
    await database.addServer(server, [...added, own], callOptions);
  } else {
    // Not by addServer, which defines the admin device anew: that of a server that runs would be no longer exported.
    for (const device of added) await database.addDevice(device, callOptions);
  }
  const listed = devices.map((one, i) => ({
    name: one.name,
    class: one.className,
    added: known[i] === undefined,
  }));
  if (context.json) return context.printJson({ server, devices: listed });
  const rows = listed.map((one) => [one.name, one.class, one.added ? "added" : "was there"]);
  context.print(printableTable(rows));
  if (admin?.exported && added.length > 0) {
    context.print(`${server} runs: 'bandoneon cmd ${adminDevice(server)} RestartServer' makes it take them`);
  }
}

/** Refuses devices that are defined otherwise: the database would have them twice, and lose both when one is removed. */
function refuseOthers(
  server: string,
  devices: readonly DeviceDefinition[],
  known: readonly (DbDevFullInfo | undefined)[],
): void {
  const others = devices.flatMap(({ name, className }, i) => {
    const there = known[i];
    if (there === undefined) return [];
    if (isSame(there.dsFullName, server) && isSame(there.className, className)) return [];
    return [`${name} is a ${there.className} of ${there.dsFullName} already`];
  });
  if (others.length === 0) return;
  throw new CommandError(
    `${others.join(", ")}; nothing was added. 'bandoneon device rm DEVICE' would remove one, with its properties`,
  );
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
