import { chosenVerb, type VerbAction } from "./chosen-verb.ts";
import type { Command } from "./command.ts";
import { CommandError } from "./command-error.ts";
import { aliasedDevice, deviceAlias, deviceAliases } from "./device-alias.ts";
import { knownDevice } from "./known-device.ts";
import { patternArgument } from "./pattern-argument.ts";
import { printableTable } from "./printable-table.ts";
import type { TangoFacade } from "./tango-facade.ts";
import { deviceArgument } from "./tango-names.ts";
import { UsageError } from "./usage-error.ts";
import { printable } from "./value-text.ts";

/** `bandoneon alias`. */
export const alias: Command = {
  usage: ["ls [PATTERN]", "get DEVICE", "put DEVICE NAME", "rm NAME"],
  summary: "give devices short names in the database",
  details: `ls lists aliases and what they stand for, with * in the pattern for anything.
get shows the alias of a device, or the device of an alias. put gives a device
an alias; where it has another one, or another device has this one, it is
refused. rm takes an alias away, and leaves the device.`,
  examples: [
    { line: "alias put sys/tg_test/1 tester", what: "then: bandoneon read tester/ampli" },
    { line: "alias ls", what: "which there are" },
    { line: "alias get tester", what: "sys/tg_test/1" },
    { line: "alias rm tester", what: "sys/tg_test/1 stays" },
  ],
  async run(context) {
    const { action, args } = chosenVerb("alias", ACTIONS, context.args);
    await action(context, args);
  },
};

const ACTIONS: Readonly<Record<string, VerbAction>> = {
  async ls(context, args) {
    const pattern = patternArgument(args);
    const { Database } = await context.tango();
    const aliases = await deviceAliases(new Database(), pattern, context);
    if (context.json) return context.printJson(aliases);
    if (aliases.length === 0) return context.print(args.length === 0 ? "no aliases" : "no such alias");
    const rows = aliases.map((one) => [one.alias, one.device]);
    context.print(printableTable(rows, { headings: ["ALIAS", "DEVICE"] }));
  },

  async get(context, args) {
    const text = deviceArgument(args);
    const { parseDeviceName } = await context.tango();
    const found = await knownDevice(text, context);
    const { device } = found;
    const name = await deviceAlias(found, context);
    if (context.json) return context.printJson({ alias: name, device });
    if (parseDeviceName(text).isAlias) return context.print(printable(device));
    context.print(name === null ? `${printable(device)} has no alias` : printable(name));
  },

  async put(context, [target, name, more]) {
    if (target === undefined || name === undefined)
      throw new UsageError("alias put wants a DEVICE and a NAME");
    if (more !== undefined) throw new UsageError(`one NAME is enough; what is "${more}"?`);
    if (!isAlias(name, await context.tango()))
      throw new UsageError(`"${name}" is no NAME: it has none of / : -> # * % and no blanks`);
    const found = await knownDevice(target, context);
    const { database, device } = found;
    const [old, owner] = await Promise.all([
      deviceAlias(found, context),
      aliasedDevice(database, name, context),
    ]);
    // Nothing is sent for an alias that it has: the database would take that for a start of the device.
    if (old?.toLowerCase() !== name.toLowerCase()) {
      if (owner !== null) throw new CommandError(`${name} is the alias of ${owner}; ${removalOf(name)}`);
      if (old !== null) throw new CommandError(`${device} has the alias ${old}; ${removalOf(old)}`);
      await database.putDeviceAlias(device, name, context.callOptions);
    }
    if (context.json) context.printJson({ alias: name, device });
  },

  async rm(context, [name, more]) {
    if (name === undefined) throw new UsageError("the NAME is missing, for example tester");
    if (more !== undefined) throw new UsageError(`one NAME is enough; what is "${more}"?`);
    const { parseDeviceName } = await context.tango();
    const { device: alias, isAlias } = parseDeviceName(name);
    if (!isAlias) throw new UsageError(`${name} is no alias; 'bandoneon device rm' removes devices`);
    const { database, device } = await knownDevice(name, context);
    await database.deleteDeviceAlias(alias, context.callOptions);
    if (context.json) context.printJson({ alias, device });
  },
};

function removalOf(alias: string): string {
  return `nothing was changed. 'bandoneon alias rm ${alias}' takes it away`;
}

/** Whether a text is an alias and nothing else, by which the device can be reached and which can be taken away again. */
function isAlias(text: string, { parseDeviceName }: TangoFacade): boolean {
  if (NOT_IN_ALIASES.test(text)) return false;
  try {
    const name = parseDeviceName(text);
    return name.isAlias && name.device === text.toLowerCase();
  } catch {
    return false;
  }
}

/** Blanks, and what the database takes for any text. */
const NOT_IN_ALIASES = /[\s*%]/;
