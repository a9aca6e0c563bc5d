import { chosenVerb, type VerbAction } from "./chosen-verb.ts";
import type { Command } from "./command.ts";
import { CommandError } from "./command-error.ts";
import { deviceAlias } from "./device-alias.ts";
import { type KnownDevice, knownDevice } from "./known-device.ts";
import { printableTable } from "./printable-table.ts";
import { runRecord, runRows } from "./run-record.ts";
import { deviceArgument } from "./tango-names.ts";
import { UsageError } from "./usage-error.ts";

/** `bandoneon device`. */
export const device: Command = {
  usage: ["info DEVICE", "rm DEVICE..."],
  summary: "see what the database knows of a device, or remove it there",
  details: `info shows its class, its server and its alias, and whether, where and since
when its server says that it runs; the device itself is not asked.
rm removes devices with their properties and aliases, all of them or, where one
is not there, none. 'bandoneon server add' defines devices.`,
  examples: [
    { line: "device info sys/tg_test/1", what: "class, server, host, process" },
    { line: "device rm lab/supply/1 lab/supply/2", what: "with their properties" },
  ],
  async run(context) {
    const { action, args } = chosenVerb("device", ACTIONS, context.args);
    await action(context, args);
  },
};

const ACTIONS: Readonly<Record<string, VerbAction>> = {
  async info(context, args) {
    const found = await knownDevice(deviceArgument(args), context);
    const { device: name, info } = found;
    const alias = await deviceAlias(found, context);
    const run = runRecord(info);
    if (context.json) {
      return context.printJson({ name, class: info.className, server: info.dsFullName, alias, ...run });
    }
    const rows = [
      ["device", name],
      ["class", info.className],
      ["server", info.dsFullName],
      ...(alias === null ? [] : [["alias", alias]]),
      ...runRows(run),
    ];
    context.print(printableTable(rows));
  },

  async rm(context, args) {
    if (args.length === 0) throw new UsageError("the DEVICE to remove is missing, for example lab/supply/1");
    const found = eachOnce(await Promise.all(args.map((text) => knownDevice(text, context))));
    for (const { device: name, info } of found) {
      if (info.className.toLowerCase() !== "dserver") continue;
      throw new CommandError(`${name} goes with its server: 'bandoneon server rm ${info.dsFullName}'`);
    }
    for (const { database, device: name } of found) await database.deleteDevice(name, context.callOptions);
    const removed = found.map((one) => ({
      name: one.device,
      class: one.info.className,
      server: one.info.dsFullName,
    }));
    if (context.json) return context.printJson(removed);
    const rows = removed.map((one) => [one.name, one.class, one.server, "removed"]);
    context.print(printableTable(rows));
  },
};

/** Without those that are there already, maybe by another name: in another case, by the alias, with the host in front. */
function eachOnce(devices: readonly KnownDevice[]): readonly KnownDevice[] {
  const keyOf = ({ database, device }: KnownDevice) =>
    `${database.getDbHost()}:${database.getDbPort()}/${device}`.toLowerCase();
  return [...new Map(devices.map((one) => [keyOf(one), one])).values()];
}
