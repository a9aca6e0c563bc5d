import { MarshalError } from "../cdr/marshal-error.ts";
import { coversAllLabels, unusedLabel } from "../typecode/discriminator.ts";
import { simpleName, type TypeCode, type UnionTypeCode } from "../typecode/typecode.ts";
import type { AnyCodec, Codec, InputOf, TypeOf } from "./codec.ts";

/** One member of a union: its type and the labels that select it; no labels mean `default`. */
export interface UnionCase<D, C extends AnyCodec> {
  readonly codec: C;
  readonly labels: readonly D[] | undefined;
}

/** The members of a union by name, in IDL order. */
export type UnionCases<D> = Readonly<Record<string, UnionCase<D, AnyCodec>>>;

/** A member that one or more discriminator values select: `case A: case B: long x` is `x: when(long, "A", "B")`. */
export function when<const D extends string | number | boolean | bigint, C extends AnyCodec>(
  codec: C,
  ...labels: readonly [D, ...D[]]
): UnionCase<D, C> {
  return { codec, labels };
}

/** The `default` member. */
export function otherwise<C extends AnyCodec>(codec: C): UnionCase<never, C> {
  return { codec, labels: undefined };
}

/**
 * What a union decodes to: the member's name, its value, and the discriminator as it came. Where no member fits and there is no
 * default, `kind` is null: the union is empty (CORBA 3.4 Part 1 §7.4.13.4.5).
 */
export type UnionOf<D, U extends UnionCases<D>> =
  | { [K in keyof U]: { kind: K; value: TypeOf<U[K]["codec"]>; discriminator: D } }[keyof U]
  | { kind: null; value: undefined; discriminator: D };

/** What a union is encoded from; the discriminator need only be given where a member has several or none. */
export type UnionInput<D, U extends UnionCases<D>> =
  | {
      [K in keyof U]: {
        readonly kind: K;
        readonly value: InputOf<U[K]["codec"]>;
        readonly discriminator?: D;
      };
    }[keyof U]
  | { readonly kind: null; readonly value?: undefined; readonly discriminator: D };

/**
 * An IDL `union`:
 *
 * ```ts
 * const Reading = union("IDL:Lab/Reading:1.0", long, { volts: when(double, 1, 2), text: when(string, 3), raw: otherwise(octet) });
 * encode({ kind: "volts", value: 3.5 })
 * ```
 */
export function union<D, const U extends UnionCases<D>>(
  id: string,
  discriminator: Codec<D, never>,
  cases: U,
): Codec<UnionOf<D, U>, UnionInput<D, U>> {
  const members = Object.entries(cases).map(([name, member]) => ({ name, ...member }));
  const byLabel = new Map<unknown, Member>();
  for (const member of members) for (const label of member.labels ?? []) byLabel.set(label, member);
  const byName = new Map<unknown, Member>(members.map((member) => [member.name, member]));
  const fallback = members.find((member) => member.labels === undefined);
  let typeCode: UnionTypeCode | undefined;
  const codec = unionCodec(id, discriminator as Codec<unknown>, byName, byLabel, fallback);
  return {
    ...codec,
    get typeCode() {
      if (typeCode === undefined) {
        const list: { label: unknown; name: string; type: TypeCode }[] = [];
        let defaultIndex = coversAllLabels(discriminator.typeCode, byLabel.size) ? -2 : -1;
        const created = {
          kind: "tk_union" as const,
          id,
          name: simpleName(id),
          discriminator: discriminator.typeCode,
        };
        // Known before its members are asked, so that a recursive type finds itself.
        const unfinished = { ...created, defaultIndex, members: list };
        typeCode = unfinished;
        for (const { name, labels, codec: content } of members) {
          if (labels === undefined) defaultIndex = list.length;
          for (const label of labels ?? [undefined]) list.push({ label, name, type: content.typeCode });
        }
        unfinished.defaultIndex = defaultIndex;
      }
      return typeCode;
    },
  } as Codec<UnionOf<D, U>, UnionInput<D, U>>;
}

/** A member as the codec needs it. */
export interface Member {
  readonly name: string;
  readonly codec: AnyCodec;
  readonly labels: readonly unknown[] | undefined;
}

/** The wire form of a union: its discriminator, then the member it selects, if any. */
export function unionCodec(
  id: string,
  discriminator: Codec<unknown>,
  byName: ReadonlyMap<unknown, Member>,
  byLabel: ReadonlyMap<unknown, Member>,
  fallback: Member | undefined,
): Omit<Codec<UnionValue>, "typeCode"> {
  const choose = (member: Member, given: unknown): unknown => {
    if (given !== undefined) {
      if ((byLabel.get(given) ?? fallback) === member) return given;
      throw new MarshalError(`the discriminator ${String(given)} does not select ${member.name} of ${id}`);
    }
    return member.labels === undefined ? unusedLabel(discriminator.typeCode, byLabel) : member.labels[0];
  };
  return {
    encode(writer, value) {
      const member = byName.get(value?.kind);
      if (member === undefined) {
        if (value?.kind !== null) throw new MarshalError(`${id} has no member ${String(value?.kind)}`);
        if ((byLabel.get(value.discriminator) ?? fallback) !== undefined) {
          throw new MarshalError(
            `the discriminator ${String(value.discriminator)} of ${id} selects a member`,
          );
        }
        return discriminator.encode(writer, value.discriminator);
      }
      discriminator.encode(writer, choose(member, value.discriminator));
      try {
        (member.codec as Codec<unknown>).encode(writer, value.value);
      } catch (error) {
        throw error instanceof MarshalError ? error.within(member.name) : error;
      }
    },
    decode(reader) {
      const label = discriminator.decode(reader);
      const member = byLabel.get(label) ?? fallback;
      if (member === undefined) return { kind: null, value: undefined, discriminator: label };
      try {
        return { kind: member.name, value: member.codec.decode(reader), discriminator: label };
      } catch (error) {
        throw error instanceof MarshalError ? error.within(member.name) : error;
      }
    },
    minSize: discriminator.minSize,
  };
}

interface UnionValue {
  readonly kind: string | null;
  readonly value: unknown;
  readonly discriminator: unknown;
}
