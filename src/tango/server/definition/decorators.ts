import type { AttributeType, CmdArgType, CommandValueOf } from "../../value/cmd-arg-type.ts";
import type { Awaitable } from "../awaitable.ts";
import type { Caller } from "../call/caller.ts";
import type { WorkerTask } from "../worker/worker-task.ts";
import type { AttributeFormat, AttributeOptions, LooseAttributeSpec } from "./attribute-definition.ts";
import type {
  CommandOptions,
  CommandResultOf,
  CommandWorker,
  LooseCommandSpec,
} from "./command-definition.ts";
import { declarationsIn } from "./declared-by-decorators.ts";
import type {
  AskedAccess,
  AttributeCheck,
  MethodCheck,
  PropertyCheck,
  PublicCheck,
} from "./decorator-checks.ts";
import type { PipeSpec } from "./pipe-definition.ts";
import type { LoosePropertySpec, PropertySpecOf, PropertyType } from "./property-definition.ts";

/** What `@attribute` takes: the type, the configuration, and by name the methods that write and allow it. */
export type AttributeDecoration<
  T extends AttributeType,
  F extends AttributeFormat = "SCALAR",
  X extends AskedAccess = undefined,
  W extends string = never,
  A extends string = never,
> = Omit<AttributeOptions, "access"> & {
  readonly dtype: T;
  readonly dformat?: F;
  /** Unless given: READ_WRITE for an accessor, a getter with a setter beside it, and where `write` is given, else READ. */
  readonly access?: X;
  /** The method of the device that writes it: gets the value, may be asynchronous. */
  readonly write?: W;
  /** The method of the device that says whether it may be read or written now: gets "READ_REQ" or "WRITE_REQ". */
  readonly isAllowed?: A;
} & (F extends "SCALAR" ? unknown : { readonly maxDimX: number }) &
  (F extends "IMAGE" ? { readonly maxDimY: number } : unknown);

/**
 * Declares an attribute of a device class: at an accessor, a getter (with a setter or without) or a method, which may be asynchronous and may
 * give `{ value, quality, time }`.
 *
 * ```ts
 * @attribute({ dtype: "DevDouble", unit: "A", minValue: 0, maxValue: 10 }) accessor current = 0;     // read and written
 * @attribute({ dtype: "DevLong" }) get turns() { return this.#turns; }                               // read only
 * @attribute({ dtype: "DevDouble", write: "setVoltage" }) async voltage() { return await this.ask("V?"); }
 * async setVoltage(volts: number) { await this.tell("V", volts); }
 * ```
 * The compiler checks member and methods against `dtype` and `dformat`. A declaration that contradicts itself is found when the class is
 * served: the start rejects with a TypeError that names class and attribute.
 */
export function attribute<
  const T extends AttributeType,
  const F extends AttributeFormat = "SCALAR",
  const X extends AskedAccess = undefined,
  const W extends string = never,
  const A extends string = never,
>(
  options: AttributeDecoration<T, F, X, W, A>,
): <C extends DecoratorContext>(target: unknown, context: C & AttributeCheck<C, T, F, X, W, A>) => void {
  return (_target, context) => {
    const { name } = publicMember(context, "attribute");
    const { write, isAllowed, ...rest } = options as AttributeOptions & NamedMethods;
    const spec = {
      ...rest,
      read: context.kind === "method" ? call(name) : readMember(name),
      ...writing(context.kind, name, write, rest.access),
      ...(isAllowed === undefined ? {} : { isAllowed: call(isAllowed) }),
    } as LooseAttributeSpec;
    declarationsIn(context.metadata).attributes.push([name, spec]);
  };
}

/** What `@command` takes: the types, what is said of it, and by name the method that allows it. */
export interface CommandDecoration<
  I extends CmdArgType = "DevVoid",
  O extends CmdArgType = "DevVoid",
  A extends string = never,
  W extends CommandWorker<O> | undefined = undefined,
> extends CommandOptions {
  /** DevVoid unless given. */
  readonly dtypeIn?: I;
  /** DevVoid unless given. */
  readonly dtypeOut?: O;
  /** The method of the device that says whether it may be executed now. */
  readonly isAllowed?: A;
  /** The function that gives the result, in a worker of the server (see `workerModule`): the method gives its arguments then, as a list. */
  readonly worker?: W;
}

/** What the method of a command gives: the result, or the arguments of a worker. */
type CommandMethodResult<O extends CmdArgType, W> =
  W extends WorkerTask<infer A, unknown> ? Awaitable<Readonly<A>> : CommandResultOf<O>;

/**
 * Declares a command of a device class: at a method, which may be asynchronous. It gets the argument, and who calls.
 *
 * ```ts
 * @command({ dtypeIn: "DevDouble", docIn: "amperes" }) async ramp(target: number) { ... }
 * @command({ dtypeOut: "DevVarStringArray" }) history() { return this.#lines; }
 * @command() reset() { ... }
 * @command({ dtypeOut: "DevDouble", worker: analysis.task("width") }) width() { return [this.#wave] as const; }
 * ```
 */
export function command<
  const I extends CmdArgType = "DevVoid",
  const O extends CmdArgType = "DevVoid",
  const A extends string = never,
  W extends CommandWorker<O> | undefined = undefined,
>(
  options: CommandDecoration<I, O, A, W> = {},
): <This, M extends (argin: CommandValueOf<I>, caller: Caller) => CommandMethodResult<O, W>, C>(
  target: M,
  context: ClassMethodDecoratorContext<This, M> &
    C &
    PublicCheck<C> &
    MethodCheck<This, A, () => Awaitable<boolean>>,
) => void {
  return (_target, context) => {
    const { name } = publicMember(context, "command");
    const { isAllowed, ...rest } = options;
    const spec = {
      ...rest,
      execute: call(name),
      ...(isAllowed === undefined ? {} : { isAllowed: call(isAllowed) }),
    } as LooseCommandSpec;
    declarationsIn(context.metadata).commands.push([name, spec]);
  };
}

/** What `@pipe` takes: what is said of it, and by name the methods that write and allow it. */
export type PipeDecoration<W extends string = never, A extends string = never> = Omit<
  PipeSpec,
  "read" | "write" | "isAllowed"
> & {
  /** The method of the device that takes what is written. */
  readonly write?: W;
  /** The method of the device that says whether it may be read or written now: gets "READ_REQ" or "WRITE_REQ". */
  readonly isAllowed?: A;
};

/** Declares a pipe of a device class: at the method that reads it, which may be asynchronous. */
export function pipe<const W extends string = never, const A extends string = never>(
  options: PipeDecoration<W, A> = {},
): <This, M extends () => ReturnType<PipeSpec["read"]>, C>(
  target: M,
  context: ClassMethodDecoratorContext<This, M> &
    C &
    PublicCheck<C> &
    MethodCheck<This, W, PipeMethod<"write">> &
    MethodCheck<This, A, PipeMethod<"isAllowed">>,
) => void {
  return (_target, context) => {
    const { name } = publicMember(context, "pipe");
    const { write, isAllowed, ...rest } = options as PipeDecoration & NamedMethods;
    const spec = {
      ...rest,
      read: call(name),
      ...(write === undefined ? {} : { write: call(write) }),
      ...(isAllowed === undefined ? {} : { isAllowed: call(isAllowed) }),
    } as PipeSpec;
    declarationsIn(context.metadata).pipes.push([name, spec]);
  };
}

/** What `@deviceProperty` and `@classProperty` take. */
export type PropertyDecoration<T extends PropertyType> = PropertySpecOf<T> & {
  /** The name in the database; that of the member unless given. */
  readonly name?: string;
};

/**
 * Declares a property of the device: its value stands in the accessor before `initDevice` is called. What the accessor is initialised
 * with is the default, unless `defaultValue` is given.
 *
 * ```ts
 * @deviceProperty({ dtype: "DevString", mandatory: true }) accessor host = "";
 * @deviceProperty({ dtype: "DevDouble" }) accessor maxCurrent = 10;
 * ```
 */
export function deviceProperty<const T extends PropertyType>(
  options: PropertyDecoration<T>,
): PropertyDecorator<T> {
  return (_target, context) => {
    const { name } = publicMember(context, "deviceProperty");
    declarationsIn(context.metadata).deviceProperties.push([name, options as LoosePropertySpec]);
  };
}

/** Declares a property of the class: all its devices have the same value, which stands in the accessor before `initDevice` is called. */
export function classProperty<const T extends PropertyType>(
  options: PropertyDecoration<T>,
): PropertyDecorator<T> {
  return (_target, context) => {
    const { name } = publicMember(context, "classProperty");
    declarationsIn(context.metadata).classProperties.push([name, options as LoosePropertySpec]);
  };
}

type PropertyDecorator<T extends PropertyType> = <C extends DecoratorContext>(
  target: unknown,
  context: C & PropertyCheck<C, CommandValueOf<T>>,
) => void;

type PipeMethod<K extends "write" | "isAllowed"> = OmitThisParameter<NonNullable<PipeSpec[K]>>;

/** The methods that a decoration names, whatever it decorates. */
interface NamedMethods {
  readonly write?: string;
  readonly isAllowed?: string;
}

/** By name rather than by function, so that a subclass that overrides a member is asked. */
type Members = Record<string, unknown>;
type Methods = Record<string, (first: unknown, second: unknown) => unknown>;

/** The name of a member that clients may see. Throws a TypeError for a private or static one, and for decorators of another kind. */
function publicMember(context: DecoratorContext, what: string): { readonly name: string } {
  if (typeof context !== "object") {
    throw new TypeError(
      `@${what} is a decorator of ECMAScript: the compiler's option experimentalDecorators must be off`,
    );
  }
  const { name } = context;
  const isMember = "static" in context && !context.static && !context.private;
  if (isMember && typeof name === "string") return { name };
  throw new TypeError(`@${what} is for public members of the device, not for ${String(name)}`);
}

/** No method of a device gets more than two arguments. */
function call(method: string) {
  return function (this: Methods, first?: unknown, second?: unknown): unknown {
    return this[method]!(first, second);
  };
}

function readMember(name: string) {
  return function (this: Members): unknown {
    return this[name];
  };
}

function writeMember(name: string) {
  return function (this: Members, value: unknown): void {
    this[name] = value;
  };
}

function writing(
  kind: DecoratorContext["kind"],
  name: string,
  method: string | undefined,
  access: AskedAccess,
): object {
  if (method !== undefined) return { write: call(method) };
  if (kind === "method" || access === "READ" || access === "READ_WITH_WRITE") return {};
  const write = writeMember(name);
  return kind === "getter" ? { write, setter: name } : { write };
}
