import type { Command } from "./command.ts";
import { deviceArgument } from "./tango-names.ts";

/** `bandoneon ping`. */
export const ping: Command = {
  usage: ["DEVICE"],
  summary: "see whether a device answers, and how fast",
  details: "Connects, then measures one call.",
  examples: [
    { line: "ping sys/tg_test/1", what: "sys/tg_test/1 answered in 310 us" },
    { line: "ping 'tango://localhost:45678/a/b/c#dbase=no'", what: "without a database" },
  ],
  async run({ args, json, callOptions, tango, print, printJson }) {
    const name = deviceArgument(args);
    const { DeviceProxy } = await tango();
    const device = new DeviceProxy(name);
    // The first call connects; the second is what a ping should take.
    await device.ping(callOptions);
    const us = await device.ping(callOptions);
    if (json) printJson({ device: device.devName(), us });
    else print(`${device.devName()} answered in ${us} us`);
  },
};
