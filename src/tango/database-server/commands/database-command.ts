import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type { Reason } from "../../error/reason.ts";
import type { CommandResultOf } from "../../server/definition/command-definition.ts";
import type { CmdArgType, CommandValueOf } from "../../value/cmd-arg-type.ts";
import type { DatabaseService } from "../database-service.ts";
import type { TangoTables } from "../tables/tango-tables.ts";

/** A command of the class DataBase that takes `I` and gives `O`: a function of the tables and its argument. */
export interface DatabaseCommandOf<I extends CmdArgType, O extends CmdArgType> {
  readonly dtypeIn: I;
  readonly dtypeOut: O;
  /** What the argument is, as the real class describes it. */
  readonly docIn: string;
  /** What the result is, as the real class describes it. */
  readonly docOut: string;
  /** A read gives its result; a change a promise, which resolves when the change is safe. Throws or rejects with DevFailed. */
  run(database: TangoTables, argument: CommandValueOf<I>, service: DatabaseService): CommandResultOf<O>;
}

/** Any command of the class DataBase. */
export interface DatabaseCommand extends Omit<DatabaseCommandOf<CmdArgType, CmdArgType>, "run"> {
  // biome-ignore lint/suspicious/noExplicitAny: of whatever type its dtypeIn says
  run(database: TangoTables, argument: any, service: DatabaseService): unknown;
}

/** Checks the types of a command, and forgets them. */
export function databaseCommand<I extends CmdArgType, O extends CmdArgType>(
  command: DatabaseCommandOf<I, O>,
): DatabaseCommand {
  return command;
}

/** An error as the real database gives it; `origin` is the method of its class DataBase, as `DataBase::ImportDevice()`. */
export function databaseError(reason: Reason, desc: string, origin: string): DevFailed {
  return new DevFailed([devError(reason, desc, origin)]);
}
