import type { CommandInput } from "../index.ts";
import type { Command } from "./command.ts";
import { parseCommandInput } from "./command-input.ts";
import { UsageError } from "./usage-error.ts";
import { valueText } from "./value-text.ts";

/** `bandoneon cmd`. */
export const cmd: Command = {
  usage: ["DEVICE COMMAND [ARG...]"],
  summary: "execute a command",
  details: `The type that the command declares says how ARG is read, as for 'write'; beyond
that
  arrays                   one ARG for each element, or one JSON array
  DevVarLongStringArray    JSON: '{"lvalue": [1, 2], "svalue": ["a", "b"]}'
  DevVarDoubleStringArray  JSON: '{"dvalue": [0.5], "svalue": ["a"]}'
Prints what the command gives; nothing for DevVoid.`,
  examples: [
    { line: "cmd sys/tg_test/1 State", what: "without an argument" },
    { line: "cmd sys/tg_test/1 DevString hola", what: "a string" },
    { line: "cmd sys/tg_test/1 DevVarDoubleArray 1.5 -2 3", what: "an array" },
    {
      line: `cmd sys/tg_test/1 DevVarLongStringArray '{"lvalue": [1], "svalue": ["a"]}'`,
      what: "numbers and texts",
    },
  ],
  async run({ args, json, callOptions, tango, print, printJson }) {
    const [target, name, ...texts] = args;
    if (target === undefined || name === undefined) {
      throw new UsageError("DEVICE and COMMAND are needed, for example sys/tg_test/1 State");
    }
    const { DeviceProxy } = await tango();
    const device = new DeviceProxy(target);
    const info = await device.commandQuery(name, callOptions);
    // Made by the type that the command declares, so it is one of those that a command may be given.
    const argument = parseCommandInput(info, texts) as CommandInput;
    const value = await device.commandInout(name, argument, callOptions);
    if (json) {
      const { cmdName: command, outType: type } = info;
      return printJson({ device: device.devName(), command, type, value: value ?? null });
    }
    // What a command gives is often a list of names, of which people want to see more than a few.
    const text = valueText(value, { type: info.outType, width: 800 });
    if (value !== undefined) print(text);
  },
};
