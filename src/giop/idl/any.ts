import { CdrReader } from "../cdr/cdr-reader.ts";
import { CdrWriter } from "../cdr/cdr-writer.ts";
import { UTF_8 } from "../cdr/code-set.ts";
import { MarshalError } from "../cdr/marshal-error.ts";
import { NATIVE_FORMAT, type WireFormat } from "../cdr/wire-format.ts";
import { simpleTypeCode, type TypeCode, withoutAliases } from "../typecode/typecode.ts";
import { decodeTypeCode, encodeTypeCode, peekTypeCode } from "../typecode/typecode-codec.ts";
import { isEquivalent, isSameShape } from "../typecode/typecode-equivalence.ts";
import type { Codec } from "./codec.ts";
import { codecOfTypeCode } from "./codec-of-typecode.ts";
import { OBJECT_ID } from "./interface.ts";
import { null_ } from "./primitives.ts";

/**
 * A value together with its type (CORBA 3.4 Part 1 §8.1). One that was received holds what its own TypeCode says; `extract`
 * gives it as a type known here.
 */
export class Any {
  readonly value: unknown;
  readonly #codec: Codec<unknown>;

  private constructor(codec: Codec<unknown>, value: unknown) {
    this.#codec = codec;
    this.value = value;
  }

  /** A value of a type known here: `Any.of(double, 3.5)`. */
  static of<T, I>(codec: Codec<T, I>, value: I): Any {
    return new Any(codec as Codec<unknown>, value);
  }

  /** A value of a type known by its TypeCode alone. */
  static ofTypeCode(type: TypeCode, value: unknown): Any {
    return new Any(codecOfTypeCode(type, any), value);
  }

  /** The any without a value (`tk_null`). */
  static readonly EMPTY: Any = Any.of(null_, null);

  get typeCode(): TypeCode {
    return this.#codec.typeCode;
  }

  /**
   * Whether `extract` would accept this type: equivalence as omniORB compares it, aliases and names aside. A reference to an object
   * of any interface can be extracted as `Object`.
   */
  holds(codec: Codec<unknown, never>): boolean {
    const wanted = withoutAliases(codec.typeCode);
    if (wanted.kind === "tk_objref" && wanted.id === OBJECT_ID)
      return withoutAliases(this.typeCode).kind === wanted.kind;
    return isEquivalent(this.typeCode, wanted);
  }

  /** The value as `codec` decodes it. Throws a MarshalError where the types are not equivalent. */
  extract<T>(codec: Codec<T, never>): T {
    if (!this.holds(codec)) {
      throw new MarshalError(`an any of ${describe(this.typeCode)} is no ${describe(codec.typeCode)}`);
    }
    if (withoutAliases(this.typeCode).kind === "tk_objref" || isSameShape(this.typeCode, codec.typeCode))
      return this.value as T;
    // The same octets with other member names: read them as the names known here.
    const writer = new CdrWriter(EVERY_TEXT);
    this.#codec.encode(writer, this.value);
    return codec.decode(new CdrReader(writer.bytes(), writer.format));
  }

  static encode(writer: CdrWriter, value: Any): void {
    if (!(value instanceof Any)) throw new MarshalError("an any must be made by Any.of(type, value)");
    encodeTypeCode(writer, value.typeCode);
    value.#codec.encode(writer, value.value);
  }

  static decode(reader: CdrReader): Any {
    return reader.nested(() => {
      const codec = receivedCodec(reader);
      return new Any(codec, codec.decode(reader));
    });
  }
}

/** IDL `any`. */
export const any: Codec<Any> = {
  encode: Any.encode,
  decode: Any.decode,
  typeCode: simpleTypeCode("tk_any"),
  minSize: 4,
};

/** IDL `CORBA::TypeCode`. */
export const typeCode: Codec<TypeCode> = {
  encode: encodeTypeCode,
  decode: decodeTypeCode,
  typeCode: simpleTypeCode("tk_TypeCode"),
  minSize: 4,
};

/** The codec for the TypeCode that stands next: made from it, or as it was made for the same octets before. */
function receivedCodec(reader: CdrReader): Codec<unknown> {
  const { memo } = reader;
  const octets = memo === undefined ? undefined : peekTypeCode(reader);
  if (memo === undefined || octets === undefined) return codecOfTypeCode(decodeTypeCode(reader), any);
  const known = memo.get(octets) as Codec<unknown> | undefined;
  if (known !== undefined) {
    reader.octets(octets.length);
    return known;
  }
  const codec = codecOfTypeCode(decodeTypeCode(reader), any);
  memo.set(octets, codec);
  return codec;
}

/** What values are rewritten in: it must hold whatever text a peer could send. */
const EVERY_TEXT: WireFormat = { ...NATIVE_FORMAT, charCodeSet: UTF_8 };

function describe(type: TypeCode): string {
  if ("id" in type && type.id !== "") return type.id;
  if (type.kind !== "tk_sequence" && type.kind !== "tk_array") return type.kind;
  // One level only: a recursive type has no end.
  const { content } = type;
  return `${type.kind} of ${"id" in content && content.id !== "" ? content.id : content.kind}`;
}
