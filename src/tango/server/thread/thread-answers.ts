import { CdrWriter } from "../../../giop/cdr/cdr-writer.ts";
import type { AnsweredCall } from "../../../threading/port/port-answerer.ts";
import { AttributeValue_5 } from "../../idl/attribute-value.ts";
import { encodeAttributeValue4 } from "../../value/write-attribute.ts";
import type { AttributeSnapshot } from "../attribute/attribute-snapshot.ts";
import { attributeValue5 } from "../attribute/attribute-value-versions.ts";
import { type IncomingValue, incomingValue4 } from "../attribute/incoming-value.ts";
import { readAttributes } from "../attribute/read-attributes.ts";
import { writeAttributes } from "../attribute/write-attributes.ts";
import { type Awaitable, andThen } from "../awaitable.ts";
import type { EventDevice } from "../device/event-device.ts";
import type { PushOptions } from "../event/event-socket.ts";
import type { ServedDevice } from "../served-device.ts";
import { type PostedValue, readingFromPost, valueFromPost } from "./posted-reading.ts";
import type { EncodedReading, PostedPushOptions, PushMethod, ThreadCalls } from "./thread-calls.ts";

/** How a device does what a thread calls through its handle. */
export type ThreadAnswers = {
  readonly [K in keyof ThreadCalls]: (
    call: AnsweredCall,
    ...args: Parameters<ThreadCalls[K]>
  ) => Awaitable<ReturnType<ThreadCalls[K]>>;
};

/**
 * What a thread may call on `device`. All but the log is done under the monitor of the device; where a push waits for subscribers, that does
 * not hold the monitor. `numberOf` tells the thread that logs.
 */
export function threadAnswers(
  served: ServedDevice,
  device: EventDevice,
  title: string,
  numberOf: () => number,
): ThreadAnswers {
  const inTurn = <T>(call: AnsweredCall, what: string, work: () => Awaitable<T>): Awaitable<T> =>
    served.monitor.run(`${what} of ${title}`, work, call);
  /** Hands over in turn, and waits beside. */
  const push = (
    call: AnsweredCall,
    what: string,
    options: PostedPushOptions,
    start: (options: PushOptions) => Promise<void>,
  ): Awaitable<void> => {
    // Only a push that waits listens for the end of the wait.
    const all = options.whenFull === "wait" ? { ...options, signal: call.signal } : options;
    // In an object: it is not to be waited for within the turn.
    return andThen(
      inTurn(call, what, () => ({ sent: start(all) })),
      ({ sent }) => sent,
    );
  };
  const pushValue =
    (method: PushMethod): ThreadAnswers[PushMethod] =>
    (call, attribute, reading, options) =>
      push(call, `${method}(${attribute})`, options, (all) =>
        device[method](attribute, readingFromPost(reading) as never, all),
      );
  return {
    pushChangeEvent: pushValue("pushChangeEvent"),
    pushAlarmEvent: pushValue("pushAlarmEvent"),
    pushArchiveEvent: pushValue("pushArchiveEvent"),
    pushEvent: pushValue("pushEvent"),
    pushDataReadyEvent: (call, attribute, counter, options) =>
      push(call, `pushDataReadyEvent(${attribute})`, options, (all) =>
        device.pushDataReadyEvent(attribute, counter, all),
      ),
    pushPipeEvent: (call, pipe, content, options) =>
      push(call, `pushPipeEvent(${pipe})`, options, (all) =>
        device.pushPipeEvent(pipe, readingFromPost(content) as never, all),
      ),
    pushAttrConfEvent: (call, attribute, options) =>
      push(call, `pushAttrConfEvent(${attribute})`, options, (all) =>
        device.pushAttrConfEvent(attribute, all),
      ),
    isThereSubscriber: (_call, attribute, type) => device.isThereSubscriber(attribute, type),
    getState: (call) => inTurn(call, "getState", () => device.getState()),
    setState: (call, state) => inTurn(call, "setState", () => device.setState(state)),
    getStatus: (call) => inTurn(call, "getStatus", () => device.getStatus()),
    setStatus: (call, status) => inTurn(call, "setStatus", () => device.setStatus(status)),
    appendStatus: (call, text, newLine) =>
      inTurn(call, "appendStatus", () => device.appendStatus(text, newLine)),
    readAttributes: (call, names) =>
      andThen(readAttributes(served, names, "DEV", call), (snapshots) =>
        snapshots.map((snapshot) => encodedReading(served, snapshot)),
      ),
    writeAttributes: (call, values) =>
      inTurn(call, "writeAttributes", () =>
        writeAttributes(
          served,
          values.map(([name, value]) => incomingValue(served, name, value)),
        ),
      ),
    log: (_call, record) => served.logger.relay({ ...record, thread: numberOf() }),
  };
}

function encodedReading({ attributes }: ServedDevice, snapshot: AttributeSnapshot): EncodedReading {
  const writer = new CdrWriter();
  AttributeValue_5.encode(writer, attributeValue5(snapshot));
  const isEnum = snapshot.dataType === "DevEnum";
  const enumLabels = (isEnum && attributes.find(snapshot.name)?.settings.enumLabels) || [];
  return { octets: new Uint8Array(writer.bytes()), enumLabels };
}

/** A value from a thread of this program, as one from a client. Throws API_AttrNotFound, and WrongData for a value of another type. */
function incomingValue({ attributes }: ServedDevice, name: string, value: PostedValue): IncomingValue {
  const { definition, settings } = attributes.get(name);
  const { dtype: dataType, dformat: dataFormat } = definition;
  const target = { name, dataType, dataFormat, enumLabels: settings.enumLabels };
  return incomingValue4(encodeAttributeValue4(target, valueFromPost(value)) as never);
}
