import type { CallOptions } from "../../../iiop/call-options.ts";
import type { EventStream } from "../../event/delivery/event-stream.ts";
import type { ValueEventType } from "../../event/message/event-type.ts";
import type { CmdArgType, CommandInputOf, CommandValueOf } from "../../value/cmd-arg-type.ts";
import type { DeviceAttribute } from "../../value/device-attribute.ts";
import type { DeviceDataHistory } from "../../value/history.ts";
import type {
  AttrConfEventData,
  DataReadyEventData,
  DevIntrChangeEventData,
  EventData,
  PipeEventData,
} from "../device-events.ts";
import { DeviceProxy, type DeviceProxyOptions } from "../device-proxy.ts";
import type { EventOptions, EventRecipient, EventStreamOptions } from "../event-calls.ts";
import type {
  ArgumentType,
  AttributeOf,
  CommandOf,
  DeviceInterface,
  ReadableName,
  ReadValue,
  ResultType,
  WritableName,
  WrittenValue,
} from "./device-interface.ts";

/**
 * A DeviceProxy whose device is known to the compiler: names that the device does not have, values that an attribute or command does not take, writing
 * what can only be read, do not compile, and what is read has its type. Nothing else is different.
 */
export type TypedDevice<I extends DeviceInterface> = Omit<DeviceProxy, keyof TypedCalls<I>> & TypedCalls<I>;

/** The calls of a DeviceProxy that the compiler checks in a TypedDevice; what each does stands there. */
export interface TypedCalls<I extends DeviceInterface> {
  commandInout<N extends CommandOf<I>>(
    command: N,
    ...argument: TypedArgument<ArgumentType<I, N>>
  ): Promise<CommandValueOf<ResultType<I, N>>>;
  commandHistory<N extends CommandOf<I>>(
    command: N,
    depth: number,
    options?: CallOptions,
  ): Promise<DeviceDataHistory<CommandValueOf<ResultType<I, N>>>[]>;
  readAttribute<N extends ReadableName<I>>(
    name: N,
    options?: CallOptions,
  ): Promise<DeviceAttribute<ReadValue<I, N>>>;
  /** One for each name, with the type of each. */
  readAttributes<const Names extends readonly ReadableName<I>[]>(
    names: Names,
    options?: CallOptions,
  ): Promise<TypedReadings<I, Names>>;
  writeAttribute<N extends WritableName<I>>(
    name: N,
    value: WrittenValue<I, N>,
    options?: CallOptions,
  ): Promise<void>;
  writeAttributes(values: TypedValues<I>, options?: CallOptions): Promise<void>;
  writeReadAttribute<N extends ReadableName<I> & WritableName<I>>(
    name: N,
    value: WrittenValue<I, N>,
    options?: CallOptions,
  ): Promise<DeviceAttribute<ReadValue<I, N>>>;
  writeReadAttributes<const Names extends readonly ReadableName<I>[]>(
    values: TypedValues<I>,
    readNames: Names,
    options?: CallOptions,
  ): Promise<TypedReadings<I, Names>>;
  attributeHistory<N extends ReadableName<I>>(
    name: N,
    depth: number,
    options?: CallOptions,
  ): Promise<DeviceAttribute<ReadValue<I, N>>[]>;
  subscribeEvent<N extends ReadableName<I>>(
    attribute: N,
    type: ValueEventType,
    target: EventRecipient<EventData<ReadValue<I, N>>>,
    options?: EventOptions,
  ): Promise<number>;
  subscribeEvent(
    attribute: AttributeOf<I>,
    type: "attr_conf",
    target: EventRecipient<AttrConfEventData>,
    options?: EventOptions,
  ): Promise<number>;
  subscribeEvent(
    attribute: AttributeOf<I>,
    type: "data_ready",
    target: EventRecipient<DataReadyEventData>,
    options?: EventOptions,
  ): Promise<number>;
  subscribeEvent(
    pipe: string,
    type: "pipe",
    target: EventRecipient<PipeEventData>,
    options?: EventOptions,
  ): Promise<number>;
  subscribeEvent(
    type: "intr_change",
    target: EventRecipient<DevIntrChangeEventData>,
    options?: EventOptions,
  ): Promise<number>;
  events<N extends ReadableName<I>>(
    attribute: N,
    type: ValueEventType,
    options?: EventStreamOptions,
  ): EventStream<EventData<ReadValue<I, N>>>;
  events(
    attribute: AttributeOf<I>,
    type: "attr_conf",
    options?: EventStreamOptions,
  ): EventStream<AttrConfEventData>;
  events(
    attribute: AttributeOf<I>,
    type: "data_ready",
    options?: EventStreamOptions,
  ): EventStream<DataReadyEventData>;
  events(pipe: string, type: "pipe", options?: EventStreamOptions): EventStream<PipeEventData>;
  events(type: "intr_change", options?: EventStreamOptions): EventStream<DevIntrChangeEventData>;
}

/** Readings of the attributes of these names, in their order. */
export type TypedReadings<I extends DeviceInterface, Names extends readonly ReadableName<I>[]> = {
  -readonly [K in keyof Names]: DeviceAttribute<ReadValue<I, Names[K]>>;
};

/** Values for some of the attributes that can be written. */
export type TypedValues<I extends DeviceInterface> = {
  readonly [N in WritableName<I>]?: WrittenValue<I, N>;
};

/**
 * A device as the compiler is to know it: a new proxy of this name, or one that is there. Nothing is asked of the device: `checkInterface` compares.
 *
 * ```ts
 * const device = typedDevice(PowerSupply, "lab/supply/1");
 * const { value } = await device.readAttribute("ramp"); // Float64Array | null
 * await device.writeAttribute("range", "HIGH");         // "MIDDLE" would not compile
 * ```
 * Throws as the constructor of DeviceProxy.
 */
export function typedDevice<const I extends DeviceInterface>(
  _interface: I,
  device: string | DeviceProxy,
  options?: DeviceProxyOptions,
): TypedDevice<I> {
  const proxy = typeof device === "string" ? new DeviceProxy(device, options) : device;
  return proxy as unknown as TypedDevice<I>;
}

type TypedArgument<T extends CmdArgType> = T extends "DevVoid"
  ? [argument?: undefined, options?: CallOptions]
  : [argument: CommandInputOf<T>, options?: CallOptions];
