import type { Interface } from "../giop/idl/interface.ts";
import type { ArgumentsOf, Operation, ResultOf } from "../giop/idl/operation.ts";
import type { CallOptions } from "./call-options.ts";
import type { ObjectReference } from "./object-reference.ts";
import { refusePosting } from "./refuse-posting.ts";

/**
 * A remote object by its interface: a method for each operation, which takes the in and inout parameters and, last, options. An
 * attribute `x` is `_get_x()` and `_set_x(value)`.
 */
export type ProxyOf<D> =
  D extends Interface<infer O>
    ? {
        readonly [K in keyof O as string extends K ? never : K]: (
          ...args: [...ArgumentsOf<O[K]>, options?: CallOptions]
        ) => Promise<ResultOf<O[K]>>;
      }
    : never;

/** Makes the proxy of an object. The methods of one interface are made once and shared. */
export function createProxy<D extends Interface>(definition: D, reference: ObjectReference): ProxyOf<D> {
  let prototype = PROTOTYPES.get(definition);
  if (prototype === undefined) {
    prototype = proxyPrototype(definition);
    PROTOTYPES.set(definition, prototype);
  }
  const proxy = Object.create(prototype, { [REFERENCE]: { value: reference } });
  refusePosting(
    proxy,
    () => `a proxy of ${definition.repositoryId} belongs to one thread: post its IOR instead`,
  );
  return proxy;
}

/** The reference behind a proxy. */
export function referenceOf(proxy: object): ObjectReference {
  const reference = (proxy as { [REFERENCE]?: ObjectReference })[REFERENCE];
  if (reference === undefined) throw new TypeError("this object is not a proxy");
  return reference;
}

function proxyPrototype(definition: Interface): object {
  const prototype: Record<string, unknown> = Object.create(null);
  Object.defineProperty(prototype, Symbol.toPrimitive, {
    value(this: object) {
      return `[object ${definition.repositoryId} at ${referenceOf(this).address}]`;
    },
  });
  for (const [name, operation] of Object.entries(definition.operations)) {
    prototype[name] = proxyMethod(name, operation);
  }
  return prototype;
}

function proxyMethod(name: string, operation: Operation): unknown {
  const count = operation.inputs.length;
  return function (this: object, ...args: unknown[]): Promise<unknown> {
    return referenceOf(this).invoke(name, operation, args, args[count] as CallOptions | undefined);
  };
}

const REFERENCE = Symbol("reference");
const PROTOTYPES = new WeakMap<Interface, object>();
