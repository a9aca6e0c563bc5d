import type { CdrReader } from "../cdr/cdr-reader.ts";
import type { CdrWriter } from "../cdr/cdr-writer.ts";
import { errorWithin, MarshalError } from "../cdr/marshal-error.ts";
import { type StructTypeCode, simpleName, type TypeCode } from "../typecode/typecode.ts";
import type { AnyCodec, Codec, InputOf, TypeOf } from "./codec.ts";

/** Members of a struct or exception by name, in IDL order. */
export type Fields = Readonly<Record<string, AnyCodec>>;

/** The object that a struct with the fields `F` decodes to. */
export type StructOf<F extends Fields> = { -readonly [K in keyof F]: TypeOf<F[K]> };

/** What a struct with the fields `F` is encoded from. */
export type StructInput<F extends Fields> = { readonly [K in keyof F]: InputOf<F[K]> };

/** An IDL `struct`: `struct("IDL:Tango/TimeVal:1.0", { tv_sec: long, tv_usec: long, tv_nsec: long })`. */
export function struct<const F extends Fields>(id: string, fields: F): Codec<StructOf<F>, StructInput<F>> {
  let typeCode: StructTypeCode | undefined;
  const members = memberCodec(fields, () => simpleName(id));
  return {
    encode: members.encode as (writer: CdrWriter, value: StructInput<F>) => void,
    decode: members.decode as (reader: CdrReader) => StructOf<F>,
    get minSize() {
      return members.minSize();
    },
    get typeCode() {
      if (typeCode === undefined) {
        const list: { name: string; type: TypeCode }[] = [];
        // Known before its members are asked, so that a recursive type finds itself.
        typeCode = { kind: "tk_struct", id, name: simpleName(id), members: list };
        for (const [name, codec] of Object.entries(fields)) list.push({ name, type: codec.typeCode });
      }
      return typeCode;
    },
  };
}

/**
 * The wire form of members in a row, as structs and exceptions have it. Parallel arrays, because one loop over them
 * stays fast however many struct types share it.
 */
export function memberCodec(fields: Fields, owner: () => string): MemberCodec {
  const names = Object.keys(fields);
  const codecs = Object.values(fields) as Codec<unknown>[];
  let minSize: number | undefined;
  return {
    encode(writer, value) {
      if (typeof value !== "object" || value === null) {
        throw new MarshalError(`${String(value)} is not an object with the members of ${owner()}`);
      }
      const members = value as Record<string, unknown>;
      let i = 0;
      try {
        for (; i < names.length; i++) codecs[i]!.encode(writer, members[names[i]!]);
      } catch (error) {
        throw errorWithin(error, names[i]!);
      }
    },
    decode(reader) {
      const value: Record<string, unknown> = {};
      let i = 0;
      try {
        for (; i < names.length; i++) value[names[i]!] = codecs[i]!.decode(reader);
      } catch (error) {
        throw errorWithin(error, names[i]!);
      }
      return value;
    },
    minSize: () => (minSize ??= codecs.reduce((sum, codec) => sum + codec.minSize, 0)),
  };
}

export interface MemberCodec {
  encode(writer: CdrWriter, value: unknown): void;
  decode(reader: CdrReader): Record<string, unknown>;
  minSize(): number;
}
