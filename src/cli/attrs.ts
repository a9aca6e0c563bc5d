import type { Command } from "./command.ts";
import { deviceArgument } from "./tango-names.ts";
import { textTable } from "./text-table.ts";
import { printable } from "./value-text.ts";

/** `bandoneon attrs`. */
export const attrs: Command = {
  usage: ["DEVICE"],
  summary: "list the attributes of a device",
  details: "With --json the whole configuration of each.",
  examples: [
    { line: "attrs sys/tg_test/1", what: "name, type, how it is written, unit, label" },
    { line: "--json attrs sys/tg_test/1 | jq '.[].name'", what: "names alone" },
  ],
  async run({ args, json, callOptions, tango, print, printJson }) {
    const target = deviceArgument(args);
    const { DeviceProxy } = await tango();
    const infos = await new DeviceProxy(target).attributeListQuery(callOptions);
    if (json) return printJson(infos);
    if (infos.length === 0) return print("no attributes");
    const rows = infos.map((info) => [
      printable(info.name),
      `${info.dataType}${sizeText(info)}`,
      info.writable,
      NO_UNIT.has(info.unit) ? "" : printable(info.unit),
      info.label === info.name ? "" : printable(info.label),
      info.dispLevel === "OPERATOR" ? "" : info.dispLevel,
      info.enumLabels.map((label) => printable(label)).join(", "),
    ]);
    print(
      textTable(rows, {
        headings: ["ATTRIBUTE", "TYPE", "WRITABLE", "UNIT", "LABEL", "LEVEL", "ENUM LABELS"],
      }),
    );
  },
};

/** How many elements there can be: `[4096]` for a spectrum, `[251 x 251]` for an image. */
function sizeText(info: { readonly dataFormat: string; readonly maxDimX: number; readonly maxDimY: number }) {
  if (info.dataFormat === "SPECTRUM") return `[${info.maxDimX}]`;
  return info.dataFormat === "IMAGE" ? `[${info.maxDimX} x ${info.maxDimY}]` : "";
}

const NO_UNIT: ReadonlySet<string> = new Set(["No unit", "Not specified"]);
