import { Any } from "../../giop/idl/any.ts";
import type { CallOptions } from "../../iiop/call-options.ts";
import { devError } from "../error/dev-error.ts";
import { NotAllowed } from "../error/dev-failed-classes.ts";
import type { CmdArgType, CommandInputOf, CommandValueOf } from "../value/cmd-arg-type.ts";
import { commandTypeOf, decodeCommandResult, encodeCommandArgument } from "../value/command-argument.ts";
import { type CommandInfo, commandInfoFrom1, commandInfoFrom2 } from "../value/command-info.ts";
import { withDeadline } from "./call-deadline.ts";
import { type CallText, commandCall, plainCall } from "./call-text.ts";
import type { ConnectedDevice } from "./connected-device.ts";
import { type DeviceCall, plainDeviceCall } from "./device-call.ts";
import type { DeviceConnection } from "./device-connection.ts";

/** What any command may be given. */
export type CommandInput = CommandInputOf<CmdArgType>;

/** What any command may give. */
export type CommandValue = CommandValueOf<CmdArgType>;

/**
 * Executes a command. With an argument, the command's types must be known: they are asked for once per connection, as PyTango
 * does; without one the command is sent at once, and the result says itself what it is.
 */
export function commandInout(
  connection: DeviceConnection,
  command: string,
  argument: unknown,
  options: CallOptions | undefined,
): Promise<unknown> {
  if (argument === undefined) return execute(connection, command, Any.EMPTY, options);
  const known = connection.device?.commands.get(command);
  if (known === undefined) return queryAndExecute(connection, command, argument, options);
  let argin: Any;
  try {
    argin = encodeCommandArgument(known.inType, argument, command);
  } catch (error) {
    return Promise.reject(error);
  }
  return execute(connection, command, argin, options);
}

/** Executes a command whose argument type is known beforehand, such as those of the database and the admin device. */
export async function executeTyped(
  connection: DeviceConnection,
  command: string,
  type: CmdArgType,
  argument: unknown,
  options: CallOptions | undefined,
): Promise<unknown> {
  const argin = type === "DevVoid" ? Any.EMPTY : encodeCommandArgument(type, argument, command);
  return execute(connection, command, argin, options);
}

/** What a device tells of one of its commands. `text` is how errors name it where it is only a part of another call. */
export function commandQuery(
  connection: DeviceConnection,
  command: string,
  options: CallOptions | undefined,
  text: () => CallText = queryText,
): Promise<CommandInfo> {
  const call: DeviceCall<CommandInfo, CommandInfo> = {
    send: async (device, callOptions) =>
      device.idl === 1
        ? commandInfoFrom1(await device.invoke("command_query", [command], callOptions))
        : commandInfoFrom2(await device.invoke("command_query_2", [command], callOptions)),
    receive(info, device) {
      device.commands.set(command, info);
      return info;
    },
    text,
  };
  return connection.call(call, options);
}

/** What a device tells of all its commands. */
export function commandListQuery(
  connection: DeviceConnection,
  options: CallOptions | undefined,
): Promise<CommandInfo[]> {
  return connection.call(COMMAND_LIST, options);
}

function queryText(): CallText {
  return plainCall("commandQuery", "command_query");
}

async function queryAndExecute(
  connection: DeviceConnection,
  command: string,
  argument: unknown,
  options: CallOptions | undefined,
): Promise<unknown> {
  const limited = withDeadline(options);
  // The device's own errors stay as they are, as PyTango has them.
  const text = () => ({ ...commandCall(command), level: null });
  const { inType } = await commandQuery(connection, command, limited, text);
  return execute(connection, command, encodeCommandArgument(inType, argument, command), limited);
}

function execute(
  connection: DeviceConnection,
  command: string,
  argin: Any,
  options: CallOptions | undefined,
): Promise<unknown> {
  return connection.call(new CommandExecution(connection, command, argin), options);
}

/** The execution of a command with an argument in its form for the wire. */
class CommandExecution implements DeviceCall<Any, unknown> {
  readonly #connection: DeviceConnection;
  readonly #command: string;
  readonly #argin: Any;

  constructor(connection: DeviceConnection, command: string, argin: Any) {
    this.#connection = connection;
    this.#command = command;
    this.#argin = argin;
  }

  send(device: ConnectedDevice, options: CallOptions): Promise<Any> {
    return device.access.right === "WRITE"
      ? this.#send(device, options)
      : this.#sendIfAllowed(device, options);
  }

  receive(argout: Any): unknown {
    return decodeCommandResult(commandTypeOf(argout), argout);
  }

  text(): CallText {
    return commandCall(this.#command);
  }

  #send(device: ConnectedDevice, options: CallOptions): Promise<Any> {
    const command = this.#command;
    const argin = this.#argin;
    const { source } = this.#connection;
    if (device.idl >= 4)
      return device.invoke("command_inout_4", [command, argin, source, device.clientIdent], options);
    if (device.idl >= 2) return device.invoke("command_inout_2", [command, argin, source], options);
    return device.invoke("command_inout", [command, argin], options);
  }

  /** With the right to read, only the commands that the access control lists for the class of the device. */
  async #sendIfAllowed(device: ConnectedDevice, options: CallOptions): Promise<Any> {
    const { access } = device;
    const command = this.#command;
    if (await access.allowsCommand(command, options)) return this.#send(device, options);
    // As cppTango: a lost device is reported as lost rather than as forbidden.
    await device.invoke("ping", [], options);
    let desc = `Command ${command} on device ${this.#connection.target.name} is not authorized`;
    const [why] = access.errors;
    if (why !== undefined) {
      desc += " because an error occurs while talking to the Controlled Access Service";
      if (why.desc.includes("defined")) desc += `\n${why.desc}`;
    }
    throw new NotAllowed([devError("API_ReadOnlyMode", desc, "Connection.commandInout()")]);
  }
}

const COMMAND_LIST = plainDeviceCall("commandListQuery", "command_list_query", async (device, options) =>
  device.idl === 1
    ? (await device.invoke("command_list_query", [], options)).map(commandInfoFrom1)
    : (await device.invoke("command_list_query_2", [], options)).map(commandInfoFrom2),
);
