import { MarshalError } from "../cdr/marshal-error.ts";
import type { StringTypeCode } from "../typecode/typecode.ts";
import type { Codec } from "./codec.ts";

/** IDL `string`. */
export const string: Codec<string> = {
  encode: (writer, value) => writer.string(value),
  decode: (reader) => reader.string(),
  typeCode: { kind: "tk_string", bound: 0 },
  minSize: 4,
};

/** IDL `wstring`. */
export const wstring: Codec<string> = {
  encode: (writer, value) => writer.wstring(value),
  decode: (reader) => reader.wstring(),
  typeCode: { kind: "tk_wstring", bound: 0 },
  minSize: 4,
};

/** IDL `string<bound>`: at most `bound` characters, both ways. */
export function boundedString(bound: number): Codec<string> {
  return bounded(string, { kind: "tk_string", bound });
}

/** IDL `wstring<bound>`: at most `bound` code units, both ways. */
export function boundedWstring(bound: number): Codec<string> {
  return bounded(wstring, { kind: "tk_wstring", bound });
}

function bounded(unbounded: Codec<string>, typeCode: StringTypeCode): Codec<string> {
  const tooLong = (length: number) =>
    `a string of ${length} characters exceeds its bound of ${typeCode.bound}`;
  return {
    encode(writer, value) {
      if (typeof value === "string" && value.length > typeCode.bound)
        throw new MarshalError(tooLong(value.length));
      unbounded.encode(writer, value);
    },
    decode(reader) {
      const value = unbounded.decode(reader);
      if (value.length > typeCode.bound) throw reader.error(tooLong(value.length));
      return value;
    },
    typeCode,
    minSize: 4,
  };
}
