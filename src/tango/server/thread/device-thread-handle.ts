import { format } from "node:util";
import { CdrReader } from "../../../giop/cdr/cdr-reader.ts";
import {
  PortCaller,
  type PortCallerSnapshot,
  type PortCallOptions,
} from "../../../threading/port/port-caller.ts";
import type { AttributeInput, AttributeInputs } from "../../client/write-calls.ts";
import { namedValues } from "../../client/write-calls.ts";
import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { toDevFailed } from "../../error/to-dev-failed.ts";
import { devFailedFromTransfer, type TransferredDevFailed } from "../../error/transferred-dev-failed.ts";
import { describeArgument, wrongArgument } from "../../error/wrong-argument.ts";
import type { EventType } from "../../event/message/event-type.ts";
import { AttributeValue_5 } from "../../idl/attribute-value.ts";
import type { DevState } from "../../idl/enums.ts";
import type { AttributeType } from "../../value/cmd-arg-type.ts";
import type { DeviceAttribute } from "../../value/device-attribute.ts";
import { LogLevel } from "../../value/log-level.ts";
import type { PipeBlobInput } from "../../value/pipe-blob.ts";
import { deviceAttributeFrom5 } from "../../value/read-attribute.ts";
import type { AttributeFormat } from "../definition/attribute-definition.ts";
import type { PushOptions } from "../event/event-socket.ts";
import { checkPushOptions } from "../event/push-options.ts";
import type { PushedReading } from "../event/pushed-reading.ts";
import { CallSite } from "../logging/call-site.ts";
import { postedReading, postedValue } from "./posted-reading.ts";
import type {
  EncodedReading,
  PostedThreadHandle,
  PushMethod,
  ThreadCalls,
  ThreadNotice,
} from "./thread-calls.ts";

/** How a thread makes one push. */
export interface ThreadPushOptions extends PushOptions {
  /**
   * Whether the memory of arrays is moved to the thread of the device rather than copied: the arrays are empty here afterwards. Not unless
   * given.
   */
  readonly transfer?: boolean;
}

/** How a thread makes another call of its device. */
export type ThreadCallOptions = Pick<PushOptions, "timeoutMs" | "signal">;

/** What a handle did so far, in its thread. */
export interface ThreadHandleSnapshot {
  /** Pushes and other calls that were sent, and are not acknowledged yet. */
  readonly unacknowledged: number;
  /** Those that wait to be sent. */
  readonly waiting: number;
  /** Those that were acknowledged. */
  readonly acknowledged: number;
  /** Those that were dropped, or refused, since too many were under way. */
  readonly dropped: number;
}

/**
 * A device of this program's server, in another thread than the server: what `device.threadHandle()` made there. It has the methods of Device
 * by which devices push events, set their state and status, log, and can read and write the device's attributes; each does its work in the thread
 * of the server, under the monitor of the device, in the order of the calls.
 *
 * A promise resolves when the server has done it: a push, when the event was handed on. All reject with DevFailed: with what the device
 * throws; API_CommandTimedOut where the device was busy for 3.2 s; API_ThreadHandleFull where a push was dropped; API_DeviceTimedOut
 * after `timeoutMs`; API_CallAborted; API_ThreadHandleClosed from when the device or its server has ended. A push that nobody waits for ends
 * no process where it fails.
 *
 * ```ts
 * await using device = DeviceThreadHandle.from(workerData.device);
 * while (!device.signal.aborted) {
 *   const profile = await acquire();
 *   await device.pushChangeEvent<"DevDouble", "SPECTRUM">("profile", profile, { transfer: true });
 * }
 * ```
 * It does not keep its thread alive but while calls are under way.
 */
export class DeviceThreadHandle {
  readonly #posted: PostedThreadHandle;
  readonly #caller: PortCaller;
  readonly #ending = new AbortController();
  #logLevel: LogLevel;

  private constructor(posted: PostedThreadHandle) {
    this.#posted = posted;
    this.#logLevel = posted.logLevel;
    this.#caller = new PortCaller(posted.port, {
      peer: `the device ${posted.device}`,
      maxUnanswered: posted.maxUnacknowledged,
      maxWaiting: MAX_WAITING,
      unpackError: (packed) => devFailedFromTransfer(packed as TransferredDevFailed),
      onTold: (notice) => {
        this.#logLevel = (notice as ThreadNotice).logLevel;
      },
      onEndWanted: () => this.#ending.abort(endWanted(posted.device)),
      onClosed: (error) => this.#ending.abort(toDevFailed(error)),
    });
  }

  /**
   * Takes over the handle that was posted to this thread: once, what it gives is to be shared. Throws WrongData (API_InvalidArgs) for what is
   * no handle, or is one that was taken already.
   */
  static from(received: unknown): DeviceThreadHandle {
    if (!isThreadHandle(received)) {
      const given = describeArgument(received);
      throw wrongArgument(`the handle that device.threadHandle() made is expected, not ${given}`);
    }
    try {
      return new DeviceThreadHandle(received);
    } catch (error) {
      throw wrongArgument(`the handle of ${received.device} cannot be taken: ${(error as Error).message}`);
    }
  }

  /** The name of the device. */
  getName(): string {
    return this.#posted.device;
  }

  /** The name of its class. */
  getDeviceClassName(): string {
    return this.#posted.deviceClass;
  }

  /** Aborted when this thread is to end: the device or its server ends, and waits for it to be closed; or it is closed already. */
  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  /** Whether it is closed: nothing can be done with it any more. */
  get isClosed(): boolean {
    return this.#caller.closed !== undefined;
  }

  /** What it did so far. */
  snapshot(): ThreadHandleSnapshot {
    const { unanswered, waiting, answered, dropped }: PortCallerSnapshot = this.#caller.snapshot();
    return { unacknowledged: unanswered, waiting, acknowledged: answered, dropped };
  }

  /** Pushes a change event, as the method of Device. */
  pushChangeEvent<T extends AttributeType = AttributeType, F extends AttributeFormat = AttributeFormat>(
    attribute: string,
    reading?: PushedReading<T, F>,
    options?: ThreadPushOptions,
  ): Promise<void> {
    return this.#pushValue("pushChangeEvent", attribute, reading, options);
  }

  /** Pushes an alarm event, as the method of Device. */
  pushAlarmEvent<T extends AttributeType = AttributeType, F extends AttributeFormat = AttributeFormat>(
    attribute: string,
    reading?: PushedReading<T, F>,
    options?: ThreadPushOptions,
  ): Promise<void> {
    return this.#pushValue("pushAlarmEvent", attribute, reading, options);
  }

  /** Pushes an archive event, as the method of Device. */
  pushArchiveEvent<T extends AttributeType = AttributeType, F extends AttributeFormat = AttributeFormat>(
    attribute: string,
    reading?: PushedReading<T, F>,
    options?: ThreadPushOptions,
  ): Promise<void> {
    return this.#pushValue("pushArchiveEvent", attribute, reading, options);
  }

  /** Pushes a user event, as the method of Device. */
  pushEvent<T extends AttributeType = AttributeType, F extends AttributeFormat = AttributeFormat>(
    attribute: string,
    reading?: PushedReading<T, F>,
    options?: ThreadPushOptions,
  ): Promise<void> {
    return this.#pushValue("pushEvent", attribute, reading, options);
  }

  /** Tells clients that there is new data of an attribute to be read, as the method of Device. */
  pushDataReadyEvent(attribute: string, counter = 0, options?: ThreadPushOptions): Promise<void> {
    return this.#push("pushDataReadyEvent", [attribute, counter], options);
  }

  /** Sends what is in a pipe, or why that cannot be told, as the method of Device. */
  pushPipeEvent(pipe: string, content: PipeBlobInput | Error, options?: ThreadPushOptions): Promise<void> {
    return this.#push("pushPipeEvent", [pipe, postedReading(content)], options);
  }

  /** Tells clients how an attribute is configured, as the method of Device. */
  pushAttrConfEvent(attribute: string, options?: ThreadPushOptions): Promise<void> {
    return this.#push("pushAttrConfEvent", [attribute], options);
  }

  /** Whether a client has subscribed to an event of an attribute: whether an expensive value is worth its while. */
  isThereSubscriber(attribute: string, type: EventType, options?: ThreadCallOptions): Promise<boolean> {
    return this.#call("isThereSubscriber", [attribute, type], options);
  }

  /** The state as it was set last. */
  getState(options?: ThreadCallOptions): Promise<DevState> {
    return this.#call("getState", [], options);
  }

  /** Sets the state. */
  setState(state: DevState, options?: ThreadCallOptions): Promise<void> {
    return this.#call("setState", [state], options);
  }

  /** The status as it was set last. */
  getStatus(options?: ThreadCallOptions): Promise<string> {
    return this.#call("getStatus", [], options);
  }

  /** Sets the status. */
  setStatus(status: string, options?: ThreadCallOptions): Promise<void> {
    return this.#call("setStatus", [status], options);
  }

  /** Adds a text to the status, in a new line where `newLine` says so. */
  appendStatus(text: string, newLine = false, options?: ThreadCallOptions): Promise<void> {
    return this.#call("appendStatus", [text, newLine], options);
  }

  /** Reads an attribute from the device, as a client does. Rejects with the errors of the attribute, if it has any. */
  async readAttribute(name: string, options?: ThreadCallOptions): Promise<DeviceAttribute> {
    const [reading] = await this.readAttributes([name], options);
    if (reading!.hasFailed) throw new DevFailed(reading!.errors);
    return reading!;
  }

  /** Reads several attributes in one turn. Those that failed carry their errors; only a failure of the whole rejects. */
  async readAttributes(names: readonly string[], options?: ThreadCallOptions): Promise<DeviceAttribute[]> {
    const readings = await this.#call("readAttributes", [names], options);
    return readings.map(decodeReading);
  }

  /** Writes an attribute of the device, as a client does. */
  writeAttribute(name: string, value: AttributeInput, options?: ThreadCallOptions): Promise<void> {
    return this.writeAttributes([[name, value]], options);
  }

  /** Writes several attributes in one turn. Rejects with a NamedDevFailedList where some of them failed. */
  async writeAttributes(values: AttributeInputs, options?: ThreadCallOptions): Promise<void> {
    const posted = namedValues(values).map(([name, value]) => [name, postedValue(value)] as const);
    await this.#call("writeAttributes", [posted], options);
  }

  /** Logs something that only its developer wants to know. A level that is not enabled costs a comparison, here too. */
  debugStream(message: string, ...args: unknown[]): void {
    this.#log(this.debugStream, LogLevel.DEBUG, message, args);
  }

  /** Logs something of interest. */
  infoStream(message: string, ...args: unknown[]): void {
    this.#log(this.infoStream, LogLevel.INFO, message, args);
  }

  /** Logs that something may be wrong. */
  warnStream(message: string, ...args: unknown[]): void {
    this.#log(this.warnStream, LogLevel.WARN, message, args);
  }

  /** Logs that something failed. */
  errorStream(message: string, ...args: unknown[]): void {
    this.#log(this.errorStream, LogLevel.ERROR, message, args);
  }

  /** Logs that it cannot go on. */
  fatalStream(message: string, ...args: unknown[]): void {
    this.#log(this.fatalStream, LogLevel.FATAL, message, args);
  }

  /** Ends it, when all that is under way has been acknowledged. */
  close(): Promise<void> {
    return this.#caller.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #pushValue(
    method: PushMethod,
    attribute: string,
    reading: unknown,
    options: ThreadPushOptions | undefined,
  ): Promise<void> {
    return this.#push(method, [attribute, postedReading(reading)], options);
  }

  #push(method: keyof ThreadCalls, args: unknown[], options: ThreadPushOptions | undefined): Promise<void> {
    checkPushOptions(options);
    const { whenFull } = options ?? NO_OPTIONS;
    const posted = [...args, whenFull === undefined ? NO_OPTIONS : { whenFull }];
    const how = { ...options, whenFull: whenFull ?? this.#posted.whenFull };
    return unwatched(this.#send(method, posted, how) as Promise<void>);
  }

  #call<K extends keyof ThreadCalls>(
    method: K,
    args: Parameters<ThreadCalls[K]>,
    options: ThreadCallOptions | undefined,
  ): Promise<ReturnType<ThreadCalls[K]>> {
    checkPushOptions(options);
    return unwatched(this.#send(method, args, options) as Promise<ReturnType<ThreadCalls[K]>>);
  }

  async #send(method: string, args: readonly unknown[], options?: PortCallOptions): Promise<unknown> {
    try {
      return await this.#caller.call(method, args, options);
    } catch (error) {
      throw toDevFailed(error, `DeviceThreadHandle.${method}()`);
    }
  }

  #log(method: (...args: never[]) => void, level: LogLevel, message: string, args: readonly unknown[]): void {
    if (level > this.#logLevel) return;
    const text = args.length === 0 ? message : format(message, ...args);
    const record = { time: Date.now(), level, message: text, source: new CallSite(method).toString() };
    void this.#call("log", [record], undefined);
  }
}

/** A call as it is: where nobody waits for it, that it fails must not end the thread. */
function unwatched<T>(call: Promise<T>): Promise<T> {
  call.catch(() => undefined);
  return call;
}

function decodeReading({ octets, enumLabels }: EncodedReading): DeviceAttribute {
  const wire = AttributeValue_5.decode(new CdrReader(octets));
  return deviceAttributeFrom5(wire, { dataFormat: wire.data_format, enumLabels });
}

function endWanted(device: string): DevFailed {
  const desc = `The device ${device} ends: this thread is to close its handle`;
  return new DevFailed([devError("API_ThreadHandleClosed", desc, "DeviceThreadHandle.signal")]);
}

function isThreadHandle(value: unknown): value is PostedThreadHandle {
  if (typeof value !== "object" || value === null) return false;
  const { kind, version, port } = value as Partial<PostedThreadHandle>;
  return kind === "bandoneon.ThreadHandle" && version === 1 && typeof port?.postMessage === "function";
}

const NO_OPTIONS: ThreadPushOptions = {};
const MAX_WAITING = 10_000;
