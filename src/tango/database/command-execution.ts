import type { CallOptions } from "../../iiop/call-options.ts";
import { executeTyped } from "../client/command-calls.ts";
import type { DeviceConnection } from "../client/device-connection.ts";
import type { LongStringArray } from "../value/cmd-arg-type.ts";
import { fromUtf8Bytes, toUtf8Bytes } from "../value/utf8-text.ts";

/**
 * Executes a command of a database with a text, several or nothing, and gives what the command gave. This is where a database file takes
 * the place of the database device.
 */
export type CommandExecution = (
  command: string,
  argument: string | readonly string[] | undefined,
  options: CallOptions | undefined,
) => Promise<unknown>;

/** The execution by the database device. Texts are UTF-8 on the wire, as PyTango has them. */
export function executionBy(connection: DeviceConnection): CommandExecution {
  return async (command, argument, options) => {
    if (argument === undefined) {
      return textsOf(await executeTyped(connection, command, "DevVoid", undefined, options));
    }
    const reply =
      typeof argument === "string"
        ? executeTyped(connection, command, "DevString", toUtf8Bytes(argument), options)
        : executeTyped(connection, command, "DevVarStringArray", argument.map(toUtf8Bytes), options);
    return textsOf(await reply);
  };
}

/** A reply with its texts as they were meant. */
function textsOf(reply: unknown): unknown {
  if (typeof reply === "string") return fromUtf8Bytes(reply);
  if (Array.isArray(reply)) return reply.map(fromUtf8Bytes);
  if (typeof reply !== "object" || reply === null || !("lvalue" in reply)) return reply;
  const { lvalue, svalue } = reply as LongStringArray;
  return { lvalue, svalue: svalue.map(fromUtf8Bytes) };
}
