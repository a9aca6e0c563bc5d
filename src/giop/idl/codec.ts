import type { CdrReader } from "../cdr/cdr-reader.ts";
import type { CdrWriter } from "../cdr/cdr-writer.ts";
import type { TypeCode } from "../typecode/typecode.ts";

/**
 * An IDL type as a value: how its values go to the wire and back, and its TypeCode. `T` is what decoding gives, `I` what
 * encoding takes: often more (any array-like of numbers for a `sequence<double>`, which decodes to a Float64Array).
 * The functions do not use `this`.
 */
export interface Codec<T, I = T> {
  /** Throws a MarshalError, with the path to the member at fault, for a value that the type cannot hold. */
  encode(writer: CdrWriter, value: I): void;
  /** Throws a MarshalError for octets that are no value of the type. */
  decode(reader: CdrReader): T;
  readonly typeCode: TypeCode;
  /** The fewest octets that a value takes: the bound for the count of a sequence of them. */
  readonly minSize: number;
}

/** A codec of whatever type. */
export type AnyCodec = Codec<unknown, never>;

/** What decoding with the codec `C` gives. */
export type TypeOf<C> = C extends Codec<infer T, never> ? T : never;

/** What encoding with the codec `C` takes. */
export type InputOf<C> = C extends { encode(writer: CdrWriter, value: infer I): void } ? I : never;
