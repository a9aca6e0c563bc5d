import type { WhenFull } from "../../../threading/port/port-caller.ts";
import type { Port } from "../../../threading/port/port-message.ts";
import type { EventType } from "../../event/message/event-type.ts";
import type { DevState } from "../../idl/enums.ts";
import type { LogLevel } from "../../value/log-level.ts";
import type { LogRecord } from "../logging/log-record.ts";
import type { PostedReading, PostedValue } from "./posted-reading.ts";

/** What is posted to a thread for it to drive a device; `port` has to be in the transfer list. */
export interface PostedThreadHandle {
  /** Tells a handle from other data. */
  readonly kind: "bandoneon.ThreadHandle";
  /** The form of the handle. */
  readonly version: 1;
  /** The name of the device. */
  readonly device: string;
  /** The name of its class. */
  readonly deviceClass: string;
  /** The level from which on it logs at first. */
  readonly logLevel: LogLevel;
  /** How many calls may be unacknowledged at a time. */
  readonly maxUnacknowledged: number;
  /** What to do with a push beyond these, where it does not say. */
  readonly whenFull: WhenFull;
  readonly port: Port;
}

/** The events of attributes that carry a value, by the methods that push them. */
export type PushMethod = "pushChangeEvent" | "pushAlarmEvent" | "pushArchiveEvent" | "pushEvent";

/** What of the options of a push the device's side gets; the thread's side sees to the rest. */
export interface PostedPushOptions {
  readonly whenFull?: WhenFull;
}

/** What a thread calls on a device through its handle: the methods, with their arguments and results as they are posted. */
export interface ThreadCalls extends Record<PushMethod, PushCall> {
  pushDataReadyEvent(attribute: string, counter: number, options: PostedPushOptions): void;
  pushPipeEvent(pipe: string, content: PostedReading, options: PostedPushOptions): void;
  pushAttrConfEvent(attribute: string, options: PostedPushOptions): void;
  isThereSubscriber(attribute: string, type: EventType): boolean;
  getState(): DevState;
  setState(state: DevState): void;
  getStatus(): string;
  setStatus(status: string): void;
  appendStatus(text: string, newLine: boolean): void;
  /** Gives each reading as an AttributeValue_5 in the octets of CDR, with the labels of a DevEnum. */
  readAttributes(names: readonly string[]): readonly EncodedReading[];
  writeAttributes(values: readonly (readonly [name: string, value: PostedValue])[]): void;
  log(record: Omit<LogRecord, "device" | "thread">): void;
}

/** A reading on its way between threads. */
export interface EncodedReading {
  readonly octets: Uint8Array;
  readonly enumLabels: readonly string[];
}

/** What the device's side tells beside all calls. */
export interface ThreadNotice {
  /** The device logs from this level on now. */
  readonly logLevel: LogLevel;
}

type PushCall = (attribute: string, reading: PostedReading, options: PostedPushOptions) => void;
