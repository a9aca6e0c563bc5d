import { decodeIor, encodeIor, type Ior } from "../ior/ior.ts";
import type { Codec } from "./codec.ts";

/** IDL `Object`: a reference to an object of any interface, as its IOR; null is the nil reference. */
export const objectReference: Codec<Ior | null> = {
  encode: encodeIor,
  decode: decodeIor,
  typeCode: { kind: "tk_objref", id: "IDL:omg.org/CORBA/Object:1.0", name: "Object" },
  minSize: 8,
};
