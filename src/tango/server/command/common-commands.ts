import { type CommandDefinition, defineCommand } from "../definition/command-definition.ts";
import type { DeviceHooks } from "../device-hooks.ts";

/** The command by which every device is initialised anew; what it does is not a method of the device but of its server. */
export const INIT_COMMAND: CommandDefinition = defineCommand("Init", {
  execute() {
    throw new Error("the server initialises devices");
  },
});

/** The commands that every device has, by lower-case names. */
export const COMMON_COMMANDS: ReadonlyMap<string, CommandDefinition> = new Map([
  ["init", INIT_COMMAND],
  [
    "state",
    defineCommand("State", {
      dtypeOut: "DevState",
      docOut: "Device state",
      execute(this: DeviceHooks) {
        return this.devState();
      },
    }),
  ],
  [
    "status",
    defineCommand("Status", {
      dtypeOut: "DevString",
      docOut: "Device status",
      execute(this: DeviceHooks) {
        return this.devStatus();
      },
    }),
  ],
]);
