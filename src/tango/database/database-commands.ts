import type { CallOptions } from "../../iiop/call-options.ts";
import { executeTyped } from "../client/command-calls.ts";
import { Connection } from "../client/connection.ts";
import { devError } from "../error/dev-error.ts";
import { DevFailed } from "../error/dev-failed.ts";
import { oneName, severalNames } from "../naming/name-list.ts";
import type { CmdArgType, LongStringArray } from "../value/cmd-arg-type.ts";
import { fromUtf8Bytes, toUtf8Bytes } from "../value/utf8-text.ts";
import { BadDatabaseReplyError } from "./reply-lines.ts";

/**
 * The commands of the database device by what they take and give: what all methods of `Database` are made of. Texts are UTF-8 on the
 * wire, as PyTango has them.
 */
export abstract class DatabaseCommands extends Connection {
  /** Executes a command that takes a text. */
  protected async withText(command: string, argument: string, options?: CallOptions): Promise<unknown> {
    return executeTyped(this.connection, command, "DevString", toUtf8Bytes(oneName(argument)), options);
  }

  /** Executes a command that takes texts. */
  protected async withTexts(
    command: string,
    argument: readonly string[],
    options?: CallOptions,
  ): Promise<unknown> {
    const texts = severalNames(argument).map(toUtf8Bytes);
    return executeTyped(this.connection, command, "DevVarStringArray", texts, options);
  }

  /** Executes a command that takes nothing. */
  protected withNothing(command: string, options?: CallOptions): Promise<unknown> {
    return executeTyped(this.connection, command, "DevVoid", undefined, options);
  }

  /** The texts that a command gave. */
  protected async texts(command: string, reply: Promise<unknown>): Promise<string[]> {
    const value = await reply;
    if (Array.isArray(value)) return value.map(fromUtf8Bytes);
    throw this.#unexpected(command, "DevVarStringArray", value);
  }

  /** The text that a command gave. */
  protected async text(command: string, reply: Promise<unknown>): Promise<string> {
    const value = await reply;
    if (typeof value === "string") return fromUtf8Bytes(value);
    throw this.#unexpected(command, "DevString", value);
  }

  /** The numbers and texts that a command gave. */
  protected async numbersAndTexts(command: string, reply: Promise<unknown>): Promise<LongStringArray> {
    const value = await reply;
    if (typeof value === "object" && value !== null && "lvalue" in value) {
      const { lvalue, svalue } = value as LongStringArray;
      return { lvalue, svalue: svalue.map(fromUtf8Bytes) };
    }
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
