import type { AttrWriteType } from "../../idl/enums.ts";
import type {
  AttributeInputOf,
  AttributeType,
  AttributeValueOf,
  CmdArgType,
} from "../../value/cmd-arg-type.ts";
import type { ImageRows } from "../../value/image-value.ts";

/** An attribute of a DeviceInterface. */
export interface AttributeShape {
  readonly dtype: AttributeType;
  /** "SCALAR" unless given. */
  readonly dformat?: Format;
  /** "READ" unless given. */
  readonly access?: Exclude<AttrWriteType, "WT_UNKNOWN">;
  /** The labels of a DevEnum, in order: by them, and by no others, it can be written. */
  readonly enumLabels?: readonly string[];
}

/** A command of a DeviceInterface. */
export interface CommandShape {
  /** What it takes; "DevVoid" unless given. */
  readonly dtypeIn?: CmdArgType;
  /** What it gives; "DevVoid" unless given. */
  readonly dtypeOut?: CmdArgType;
}

/**
 * What the devices of a class have, as data in the terms in which a device class is declared: for a TypedDevice, whose mistakes the compiler finds.
 * `bandoneon interface sys/tg_test/1` writes that of a running device, `describeDevice` gives it in a program.
 *
 * ```ts
 * const PowerSupply = {
 *   attributes: {
 *     current: { dtype: "DevDouble", access: "READ_WRITE" },
 *     range: { dtype: "DevEnum", enumLabels: ["LOW", "HIGH"], access: "READ_WRITE" },
 *     ramp: { dtype: "DevDouble", dformat: "SPECTRUM" },
 *   },
 *   commands: { On: {}, Measure: { dtypeIn: "DevLong", dtypeOut: "DevVarDoubleArray" } },
 * } as const satisfies DeviceInterface;
 * ```
 */
export interface DeviceInterface {
  /** By their names, as the device spells them. */
  readonly attributes: Readonly<Record<string, AttributeShape>>;
  readonly commands: Readonly<Record<string, CommandShape>>;
}

/** The names of the attributes that can be read. */
export type ReadableName<I extends DeviceInterface> = {
  [N in AttributeOf<I>]: AccessOf<I, N> extends "WRITE" ? never : N;
}[AttributeOf<I>];

/** The names of the attributes that can be written; one that is READ_WITH_WRITE is read along with another, which can. */
export type WritableName<I extends DeviceInterface> = {
  [N in AttributeOf<I>]: Extract<AccessOf<I, N>, "WRITE" | "READ_WRITE"> extends never ? never : N;
}[AttributeOf<I>];

/** The names of all attributes. */
export type AttributeOf<I extends DeviceInterface> = keyof I["attributes"] & string;

/** The names of the commands. */
export type CommandOf<I extends DeviceInterface> = keyof I["commands"] & string;

/** What is read of an attribute. */
export type ReadValue<I extends DeviceInterface, N extends AttributeOf<I>> = ReadOf<I["attributes"][N]>;

/** What an attribute can be written with: a DevEnum with its labels, too, and no other text. */
export type WrittenValue<I extends DeviceInterface, N extends AttributeOf<I>> = WrittenOf<I["attributes"][N]>;

/** The type of a command's argument. */
export type ArgumentType<I extends DeviceInterface, N extends CommandOf<I>> = Said<
  I["commands"][N],
  "dtypeIn",
  CmdArgType,
  "DevVoid"
>;

/** The type of a command's result. */
export type ResultType<I extends DeviceInterface, N extends CommandOf<I>> = Said<
  I["commands"][N],
  "dtypeOut",
  CmdArgType,
  "DevVoid"
>;

type Format = "SCALAR" | "SPECTRUM" | "IMAGE";
type ReadOf<S extends AttributeShape> = S extends unknown ? AttributeValueOf<S["dtype"], FormatOf<S>> : never;
type WrittenOf<S extends AttributeShape> = S extends {
  readonly dtype: "DevEnum";
  readonly enumLabels: readonly (infer L)[];
}
  ? LabelledInput<FormatOf<S>, L>
  : AttributeInputOf<S["dtype"], FormatOf<S>>;
type FormatOf<S> = Said<S, "dformat", Format, "SCALAR">;
type AccessOf<I extends DeviceInterface, N extends AttributeOf<I>> = Said<
  I["attributes"][N],
  "access",
  string,
  "READ"
>;
/** What a shape says under a key: `D` where it says nothing, both where it may say something. */
type Said<S, K extends string, T, D> = S extends { readonly [_ in K]: infer V extends T }
  ? V
  : K extends keyof S
    ? Extract<S[K], T> | D
    : D;
type LabelledInput<F extends Format, L> = F extends "SCALAR"
  ? number | L
  : F extends "SPECTRUM"
    ? ArrayLike<number | L>
    : ImageRows<number | L>;
