import type { Command } from "./command.ts";
import { deviceArgument } from "./tango-names.ts";
import { textTable } from "./text-table.ts";
import { printable } from "./value-text.ts";

/** `bandoneon cmds`. */
export const cmds: Command = {
  usage: ["DEVICE"],
  summary: "list the commands of a device",
  examples: [
    { line: "cmds sys/tg_test/1", what: "name, what it takes and gives" },
    { line: "--json cmds sys/tg_test/1 | jq '.[].cmdName'", what: "names alone" },
  ],
  async run({ args, json, callOptions, tango, print, printJson }) {
    const target = deviceArgument(args);
    const { DeviceProxy } = await tango();
    const infos = await new DeviceProxy(target).commandListQuery(callOptions);
    if (json) return printJson(infos);
    if (infos.length === 0) return print("no commands");
    const rows = infos.map((info) => [
      printable(info.cmdName),
      info.inType,
      info.outType,
      info.dispLevel === "OPERATOR" ? "" : info.dispLevel,
      meaning(info.inTypeDesc),
      meaning(info.outTypeDesc),
    ]);
    print(
      textTable(rows, { headings: ["COMMAND", "TAKES", "GIVES", "LEVEL", "WHAT IT TAKES", "WHAT IT GIVES"] }),
    );
  },
};

function meaning(description: string): string {
  // What cppTango says for a command that describes nothing.
  return description === "Uninitialised" ? "" : printable(description);
}
