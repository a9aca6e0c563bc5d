import type { CallOptions } from "../../iiop/call-options.ts";
import { Connection, type Location } from "../client/connection.ts";
import type { DeviceConnection } from "../client/device-connection.ts";
import { devError } from "../error/dev-error.ts";
import { DevFailed } from "../error/dev-failed.ts";
import { oneName, severalNames } from "../naming/name-list.ts";
import type { CmdArgType, LongStringArray } from "../value/cmd-arg-type.ts";
import { type CommandExecution, executionBy } from "./command-execution.ts";
import { BadDatabaseReplyError } from "./reply-lines.ts";

/** The commands of the database device by what they take and give: what all methods of `Database` are made of. */
export abstract class DatabaseCommands extends Connection {
  readonly #execute: CommandExecution;

  /** `execute` stands in for the database device, as a file does. */
  constructor(connection: DeviceConnection, location: Location, execute = executionBy(connection)) {
    super(connection, location);
    this.#execute = execute;
  }

  /** Executes a command that takes a text. */
  protected async withText(command: string, argument: string, options?: CallOptions): Promise<unknown> {
    return this.#execute(command, oneName(argument), options);
  }

  /** Executes a command that takes texts. */
  protected async withTexts(
    command: string,
    argument: readonly string[],
    options?: CallOptions,
  ): Promise<unknown> {
    return this.#execute(command, severalNames(argument), options);
  }

  /** Executes a command that takes nothing. */
  protected withNothing(command: string, options?: CallOptions): Promise<unknown> {
    return this.#execute(command, undefined, options);
  }

  /** The texts that a command gave. */
  protected async texts(command: string, reply: Promise<unknown>): Promise<string[]> {
    const value = await reply;
    if (Array.isArray(value)) return value;
    throw this.#unexpected(command, "DevVarStringArray", value);
  }

  /** The text that a command gave. */
  protected async text(command: string, reply: Promise<unknown>): Promise<string> {
    const value = await reply;
    if (typeof value === "string") return value;
    throw this.#unexpected(command, "DevString", value);
  }

  /** The numbers and texts that a command gave. */
  protected async numbersAndTexts(command: string, reply: Promise<unknown>): Promise<LongStringArray> {
    const value = await reply;
    if (typeof value === "object" && value !== null && "lvalue" in value) return value as LongStringArray;
    throw this.#unexpected(command, "DevVarLongStringArray", value);
  }

  /** Reads a reply with `parse`; one that does not have the layout of the command is API_IncoherentDbData. */
  protected async parsed<T>(
    command: string,
    reply: Promise<unknown>,
    parse: (lines: readonly string[]) => T,
  ): Promise<T> {
    const lines = await this.texts(command, reply);
    try {
      return parse(lines);
    } catch (error) {
      if (!(error instanceof BadDatabaseReplyError)) throw error;
      throw this.incoherent(command, error.message, error);
    }
  }

  /** The error for a reply that makes no sense. */
  protected incoherent(command: string, problem: string, cause?: unknown): DevFailed {
    const desc = `Incoherent data received from database ${this.devName()}, command ${command}: ${problem}`;
    return new DevFailed([devError("API_IncoherentDbData", desc, "Database")], { cause });
  }

  #unexpected(command: string, type: CmdArgType, value: unknown): DevFailed {
    return this.incoherent(command, `${value === undefined ? "nothing" : typeof value} instead of a ${type}`);
  }
}
