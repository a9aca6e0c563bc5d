import type {
  AttributeInputOf,
  AttributeType,
  AttributeValueOf,
  CmdArgType,
  CommandInputOf,
  CommandValueOf,
} from "../../value/cmd-arg-type.ts";
import type { Awaitable } from "../awaitable.ts";
import type { Caller } from "../call/caller.ts";
import {
  type AttReqType,
  type AttributeFormat,
  type AttributeOptions,
  defineAttribute,
  type LooseAttributeSpec,
  type NamedAttribute,
  type ReadingOf,
} from "./attribute-definition.ts";
import { type CommandOptions, defineCommand, type LooseCommandSpec } from "./command-definition.ts";
import { declarations } from "./declared-by-decorators.ts";
import { addDefinition } from "./definition-table.ts";
import { defineProperty, type PropertySpecOf, type PropertyType } from "./property-definition.ts";

/** What `@attribute` takes: the type, the configuration, and by name the methods that write and allow it. */
export type AttributeDecoration<
  T extends AttributeType,
  F extends AttributeFormat,
  W extends string,
  A extends string,
> = AttributeOptions & {
  readonly dtype: T;
  readonly dformat?: F;
  /** The method of the device that writes it: gets the value, may be asynchronous. Not for an accessor, which writes itself. */
  readonly write?: W;
  /** The method of the device that says whether it may be read or written now: gets "READ_REQ" or "WRITE_REQ". */
  readonly isAllowed?: A;
};

/** The methods that a decoration names, as the device must have them. */
type NamedMethods<T extends AttributeType, F extends AttributeFormat, W extends string, A extends string> = {
  readonly [K in W]: (value: AttributeValueOf<T, F>, attribute: NamedAttribute) => Awaitable<void>;
} & { readonly [K in A]: (request: AttReqType, attribute: NamedAttribute) => Awaitable<boolean> };

/** Where `@attribute` can stand: at an accessor, a getter or a read method whose value is of the declared type. */
interface AttributeDecorator<
  T extends AttributeType,
  F extends AttributeFormat,
  W extends string,
  A extends string,
> {
  <This extends NamedMethods<T, F, W, A>, V extends AttributeInputOf<T, F>>(
    target: ClassAccessorDecoratorTarget<This, V>,
    context: ClassAccessorDecoratorContext<This, V>,
  ): void;
  <This extends NamedMethods<T, F, W, A>>(
    target: (this: This) => AttributeInputOf<T, F>,
    context: ClassGetterDecoratorContext<This, AttributeInputOf<T, F>>,
  ): void;
  <
    This extends NamedMethods<T, F, W, A>,
    M extends (attribute: NamedAttribute) => Awaitable<ReadingOf<T, F>>,
  >(
    target: M,
    context: ClassMethodDecoratorContext<This, M>,
  ): void;
}

/**
 * Declares an attribute of a device class.
 *
 * ```ts
 * @attribute({ dtype: "DevDouble", unit: "A", minValue: 0, maxValue: 10 }) accessor current = 0;     // read and written
 * @attribute({ dtype: "DevLong" }) get turns() { return this.#turns; }                               // read only
 * @attribute({ dtype: "DevDouble", write: "setVoltage" }) async voltage() { return await this.ask("V?"); }
 * async setVoltage(volts: number) { await this.tell("V", volts); }
 * ```
 * An accessor is READ_WRITE unless `access` says otherwise. A read method may give `{ value, quality, time }`. Throws a TypeError where
 * the declaration contradicts itself.
 */
export function attribute<
  const T extends AttributeType,
  const F extends AttributeFormat = "SCALAR",
  const W extends string = never,
  const A extends string = never,
>(options: AttributeDecoration<T, F, W, A>): AttributeDecorator<T, F, W, A> {
  return ((_target: unknown, context: DeviceMemberContext) => {
    const { attributes } = declarations(context.metadata);
    const methods = methodsOf(context, options.write, options.isAllowed, options.access === "READ");
    const spec = { ...options, ...methods } as LooseAttributeSpec;
    addDefinition(attributes, "attribute", defineAttribute(String(context.name), spec));
  }) as AttributeDecorator<T, F, W, A>;
}

type DeviceMemberContext =
  | ClassAccessorDecoratorContext
  | ClassGetterDecoratorContext
  | ClassMethodDecoratorContext;

/** By name rather than by function, so that a subclass that overrides a method is asked. */
type Members = Record<PropertyKey, unknown>;

function methodsOf(
  { kind, name }: DeviceMemberContext,
  write: string | undefined,
  isAllowed: string | undefined,
  isReadOnly: boolean,
): Pick<LooseAttributeSpec, "read" | "write" | "isAllowed"> {
  const call = (method: PropertyKey) =>
    function (this: Members, ...args: unknown[]): unknown {
      return (this[method] as (...args: unknown[]) => unknown).apply(this, args);
    };
  const read = kind === "method" ? call(name) : readMember(name);
  let writing: LooseAttributeSpec["write"];
  if (write !== undefined) writing = call(write);
  else if (kind === "accessor" && !isReadOnly) writing = writeMember(name);
  return {
    read,
    ...(writing === undefined ? {} : { write: writing }),
    ...(isAllowed === undefined ? {} : { isAllowed: call(isAllowed) as never }),
  };
}

function readMember(name: PropertyKey) {
  return function (this: Members): unknown {
    return this[name];
  };
}

function writeMember(name: PropertyKey) {
  return function (this: Members, value: unknown): void {
    this[name] = value;
  };
}

/** Where `@command` can stand: at a method that takes and gives what was declared. */
type CommandDecorator<I extends CmdArgType, O extends CmdArgType, A extends string> = <
  This extends { readonly [K in A]: () => Awaitable<boolean> },
  M extends (argin: CommandValueOf<I>, caller: Caller) => Awaitable<CommandInputOf<O>>,
>(
  target: M,
  context: ClassMethodDecoratorContext<This, M>,
) => void;

/**
 * Declares a command of a device class.
 *
 * ```ts
 * @command({ dtypeIn: "DevDouble", docIn: "amperes" }) async ramp(target: number) { ... }
 * @command({ dtypeOut: "DevVarStringArray" }) history() { return this.#lines; }
 * @command() reset() { ... }
 * ```
 */
export function command<
  const I extends CmdArgType = "DevVoid",
  const O extends CmdArgType = "DevVoid",
  const A extends string = never,
>(
  options: CommandOptions & {
    readonly dtypeIn?: I;
    readonly dtypeOut?: O;
    /** The method of the device that says whether it may be executed now. */
    readonly isAllowed?: A;
  } = {},
): CommandDecorator<I, O, A> {
  return ((_target: unknown, context: ClassMethodDecoratorContext) => {
    const { isAllowed, ...rest } = options;
    const spec = {
      ...rest,
      execute(this: Members, argin: unknown, caller: Caller) {
        return (this[context.name] as (argin: unknown, caller: Caller) => unknown).call(this, argin, caller);
      },
      ...(isAllowed === undefined
        ? {}
        : {
            isAllowed(this: Members) {
              return (this[isAllowed] as () => Awaitable<boolean>).call(this);
            },
          }),
    } as LooseCommandSpec;
    addDefinition(
      declarations(context.metadata).commands,
      "command",
      defineCommand(String(context.name), spec),
    );
  }) as CommandDecorator<I, O, A>;
}
/** Where `@deviceProperty` can stand: at an accessor that holds a value of the declared type. */
type PropertyDecorator<T extends PropertyType> = <This, V extends CommandValueOf<T> | undefined>(
  target: ClassAccessorDecoratorTarget<This, V>,
  context: ClassAccessorDecoratorContext<This, V>,
) => void;

/**
 * Declares a property of the device: its value stands in the accessor before `initDevice` is called. What the accessor is initialised
 * with is the default.
 *
 * ```ts
 * @deviceProperty({ dtype: "DevString", mandatory: true }) accessor host = "";
 * @deviceProperty({ dtype: "DevDouble" }) accessor maxCurrent = 10;
 * ```
 */
export function deviceProperty<const T extends PropertyType>(
  options: PropertySpecOf<T> & { readonly name?: string },
): PropertyDecorator<T> {
  return ((_target: unknown, context: ClassAccessorDecoratorContext) => {
    const definition = defineProperty(String(context.name), options);
    addDefinition(declarations(context.metadata).deviceProperties, "device property", definition);
  }) as PropertyDecorator<T>;
}

/** Declares a property of the class: all its devices have the same value, which stands in the accessor before `initDevice` is called. */
export function classProperty<const T extends PropertyType>(
  options: PropertySpecOf<T> & { readonly name?: string },
): PropertyDecorator<T> {
  return ((_target: unknown, context: ClassAccessorDecoratorContext) => {
    const definition = defineProperty(String(context.name), options);
    addDefinition(declarations(context.metadata).classProperties, "class property", definition);
  }) as PropertyDecorator<T>;
}
