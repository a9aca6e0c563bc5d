import type { Command } from "./command.ts";
import { deviceArgument } from "./tango-names.ts";
import { textTable } from "./text-table.ts";
import { printable } from "./value-text.ts";

/** `bandoneon info`. */
export const info: Command = {
  usage: ["DEVICE"],
  summary: "show what a device tells of itself and its server",
  examples: [
    { line: "info sys/tg_test/1", what: "class, server, host, versions, state" },
    { line: "--json info sys/tg_test/1 | jq .versionInfo", what: "the libraries of the server (Tango 10)" },
  ],
  async run({ args, json, callOptions, tango, print, printJson }) {
    const target = deviceArgument(args);
    const { DeviceProxy } = await tango();
    const device = new DeviceProxy(target);
    const [about, name, description, admin, state, status] = await Promise.all([
      device.info(callOptions),
      device.name(callOptions),
      device.description(callOptions),
      device.admName(callOptions),
      device.state(callOptions),
      device.status(callOptions),
    ]);
    const idlVersion = await device.getIdlVersion(callOptions);
    if (json) return printJson({ name, ...about, idlVersion, admName: admin, description, state, status });
    const rows = [
      ["device", name],
      ["class", about.devClass],
      ["type", about.devType === "Uninitialised" ? "" : about.devType],
      ["description", description],
      ["server", about.serverId],
      ["host", about.serverHost],
      ["admin device", admin],
      ["interface", `IDL ${idlVersion} (server: ${about.serverVersion})`],
      ["documentation", about.docUrl],
      ...Object.entries(about.versionInfo).map(([library, version]) => ["version", `${library} ${version}`]),
      ["state", state],
      ["status", status],
    ];
    const told = rows.filter(([, value]) => value !== "");
    print(textTable(told.map(([label = "", value = ""]) => [label, printable(value, true)])));
  },
};
