import { CMD_ARG_TYPE, type CmdArgType, type CommandValueOf } from "../../value/cmd-arg-type.ts";
import { checkOneOf, checkOptions } from "./declaration-checks.ts";

const NO_PROPERTY_TYPES = [
  "DevVoid",
  "DevEncoded",
  "DevEnum",
  "DevPipeBlob",
  "DevVarEncodedArray",
  "DevVarLongStringArray",
  "DevVarDoubleStringArray",
  "ConstDevString",
  "Unknown",
] as const satisfies readonly CmdArgType[];

/** The types that properties can have: those of values and of arrays of them. */
export type PropertyType = Exclude<CmdArgType, (typeof NO_PROPERTY_TYPES)[number]>;

/** A device or class property of type `T`. */
export interface PropertySpecOf<T extends PropertyType> {
  readonly dtype: T;
  /** What it is for, for people and their tools (the wizard of the admin device). */
  readonly doc?: string;
  /** Whether the device cannot do without: init fails, and says so, where the database has none. Only of devices. */
  readonly mandatory?: boolean;
  /** Its value where the database has none. */
  readonly defaultValue?: CommandValueOf<T> | readonly (string | number | bigint | boolean)[];
  /** Whether the default is put into the database where that has none. */
  readonly updateDb?: boolean;
}

/** A property of any type, as a device class declares it in its static table. */
export type PropertySpec = { [T in PropertyType]: PropertySpecOf<T> }[PropertyType];

/** A declared property with everything decided. */
export interface PropertyDefinition {
  /** In the database. */
  readonly name: string;
  /** The member of the device, or of the class, that holds its value. */
  readonly member: string;
  readonly dtype: PropertyType;
  readonly doc: string;
  readonly mandatory: boolean;
  readonly defaultValue: unknown;
  readonly updateDb: boolean;
}

/** What an untyped table may say. */
export interface LoosePropertySpec {
  readonly name?: string;
  readonly dtype: PropertyType;
  readonly doc?: string;
  readonly mandatory?: boolean;
  readonly defaultValue?: unknown;
  readonly updateDb?: boolean;
}

/** Decides what a declaration leaves open. Throws a TypeError for one that cannot be. */
export function defineProperty(member: string, spec: LoosePropertySpec): PropertyDefinition {
  const what = `property ${spec.name ?? member}`;
  checkOptions(what, spec, OPTIONS);
  checkOneOf(what, "dtype", spec.dtype, PROPERTY_TYPES);
  return {
    name: spec.name ?? member,
    member,
    dtype: spec.dtype,
    doc: spec.doc ?? "",
    mandatory: spec.mandatory ?? false,
    defaultValue: spec.defaultValue,
    updateDb: spec.updateDb ?? false,
  };
}

const PROPERTY_TYPES: readonly string[] = Object.keys(CMD_ARG_TYPE).filter(
  (type) => !(NO_PROPERTY_TYPES as readonly string[]).includes(type),
);

/** All that a declaration may say. */
const OPTIONS: Readonly<Record<keyof LoosePropertySpec, true>> = {
  name: true,
  dtype: true,
  doc: true,
  mandatory: true,
  defaultValue: true,
  updateDb: true,
};
