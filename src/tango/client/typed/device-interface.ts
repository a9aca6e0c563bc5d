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
  [N in AttributeOf<I>]: AccessOf<I, N> extends "WRITE" | "READ_WRITE" ? N : never;
}[AttributeOf<I>];

/** The names of all attributes. */
export type AttributeOf<I extends DeviceInterface> = keyof I["attributes"] & string;

/** The names of the commands. */
export type CommandOf<I extends DeviceInterface> = keyof I["commands"] & string;

/** What is read of an attribute. */
export type ReadValue<I extends DeviceInterface, N extends AttributeOf<I>> = AttributeValueOf<
  I["attributes"][N]["dtype"],
  FormatOf<I, N>
>;

/** What an attribute can be written with: a DevEnum with its labels, too, and no other text. */
export type WrittenValue<I extends DeviceInterface, N extends AttributeOf<I>> = I["attributes"][N] extends {
  readonly enumLabels: readonly (infer L)[];
}
  ? LabelledInput<FormatOf<I, N>, L>
  : AttributeInputOf<I["attributes"][N]["dtype"], FormatOf<I, N>>;

/** The type of a command's argument. */
export type ArgumentType<I extends DeviceInterface, N extends CommandOf<I>> = I["commands"][N] extends {
  readonly dtypeIn: infer T extends CmdArgType;
}
  ? T
  : "DevVoid";

/** The type of a command's result. */
export type ResultType<I extends DeviceInterface, N extends CommandOf<I>> = I["commands"][N] extends {
  readonly dtypeOut: infer T extends CmdArgType;
}
  ? T
  : "DevVoid";

type Format = "SCALAR" | "SPECTRUM" | "IMAGE";
type FormatOf<I extends DeviceInterface, N extends AttributeOf<I>> = I["attributes"][N] extends {
  readonly dformat: infer F extends Format;
}
  ? F
  : "SCALAR";
type AccessOf<I extends DeviceInterface, N extends AttributeOf<I>> = I["attributes"][N] extends {
  readonly access: infer A;
}
  ? A
  : "READ";
type LabelledInput<F extends Format, L> = F extends "SCALAR"
  ? number | L
  : F extends "SPECTRUM"
    ? ArrayLike<number | L>
    : ImageRows<number | L>;
