import type { CdrReader } from "../cdr/cdr-reader.ts";
import type { CdrWriter } from "../cdr/cdr-writer.ts";
import { UserException } from "../exception/user-exception.ts";
import { type StructTypeCode, simpleName } from "../typecode/typecode.ts";
import { type Fields, memberCodec, type StructInput, type StructOf } from "./struct.ts";

/** An IDL exception: how its members go to the wire, and the error that carries them here. */
export interface ExceptionType<M extends object = object, I = M> {
  readonly repositoryId: string;
  readonly typeCode: StructTypeCode;
  /** The error to throw from a servant: `throw DevFailed.create({ errors })`. */
  create(members: I): UserException<M>;
  /** Whether `error` is this exception; narrows its members. */
  is(error: unknown): error is UserException<M>;
  /** Writes the members; the repository id before them is the reply's affair. */
  encode(writer: CdrWriter, members: unknown): void;
  decode(reader: CdrReader): M;
}

/** An IDL `exception` with its members in order. */
export function exception<const F extends Fields>(
  id: string,
  fields: F,
): ExceptionType<StructOf<F>, StructInput<F>> {
  let typeCode: StructTypeCode | undefined;
  const members = memberCodec(fields, () => simpleName(id));
  return {
    repositoryId: id,
    create: (values) => new UserException(id, values as StructOf<F>),
    is: (error): error is UserException<StructOf<F>> =>
      error instanceof UserException && error.repositoryId === id,
    encode: members.encode,
    decode: members.decode as (reader: CdrReader) => StructOf<F>,
    get typeCode() {
      typeCode ??= {
        kind: "tk_except",
        id,
        name: simpleName(id),
        members: Object.entries(fields).map(([name, codec]) => ({ name, type: codec.typeCode })),
      };
      return typeCode;
    },
  };
}
