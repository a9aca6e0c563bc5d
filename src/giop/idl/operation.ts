import type { AnyCodec, Codec, InputOf, TypeOf } from "./codec.ts";
import type { ExceptionType } from "./exception.ts";
import { void_ } from "./primitives.ts";

/** One parameter: `["names", sequence(string)]`, or with its mode: `["count", long, "out"]`. */
export type Parameter = readonly [name: string, codec: AnyCodec, mode?: "in" | "out" | "inout"];

/** An operation of an interface as data: what a proxy marshals and a servant unmarshals. */
export interface Operation<
  P extends readonly Parameter[] = readonly Parameter[],
  R extends AnyCodec = AnyCodec,
> {
  readonly parameters: P;
  readonly result: R;
  readonly raises: readonly ExceptionType<object, never>[];
  readonly oneway: boolean;
  /** The parameters that the request carries (in and inout), in order. */
  readonly inputs: readonly Parameter[];
  /** The parameters that the reply carries behind the result (out and inout), in order. */
  readonly outputs: readonly Parameter[];
}

/** What else an operation is declared with. */
export interface OperationOptions {
  readonly raises?: readonly ExceptionType<object, never>[];
  readonly oneway?: boolean;
}

/**
 * An IDL operation: `op([["name", string]], long, { raises: [NotFound] })`. `op([])` takes nothing and gives nothing.
 * A `oneway` operation has no reply: its call ends when the request has been handed to the connection.
 */
export function op<const P extends readonly Parameter[]>(
  parameters: P,
  result?: undefined,
  options?: OperationOptions,
): Operation<P, Codec<void>>;
export function op<const P extends readonly Parameter[], R extends AnyCodec>(
  parameters: P,
  result: R,
  options?: OperationOptions,
): Operation<P, R>;
export function op(
  parameters: readonly Parameter[],
  result: AnyCodec = void_,
  options: OperationOptions = {},
): Operation {
  const inputs = parameters.filter(([, , mode]) => mode !== "out");
  const outputs = parameters.filter(([, , mode]) => mode === "out" || mode === "inout");
  const oneway = options.oneway ?? false;
  if (oneway && (outputs.length > 0 || result !== void_)) {
    throw new TypeError("a oneway operation has no result and no out parameters");
  }
  return { parameters, result, raises: options.raises ?? [], oneway, inputs, outputs };
}

/** An IDL `readonly attribute`: on the wire, an operation `_get_<name>`. */
export function readonlyAttribute<N extends string, C extends AnyCodec>(name: N, codec: C): Getter<N, C> {
  return { [`_get_${name}`]: op([], codec) } as Getter<N, C>;
}

/** An IDL `attribute`: on the wire, operations `_get_<name>` and `_set_<name>`. Spread it: `...attribute("gain", double)`. */
export function attribute<N extends string, C extends AnyCodec>(
  name: N,
  codec: C,
): Getter<N, C> & Setter<N, C> {
  return { ...readonlyAttribute(name, codec), [`_set_${name}`]: op([["value", codec]]) } as Getter<N, C> &
    Setter<N, C>;
}

type Getter<N extends string, C extends AnyCodec> = {
  readonly [K in `_get_${N}`]: Operation<readonly [], C>;
};
type Setter<N extends string, C extends AnyCodec> = {
  readonly [K in `_set_${N}`]: Operation<readonly [readonly ["value", C]], Codec<void>>;
};

/** The arguments that a caller gives: the in and inout parameters. */
export type ArgumentsOf<O> = O extends Operation<infer P, AnyCodec> ? Inputs<P> : never;

/** The arguments that a servant gets. */
export type ReceivedOf<O> = O extends Operation<infer P, AnyCodec> ? Received<P> : never;

/** What a caller gets: the result, or where there are out parameters `{ result, ...outs }` by name. */
export type ResultOf<O> =
  O extends Operation<infer P, infer R>
    ? keyof Outputs<P> extends never
      ? TypeOf<R>
      : Flatten<Outputs<P> & (TypeOf<R> extends void ? unknown : { result: TypeOf<R> })>
    : never;

/** What a servant gives; see ResultOf. */
export type ReturnOf<O> =
  O extends Operation<infer P, infer R>
    ? keyof Outputs<P> extends never
      ? InputOf<R>
      : Flatten<OutputInputs<P> & (TypeOf<R> extends void ? unknown : { result: InputOf<R> })>
    : never;

type Inputs<P extends readonly Parameter[]> = P extends readonly [
  infer First,
  ...infer Rest extends readonly Parameter[],
]
  ? First extends readonly [string, AnyCodec, "out"]
    ? Inputs<Rest>
    : First extends Parameter
      ? [value: InputOf<First[1]>, ...Inputs<Rest>]
      : []
  : [];

type Received<P extends readonly Parameter[]> = P extends readonly [
  infer First,
  ...infer Rest extends readonly Parameter[],
]
  ? First extends readonly [string, AnyCodec, "out"]
    ? Received<Rest>
    : First extends Parameter
      ? [value: TypeOf<First[1]>, ...Received<Rest>]
      : []
  : [];

type OutParameter<P extends readonly Parameter[]> = Extract<
  P[number],
  readonly [string, AnyCodec, "out" | "inout"]
>;
type Outputs<P extends readonly Parameter[]> = { [K in OutParameter<P> as K[0]]: TypeOf<K[1]> };
type OutputInputs<P extends readonly Parameter[]> = { [K in OutParameter<P> as K[0]]: InputOf<K[1]> };
type Flatten<T> = { [K in keyof T]: T[K] };
