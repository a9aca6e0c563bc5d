import { MarshalError } from "../cdr/marshal-error.ts";
import { type EnumTypeCode, simpleName } from "../typecode/typecode.ts";
import type { Codec } from "./codec.ts";

/** An IDL enum: its values are label texts, its wire form their ordinals. */
export interface EnumCodec<L extends string> extends Codec<L> {
  readonly typeCode: EnumTypeCode;
  readonly labels: readonly L[];
  /** The number of a label on the wire. */
  ordinal(label: L): number;
}

/** An IDL `enum` with its labels in order: `enumeration("IDL:Tango/DevState:1.0", ["ON", "OFF"])`. */
export function enumeration<const L extends string>(id: string, labels: readonly L[]): EnumCodec<L> {
  return enumOf<L>({ kind: "tk_enum", id, name: simpleName(id), members: labels }, labels);
}

/** The codec of an enum known by its TypeCode. */
export function enumOf<L extends string>(typeCode: EnumTypeCode, labels: readonly L[]): EnumCodec<L> {
  const ordinals = new Map<string, number>(labels.map((label, i) => [label, i]));
  const ordinal = (label: L) => {
    const number = ordinals.get(label);
    if (number !== undefined) return number;
    throw new MarshalError(`${JSON.stringify(label)} is no label of ${typeCode.name}: ${labels.join(", ")}`);
  };
  return {
    encode: (writer, label) => writer.ulong(ordinal(label)),
    decode(reader) {
      const number = reader.ulong();
      const label = labels[number];
      if (label === undefined) throw reader.error(`${typeCode.name} has no label number ${number}`);
      return label;
    },
    typeCode,
    minSize: 4,
    labels,
    ordinal,
  };
}
