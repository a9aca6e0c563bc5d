import type { NumericArray } from "../../../giop/cdr/numeric-kind.ts";
import type { AttributeInputOf, AttributeType, AttributeValueOf } from "../../value/cmd-arg-type.ts";
import type { ImageValue } from "../../value/image-value.ts";
import type { Awaitable } from "../awaitable.ts";
import type {
  AttReqType,
  AttributeAccess,
  AttributeFormat,
  NamedAttribute,
  ReadingOf,
} from "./attribute-definition.ts";

/** What the compiler says of a decorator that does not fit its member: the problem, and what is expected. */
export type Misfit<Problem extends string, Expected = unknown> = { readonly [P in Problem]: Expected };

/** Demands that class `D` has a public method `Name` that is an `Expected`; nothing where `Name` is never. */
export type MethodCheck<D, Name extends string, Expected> = [Name] extends [never]
  ? unknown
  : Name extends keyof D
    ? D[Name] extends Expected
      ? unknown
      : Misfit<`${Name}() is not as it is called`, Expected>
    : Misfit<`the device has no public method ${Name}()`, Expected>;

/** The method that writes an attribute. */
export type WriteMethod<T extends AttributeType, F extends AttributeFormat> = (
  value: AttributeValueOf<T, F>,
  attribute: NamedAttribute,
) => Awaitable<void>;

/** The method that says whether an attribute may be read or written now. */
export type AllowingMethod = (request: AttReqType, attribute: NamedAttribute) => Awaitable<boolean>;

/** The method that reads an attribute. */
export type ReadMethod<T extends AttributeType, F extends AttributeFormat> = (
  attribute: NamedAttribute,
) => Awaitable<ReadingOf<T, F>>;

/** The access that a decoration asks for; undefined for one that leaves it open. */
export type AskedAccess = AttributeAccess | undefined;

/**
 * Demands of a member that carries `@attribute` what it must be: an accessor, a getter or a method whose value is of the declared type, and
 * that can take it where it is written. `C` is the decorator's context, `W` and `A` name the methods that write and allow.
 */
export type AttributeCheck<
  C,
  T extends AttributeType,
  F extends AttributeFormat,
  X extends AskedAccess,
  W extends string,
  A extends string,
> = PublicCheck<C> &
  (C extends ClassAccessorDecoratorContext<infer D, infer V>
    ? ReadCheck<V, T, F> & AccessorWriteCheck<V, T, F, X> & MethodsCheck<D, T, F, W, A>
    : C extends ClassGetterDecoratorContext<infer D, infer V>
      ? ReadCheck<V, T, F> & SetterCheck<D, NameOf<C>, V, T, F, X, W> & MethodsCheck<D, T, F, W, A>
      : C extends ClassMethodDecoratorContext<infer D, infer M>
        ? MethodReadCheck<M, T, F> & MethodsCheck<D, T, F, W, A>
        : C extends ClassFieldDecoratorContext
          ? Misfit<"write `accessor` in front of the field">
          : Misfit<"an attribute is an accessor, a getter or a method">);

/** Demands of an accessor that carries a property that the value can be put into it. */
export type PropertyCheck<C, Value> = PublicCheck<C> &
  (C extends ClassAccessorDecoratorContext<infer _D, infer V>
    ? Takes<V, Value> extends true
      ? unknown
      : Misfit<"the accessor cannot hold the value of the property", Value>
    : Misfit<"a property is an accessor: write `accessor` in front of the field">);

/** Demands that a member is public and no static one. */
export type PublicCheck<C> = C extends { readonly private: true }
  ? Misfit<"clients cannot see what is private">
  : C extends { readonly static: true }
    ? Misfit<"it belongs to a device, not to its class">
    : unknown;

type MethodsCheck<
  D,
  T extends AttributeType,
  F extends AttributeFormat,
  W extends string,
  A extends string,
> = MethodCheck<D, W, WriteMethod<T, F>> & MethodCheck<D, A, AllowingMethod>;

type ReadCheck<V, T extends AttributeType, F extends AttributeFormat> =
  V extends AttributeInputOf<T, F>
    ? unknown
    : Misfit<"its type is not that of the attribute", AttributeInputOf<T, F>>;

type MethodReadCheck<M, T extends AttributeType, F extends AttributeFormat> =
  M extends ReadMethod<T, F> ? unknown : Misfit<"its value is not of the dtype", ReadMethod<T, F>>;

type AccessorWriteCheck<V, T extends AttributeType, F extends AttributeFormat, X extends AskedAccess> = [
  X,
] extends ["READ" | "READ_WITH_WRITE"]
  ? unknown
  : TakesCheck<V, T, F>;

/** A getter is written by the setter beside it, unless it is said to be READ or to have a write method. */
type SetterCheck<
  D,
  Name,
  V,
  T extends AttributeType,
  F extends AttributeFormat,
  X extends AskedAccess,
  W extends string,
> = [X] extends ["READ" | "READ_WITH_WRITE"]
  ? unknown
  : [W] extends [never]
    ? HasSetter<D, Name> extends true
      ? TakesCheck<V, T, F>
      : [X] extends [undefined]
        ? unknown
        : Misfit<"it has no setter, and names no write method">
    : unknown;

type TakesCheck<V, T extends AttributeType, F extends AttributeFormat> =
  Takes<V, AttributeValueOf<T, F>> extends true
    ? unknown
    : Misfit<"it cannot hold what is written", AttributeValueOf<T, F>>;

/**
 * Whether what is of type `Value` may be assigned to `V`. A type that comes from an initial value, as `new Float64Array(9)`, has its memory
 * in an ArrayBuffer of its own; that what is assigned later may have it anywhere is no misfit.
 */
type Takes<V, Value> = Value extends V
  ? true
  : V extends NumericArray | ImageValue<number | bigint, NumericArray & ArrayLike<number | bigint>>
    ? V extends Value
      ? true
      : false
    : false;

type HasSetter<D, Name> = Name extends keyof D
  ? Same<Pick<D, Name>, Readonly<Pick<D, Name>>> extends true
    ? false
    : true
  : false;

type NameOf<C> = C extends { readonly name: infer Name } ? Name : never;

type Same<A, B> = (<G>() => G extends A ? 1 : 2) extends <G>() => G extends B ? 1 : 2 ? true : false;
