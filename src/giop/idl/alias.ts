import { type AliasTypeCode, simpleName } from "../typecode/typecode.ts";
import type { AnyCodec } from "./codec.ts";

/** An IDL `typedef`: the same values and octets, a TypeCode with a name: `alias("IDL:Tango/DevString:1.0", string)`. */
export function alias<C extends AnyCodec>(id: string, content: C): C {
  let typeCode: AliasTypeCode | undefined;
  return Object.create(content, {
    typeCode: {
      get: () => (typeCode ??= { kind: "tk_alias", id, name: simpleName(id), content: content.typeCode }),
    },
  }) as C;
}
