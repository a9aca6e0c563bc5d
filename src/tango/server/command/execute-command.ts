import type { Any } from "../../../giop/idl/any.ts";
import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { decodeCommandResult, encodeCommandArgument } from "../../value/command-argument.ts";
import { type Awaitable, andThen } from "../awaitable.ts";
import type { Caller } from "../call/caller.ts";
import type { CommandDefinition } from "../definition/command-definition.ts";
import { reinitialiseDevice } from "../initialise-device.ts";
import type { ServedDevice } from "../served-device.ts";
import { INIT_COMMAND } from "./common-commands.ts";

/** Executes a command on a device, under its monitor, and gives what goes to the client. */
export function executeCommand(
  served: ServedDevice,
  name: string,
  argin: Any,
  caller: Caller,
): Awaitable<Any> {
  return served.monitor.run(`command ${name}`, () =>
    andThen(served.device.alwaysExecutedHook(), () => {
      const command = served.commands.get(name);
      const { isAllowed } = command;
      if (isAllowed === undefined) return execute(served, command, argin, caller);
      return andThen(isAllowed.call(served.device), (allowed) => {
        if (!allowed) throw notAllowed(served, name);
        return execute(served, command, argin, caller);
      });
    }),
  );
}

function execute(
  served: ServedDevice,
  command: CommandDefinition,
  argin: Any,
  caller: Caller,
): Awaitable<Any> {
  if (command === INIT_COMMAND)
    return andThen(reinitialiseDevice(served), () => encodeCommandArgument("DevVoid", null, "Init"));
  const argument = decodeCommandResult(command.dtypeIn, argin);
  const result = command.execute.call(served.device, argument, caller);
  return andThen(result, (value) => encodeCommandArgument(command.dtypeOut, value, command.name));
}

function notAllowed(served: ServedDevice, name: string): DevFailed {
  const desc = `Command ${name} not allowed when the device is in ${served.state} state`;
  return new DevFailed([devError("API_CommandNotAllowed", desc, "executeCommand")]);
}
