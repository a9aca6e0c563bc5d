import type { CmdArgType } from "../../value/cmd-arg-type.ts";
import type { ForwardedSpec } from "../forwarded/forwarded-definition.ts";
import type { AttributeSpec } from "./attribute-definition.ts";
import type { CommandSpecOf, WorkerCommandSpecOf } from "./command-definition.ts";
import type { PipeSpec } from "./pipe-definition.ts";
import type { PropertySpec } from "./property-definition.ts";

/**
 * The attributes of device class `D` by their names, as its static member `attributes`: for whoever does without decorators.
 *
 * ```ts
 * class PowerSupply extends Device {
 *   static readonly attributes: AttributeTable<PowerSupply> = {
 *     current: { dtype: "DevDouble", unit: "A", read() { return this.amperes; }, write(value) { this.amperes = value; } },
 *   };
 *   amperes = 0;
 * }
 * ```
 * The compiler knows `this`, and checks the methods against `dtype` and `dformat`.
 */
export type AttributeTable<D> = Readonly<Record<string, AttributeSpec<D> | (ForwardedSpec & NoOtherSpec)>>;

/** A command of any types of device class `D`: its method is checked against `dtypeIn` and `dtypeOut`. */
export type CommandSpec<D> = ExecutedCommandSpec<D> | WorkerCommandSpec<D>;

type ExecutedCommandSpec<D> = {
  [I in CommandType]: {
    [O in CommandType]: CommandSpecOf<I, O, D> & Declared<"dtypeIn", I> & Declared<"dtypeOut", O>;
  }[CommandType];
}[CommandType];

type WorkerCommandSpec<D> = {
  // The compiler cannot tell by the worker which of the two it is, and so not what `this` is.
  [O in CommandType]: WorkerCommandSpecOf<O, D> & Declared<"dtypeOut", O> & ThisType<D>;
}[CommandType];

/** The commands of device class `D` by their names, as its static member `commands`. */
export type CommandTable<D> = Readonly<Record<string, CommandSpec<D>>>;

/** The pipes of device class `D` by their names, as its static member `pipes`. */
export type PipeTable<D> = Readonly<Record<string, PipeSpec<D>>>;

/** Properties by the members that hold them, as the static members `deviceProperties` and `classProperties`. */
export type PropertyTable = Readonly<Record<string, PropertySpec & { readonly name?: string }>>;

/** By these the compiler tells the kinds of attributes apart, and so knows what the methods of a table get. */
interface NoOtherSpec {
  readonly dtype?: undefined;
  readonly dformat?: undefined;
}

/** The types that commands can have. */
type CommandType = Exclude<CmdArgType, "DevPipeBlob" | "Unknown" | "ConstDevString">;

/** DevVoid may be left out. */
type Declared<K extends string, T extends CommandType> = T extends "DevVoid"
  ? { readonly [P in K]?: T }
  : { readonly [P in K]: T };
