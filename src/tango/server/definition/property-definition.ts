import type { CmdArgType, CommandValueOf } from "../../value/cmd-arg-type.ts";

/** The types that properties can have: those of values and of arrays of them. */
export type PropertyType = Exclude<
  CmdArgType,
  | "DevVoid"
  | "DevEncoded"
  | "DevEnum"
  | "DevPipeBlob"
  | "DevVarEncodedArray"
  | "DevVarLongStringArray"
  | "DevVarDoubleStringArray"
  | "ConstDevString"
  | "Unknown"
>;

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

/** Decides what a declaration leaves open. */
export function defineProperty(member: string, spec: LoosePropertySpec): PropertyDefinition {
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
