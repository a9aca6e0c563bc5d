import { devError } from "../../error/dev-error.ts";
import { NonSupportedFeature } from "../../error/dev-failed-classes.ts";
import { type EventType, isEventType } from "../../event/message/event-type.ts";
import type { AttributeType } from "../../value/cmd-arg-type.ts";
import type { PipeBlobInput } from "../../value/pipe-blob.ts";
import type { AttributeFormat } from "../definition/attribute-definition.ts";
import { pushConfigurationEvent } from "../event/configuration-events.ts";
import { pushDataReadyEvent } from "../event/data-ready-events.ts";
import type { PushOptions } from "../event/event-socket.ts";
import { pushPipeEvent } from "../event/pipe-events.ts";
import { checkPushOptions } from "../event/push-options.ts";
import { checkPushed, type PushedReading, pushedSnapshot } from "../event/pushed-reading.ts";
import { pushValueEvent } from "../event/value-events.ts";
import { SERVED } from "./device-object.ts";
import { PollingDevice } from "./polling-device.ts";

/**
 * How a device sends events to the clients that subscribed to them. It may do so at any time and from anywhere: in its methods, in timers, while
 * it is called or is not. What it sends is what it hands over at the moment of the call; where nobody has subscribed nothing is done.
 *
 * A push gives a promise that resolves when the event was handed on to every subscriber: at once, unless the options say to wait for those that
 * are slow. What is wrong with the call itself is thrown: API_AttrNotFound, API_InvalidArgs for options that are none, and where somebody has
 * subscribed, API_AttrOptProp for a value of another type or size.
 */
export abstract class EventDevice extends PollingDevice {
  /**
   * Says that the device pushes change events of an attribute, so that clients may subscribe to them without polling. With `detect` those that
   * it pushes are only sent where the criteria are met that the attribute is configured with. Throws API_AttrNotFound.
   */
  setChangeEvent(attribute: string, implemented: boolean, detect = true): void {
    this[SERVED].attributes.get(attribute).events.setPushed("change", implemented, detect);
  }

  /** The same for alarm events; else these are pushed along with change events (Util.setAutoAlarmOnChangeEvent). */
  setAlarmEvent(attribute: string, implemented: boolean, detect = true): void {
    this[SERVED].attributes.get(attribute).events.setPushed("alarm", implemented, detect);
  }

  /** The same for archive events. */
  setArchiveEvent(attribute: string, implemented: boolean, detect = true): void {
    this[SERVED].attributes.get(attribute).events.setPushed("archive", implemented, detect);
  }

  /** Says that the device pushes data ready events of an attribute. Throws API_AttrNotFound. */
  setDataReadyEvent(attribute: string, implemented = true): void {
    this[SERVED].attributes.get(attribute).events.isDataReadyPushed = implemented;
  }

  /**
   * Pushes a change event: a value, `{ value, quality, time }`, or why there is none, as an Error; of State and Status nothing stands for what
   * was set last.
   *
   * ```ts
   * this.setChangeEvent("current", true, false);
   * await this.pushChangeEvent("current", 3.5, { whenFull: "wait" });
   * await this.pushChangeEvent("State");
   * ```
   */
  pushChangeEvent<T extends AttributeType = AttributeType, F extends AttributeFormat = AttributeFormat>(
    attribute: string,
    reading?: PushedReading<T, F>,
    options?: PushOptions,
  ): Promise<void> {
    return this.#push("change", attribute, reading, options);
  }

  /** Pushes an alarm event, as `pushChangeEvent`. */
  pushAlarmEvent<T extends AttributeType = AttributeType, F extends AttributeFormat = AttributeFormat>(
    attribute: string,
    reading?: PushedReading<T, F>,
    options?: PushOptions,
  ): Promise<void> {
    return this.#push("alarm", attribute, reading, options);
  }

  /** Pushes an archive event, as `pushChangeEvent`. */
  pushArchiveEvent<T extends AttributeType = AttributeType, F extends AttributeFormat = AttributeFormat>(
    attribute: string,
    reading?: PushedReading<T, F>,
    options?: PushOptions,
  ): Promise<void> {
    return this.#push("archive", attribute, reading, options);
  }

  /** Pushes a user event, as `pushChangeEvent`; it is always sent. PyTango's names and values for filters do not exist: nothing transports them. */
  pushEvent<T extends AttributeType = AttributeType, F extends AttributeFormat = AttributeFormat>(
    attribute: string,
    reading?: PushedReading<T, F>,
    options?: PushOptions,
  ): Promise<void> {
    return this.#push("user_event", attribute, reading, options);
  }

  /** Tells clients that there is new data of an attribute to be read; `counter` is the device's own, of 32 bits. Throws API_AttrNotFound. */
  pushDataReadyEvent(attribute: string, counter = 0, options?: PushOptions): Promise<void> {
    checkPushOptions(options);
    const served = this[SERVED];
    return unwatched(pushDataReadyEvent(served, served.attributes.get(attribute), counter, options));
  }

  /** Sends what is in a pipe, or why that cannot be told. Throws API_PipeNotFound, and WrongData for what is no blob. */
  pushPipeEvent(pipe: string, content: PipeBlobInput | Error, options?: PushOptions): Promise<void> {
    checkPushOptions(options);
    const served = this[SERVED];
    return unwatched(pushPipeEvent(served, served.pipes.get(pipe), content, options));
  }

  /** Tells clients how an attribute is configured; the server does it after each change. Throws API_AttrNotFound. */
  pushAttrConfEvent(attribute: string, options?: PushOptions): Promise<void> {
    checkPushOptions(options);
    const served = this[SERVED];
    return unwatched(pushConfigurationEvent(served, served.attributes.get(attribute), options));
  }

  /**
   * Whether a client has subscribed to an event of an attribute, and said so within ten minutes. Throws API_AttrNotFound, and
   * API_UnsupportedFeature for what is no event of attributes.
   */
  isThereSubscriber(attribute: string, type: EventType): boolean {
    const { attributes, events, server } = this[SERVED];
    const { key } = attributes.get(attribute);
    if (!isEventType(type) || type === "pipe" || type === "intr_change") {
      const level = devError("API_UnsupportedFeature", "Unsupported event type", "isThereSubscriber");
      throw new NonSupportedFeature([level]);
    }
    return events.find(type, key)?.isSubscribed(server.events.now()) ?? false;
  }

  #push(
    type: "change" | "alarm" | "archive" | "user_event",
    name: string,
    reading: unknown,
    options: PushOptions | undefined,
  ): Promise<void> {
    checkPushOptions(options);
    const served = this[SERVED];
    const attribute = served.attributes.get(name);
    checkPushed(attribute, reading, type);
    const snapshot = () => pushedSnapshot(served, attribute, reading);
    return unwatched(pushValueEvent(served, attribute, type, snapshot, options));
  }
}

/** A push as it is: where nobody waits for it, that it fails must not end the process. */
function unwatched(sent: Promise<void>): Promise<void> {
  sent.catch(() => undefined);
  return sent;
}
