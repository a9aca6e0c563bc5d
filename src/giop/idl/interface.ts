import type { Ior } from "../ior/ior.ts";
import { simpleName } from "../typecode/typecode.ts";
import type { AnyCodec, Codec } from "./codec.ts";
import { objectReference } from "./object-reference.ts";
import type { Operation, Parameter } from "./operation.ts";

/** Operations by their names on the wire. */
export type Operations = Readonly<Record<string, Operation<readonly Parameter[], AnyCodec>>>;

/**
 * An IDL interface as data. It is also the codec of references to such objects, whose values are IORs (null for nil): use it
 * as the type of a parameter.
 */
export interface Interface<O extends Operations = Operations> extends Codec<Ior | null> {
  readonly repositoryId: string;
  /** Every operation, those inherited among them. */
  readonly operations: O;
  /** The repository ids for which `_is_a` is true: its own, its bases' and that of `Object`. */
  readonly repositoryIds: ReadonlySet<string>;
}

type OperationsOf<B> = B extends readonly [Interface<infer O>, ...infer Rest]
  ? O & OperationsOf<Rest>
  : unknown;

/**
 * An IDL `interface`, with the interfaces it inherits from:
 *
 * ```ts
 * const Counter = interface_("IDL:Lab/Counter:1.0", { add: op([["n", long]], long), ...attribute("step", long) });
 * const Clock = interface_("IDL:Lab/Clock:1.0", { reset: op([]) }, [Counter]);
 * ```
 */
export function interface_<O extends Operations, const B extends readonly Interface[] = []>(
  id: string,
  operations: O,
  bases?: B,
): Interface<O & OperationsOf<B> & Operations> {
  const inherited = Object.assign({}, ...(bases ?? []).map((base) => base.operations));
  return {
    repositoryId: id,
    operations: { ...inherited, ...operations },
    repositoryIds: new Set([id, ...(bases ?? []).flatMap((base) => [...base.repositoryIds]), OBJECT_ID]),
    encode: objectReference.encode,
    decode: objectReference.decode,
    typeCode: { kind: "tk_objref", id, name: simpleName(id) },
    minSize: objectReference.minSize,
  };
}

/** The interface of every CORBA object, which all others inherit. */
export const OBJECT_ID = "IDL:omg.org/CORBA/Object:1.0";
