import type { DatabaseCommand } from "./database-command.ts";
import type { ArgumentCount } from "./property-argument.ts";
import type { DeviceNameError } from "./property-delete.ts";
import type { PropertyQuery } from "./property-get.ts";
import type { NameQuery } from "./property-list.ts";
import type { PropertyUpdate } from "./property-put.ts";

/** A command for properties without its docs. */
export type PropertyCommand = Pick<DatabaseCommand, "dtypeIn" | "dtypeOut" | "run">;

/** A command that asks with texts. */
export function asks(run: PropertyQuery): PropertyCommand {
  return { dtypeIn: "DevVarStringArray", dtypeOut: "DevVarStringArray", run };
}

/** A command that asks with one text. */
export function lists(run: NameQuery): PropertyCommand {
  return { dtypeIn: "DevString", dtypeOut: "DevVarStringArray", run };
}

/** A command that changes what texts say. */
export function changes(run: PropertyUpdate): PropertyCommand {
  return { dtypeIn: "DevVarStringArray", dtypeOut: "DevVoid", run };
}

/** What a command needs: texts, at least so many, or it is an error of this text and method. */
export function least(count: number, desc: string, name: string): ArgumentCount {
  return { least: count, desc, origin: method(name) };
}

/** What a command needs: so many texts, and no more. */
export function exactly(count: number, desc: string, name: string): ArgumentCount {
  return { least: count, exactly: true, desc, origin: method(name) };
}

/** The error of a command where the name of a device cannot be one. */
export function badName(failed: string, name: string): DeviceNameError {
  return { desc: `${failed}, device name incorrect`, origin: method(name) };
}

/** A method of the class of the real database, as an origin of errors. */
export function method(name: string): string {
  return `DataBase::${name}()`;
}
