import type { NumericArray } from "../../giop/cdr/numeric-kind.ts";
import type { AttributeType, CommandArrays, CommandInputOf, CommandValueOf } from "./cmd-arg-type.ts";
import type { Encoded } from "./encoded.ts";
import type { TimeVal } from "./time-val.ts";

/** The types that one value in a pipe can have. */
export type PipeScalarType = Exclude<AttributeType, "DevEnum">;

/** The types that several values in a pipe can have, those of commands: "DevVarLongArray" for many "DevLong". */
export type PipeArrayType = keyof CommandArrays;

/** The types that an element of a pipe can have; "DevPipeBlob" for elements within the element. */
export type PipeElementType = PipeScalarType | PipeArrayType | "DevPipeBlob";

/**
 * What is in a pipe: named elements, each with a type of its own, in an order of their own. No two of them have the same name, whatever
 * its case.
 */
export interface PipeBlob {
  /** The name of the whole; often empty. */
  readonly name: string;
  readonly elements: readonly PipeElement[];
}

/** An element of type `T`: numbers in a row are typed arrays, 64 bit integers bigints, as in attributes and commands. */
export interface PipeElementOf<T extends PipeElementType> {
  readonly name: string;
  readonly type: T;
  readonly value: PipeValueOf<T>;
}

/** The value of an element of type `T`. */
export type PipeValueOf<T extends PipeElementType> = T extends "DevPipeBlob" ? PipeBlob : CommandValueOf<T>;

/** An element of any type; `type` tells which. */
export type PipeElement = { [T in PipeElementType]: PipeElementOf<T> }[PipeElementType];

/** What a pipe gives when it is read. */
export interface DevicePipe {
  /** The name of the pipe, as it was asked for. */
  readonly name: string;
  /** When it was read. */
  readonly time: TimeVal;
  readonly blob: PipeBlob;
}

/**
 * What a pipe is written with, or what the read method of a served pipe gives:
 *
 * ```ts
 * { name: "scan", elements: [{ name: "points", type: "DevLong", value: 100 }, { name: "title", value: "first" }] }
 * ```
 */
export interface PipeBlobInput {
  /** Empty unless given. */
  readonly name?: string;
  readonly elements: readonly PipeElementInput[];
}

/**
 * An element to be: with its type, or with a value that tells it. These are: boolean a DevBoolean, string a DevString, number always a
 * DevDouble, bigint a DevLong64; lists of them the array type of that; each typed array the type of its elements (Uint8Array a
 * DevVarCharArray, Int32Array a DevVarLongArray, ...); `{ format, data }` a DevEncoded, `{ elements }` a DevPipeBlob. All other types
 * must be given.
 */
export type PipeElementInput = TypedElementInput | UntypedElementInput;

type TypedElementInput = {
  [T in PipeElementType]: { readonly name: string; readonly type: T; readonly value: PipeInputOf<T> };
}[PipeElementType];

interface UntypedElementInput {
  readonly name: string;
  readonly type?: undefined;
  readonly value: TellingValue;
}

/** What the value of an element of type `T` may be given as. */
export type PipeInputOf<T extends PipeElementType> = T extends "DevPipeBlob"
  ? PipeBlobInput
  : CommandInputOf<T>;

/** Values that tell their type. */
type TellingValue =
  | boolean
  | string
  | number
  | bigint
  | Encoded
  | NumericArray
  | readonly boolean[]
  | readonly string[]
  | readonly number[]
  | readonly bigint[]
  | readonly Encoded[]
  | PipeBlobInput;
