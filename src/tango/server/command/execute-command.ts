import { Any } from "../../../giop/idl/any.ts";
import type { Cancellation } from "../../../threading/serialization-monitor.ts";
import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type { DevSource } from "../../idl/enums.ts";
import { decodeCommandResult, encodeCommandArgument } from "../../value/command-argument.ts";
import { type Awaitable, andThen } from "../awaitable.ts";
import type { Caller } from "../call/caller.ts";
import type { CommandDefinition } from "../definition/command-definition.ts";
import { reinitialiseDevice } from "../initialise-device.ts";
import type { ServedDevice } from "../served-device.ts";
import { forcedAnswer } from "../state/forced-alarm.ts";
import { INIT_COMMAND } from "./common-commands.ts";

/** A call of a command. */
export interface CommandCall {
  readonly name: string;
  readonly argin: Any;
  readonly source: DevSource;
  readonly caller: Caller;
  /** What ends the wait for the device. */
  readonly cancellation?: Cancellation | undefined;
}

/** What a command gives: from the cache where the source says so and it is there, else the device executes it. */
export function commandResult(served: ServedDevice, call: CommandCall): Awaitable<Any> {
  const { name, source } = call;
  if (source === "CACHE" || (source === "CACHE_DEV" && served.polling.isPolled)) {
    const cached = cachedResult(served, name, source);
    if (cached !== undefined) return cached;
  }
  return executeCommand(served, call);
}

/**
 * Executes a command on a device, under its monitor, and gives what goes to the client. One that frees the monitor calculates behind that: only
 * what leads to it was under the monitor.
 */
export function executeCommand(
  served: ServedDevice,
  { name, argin, caller, cancellation }: Omit<CommandCall, "source">,
): Awaitable<Any> {
  const work = () => {
    const command = served.commands.get(name);
    return andThen(served.device.alwaysExecutedHook(), () => {
      const { isAllowed } = command;
      if (isAllowed === undefined) return execute(served, command, argin, caller);
      return andThen(isAllowed.call(served.device), (allowed) => {
        if (!allowed) throw notAllowed(served, name);
        return execute(served, command, argin, caller);
      });
    });
  };
  const executed = served.monitor.run(`command ${name} of ${caller.peer}`, work, cancellation);
  return andThen(executed, (result) => (result instanceof Calculation ? result.run() : result));
}

/** What is in the cache, a failure as such; undefined where the device is to be asked, since there is nothing good. */
function cachedResult(served: ServedDevice, name: string, source: DevSource): Any | undefined {
  let record: ReturnType<ServedDevice["polling"]["cachedCommand"]>;
  try {
    record = served.polling.cachedCommand(name);
  } catch (error) {
    if (source === "CACHE") throw error;
    return undefined;
  }
  if (record.errors.length > 0) throw new DevFailed(record.errors);
  return record.value ?? Any.EMPTY;
}

function execute(
  served: ServedDevice,
  command: CommandDefinition,
  argin: Any,
  caller: Caller,
): Awaitable<Any | Calculation> {
  if (command === INIT_COMMAND) return andThen(reinitialiseDevice(served), () => Any.EMPTY);
  const result =
    forcedAnswer(served, command.name) ??
    command.execute.call(served.device, argumentOf(command, argin), caller);
  if (command.worker === undefined) return andThen(result, (value) => encodeResult(command, unshared(value)));
  return andThen(result, (args): Awaitable<Any | Calculation> => {
    const calculation = new Calculation(served, command, args);
    return command.freesMonitor ? calculation : calculation.run();
  });
}

function encodeResult(command: CommandDefinition, value: unknown): Any {
  return encodeCommandArgument(command.dtypeOut, value, command.name, "result");
}

/** What a worker has yet to do of a command. It is no promise: who gives it under the monitor does not wait for it there. */
class Calculation {
  readonly #served: ServedDevice;
  readonly #command: CommandDefinition;
  readonly #args: readonly unknown[];

  /** Throws a TypeError where the method of the command did not give arguments. */
  constructor(served: ServedDevice, command: CommandDefinition, args: unknown) {
    if (!Array.isArray(args)) {
      throw new TypeError(`the method of ${command.name} gives the arguments of its worker, in an array`);
    }
    this.#served = served;
    this.#command = command;
    this.#args = args;
  }

  async run(): Promise<Any> {
    const value = await this.#served.server.workers.run(this.#command.worker!, this.#args);
    return encodeResult(this.#command, this.#command.dtypeOut === "DevVoid" ? undefined : value);
  }
}

function argumentOf({ dtypeIn }: CommandDefinition, argin: Any): unknown {
  try {
    return decodeCommandResult(dtypeIn, argin);
  } catch (cause) {
    const desc = `Incompatible command argument type, expected type is : Tango::${dtypeIn}`;
    throw new DevFailed([devError("API_IncompatibleCmdArgumentType", desc, "executeCommand")], { cause });
  }
}

/** Numbers and octets are copied: the device may go on changing its own, while the cache and the reply keep these. */
function unshared(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return (value as Uint8Array).slice();
  if (Array.isArray(value)) return value.map(unshared);
  if (typeof value !== "object" || value === null || !("svalue" in value || "data" in value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, unshared(part)]));
}

function notAllowed(served: ServedDevice, name: string): DevFailed {
  const desc = `Command ${name} not allowed when the device is in ${served.state} state`;
  return new DevFailed([devError("API_CommandNotAllowed", desc, "executeCommand")]);
}
