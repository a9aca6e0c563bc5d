import type { CallOptions } from "../../iiop/call-options.ts";
import { Database } from "../database/database.ts";
import { EventConsumer } from "../event/consumer/event-consumer.ts";
import type { EventSource } from "../event/consumer/event-source.ts";
import type { AttrConfEvent } from "../event/data/attr-conf-event.ts";
import type { AttributeEvent } from "../event/data/attribute-event.ts";
import type { DataReadyEvent } from "../event/data/data-ready-event.ts";
import type { InterfaceChangeEvent } from "../event/data/interface-change-event.ts";
import type { PipeEvent } from "../event/data/pipe-event.ts";
import type { TangoEvent } from "../event/data/tango-event.ts";
import type { EventCallback } from "../event/delivery/event-callback.ts";
import type { EventStream } from "../event/delivery/event-stream.ts";
import type { EventType, ValueEventType } from "../event/message/event-type.ts";
import type { AnyAttributeValue } from "../value/cmd-arg-type.ts";
import type { TimeVal } from "../value/time-val.ts";
import { withDeadline } from "./call-deadline.ts";
import {
  drainQueue,
  type EventOptions,
  type EventRecipient,
  type EventStreamOptions,
  eventStream,
  queueOf,
  subscribeEvent,
  unsubscribeEvent,
} from "./event-calls.ts";
import { PipeDevice } from "./pipe-device.ts";

/** The part of a DeviceProxy that is about the events of its device. */
export abstract class EventDevice extends PipeDevice {
  /**
   * Subscribes to events of an attribute or pipe, or of the device itself (intr_change); gives the id of the subscription. Events go to a callback, in
   * their order, or into a queue, from which `getEvents` takes them. The first is what can be read now; `subMode` says how a subscription
   * comes about otherwise (see `EventSubMode`). Rejects with EventSystemFailed where the server does not want to send such events.
   *
   * ```ts
   * const id = await device.subscribeEvent("double_scalar", "change", ({ attrValue, errors }) => ...);
   * await device.subscribeEvent("double_scalar", "periodic", { queueSize: 100 }, { subMode: "AsyncRead" });
   * await device.subscribeEvent("intr_change", ({ attList }) => ...);
   * ```
   * A subscription outlives its server: where that is silent or gone, an error event says so, and a fresh value follows when it is back.
   */
  subscribeEvent<V extends AnyAttributeValue = AnyAttributeValue>(
    attribute: string,
    type: ValueEventType,
    target: EventRecipient<AttributeEvent<V, this>>,
    options?: EventOptions,
  ): Promise<number>;
  subscribeEvent(
    attribute: string,
    type: "attr_conf",
    target: EventRecipient<AttrConfEvent<this>>,
    options?: EventOptions,
  ): Promise<number>;
  subscribeEvent(
    attribute: string,
    type: "data_ready",
    target: EventRecipient<DataReadyEvent<this>>,
    options?: EventOptions,
  ): Promise<number>;
  subscribeEvent(
    pipe: string,
    type: "pipe",
    target: EventRecipient<PipeEvent<this>>,
    options?: EventOptions,
  ): Promise<number>;
  subscribeEvent(
    type: "intr_change",
    target: EventRecipient<InterfaceChangeEvent<this>>,
    options?: EventOptions,
  ): Promise<number>;
  async subscribeEvent(
    name: string,
    second: EventType | EventRecipient<never>,
    third?: EventRecipient<never> | EventOptions,
    fourth?: EventOptions,
  ): Promise<number> {
    if (typeof second !== "string") {
      return subscribeEvent(this.#source, "", name as EventType, second, third as EventOptions | undefined);
    }
    return subscribeEvent(this.#source, name, second, third as EventRecipient<never>, fourth);
  }

  /**
   * The events of an attribute or pipe, or of the device itself, to iterate over: subscribed to when the first is asked for, and no longer when the loop is
   * left or `signal` aborted. What comes between two turns of the loop waits in a queue (1000 events unless `queueSize` is given), of which the oldest
   * are dropped when it is full; `dropped` counts them.
   */
  events<V extends AnyAttributeValue = AnyAttributeValue>(
    attribute: string,
    type: ValueEventType,
    options?: EventStreamOptions,
  ): EventStream<AttributeEvent<V, this>>;
  events(
    attribute: string,
    type: "attr_conf",
    options?: EventStreamOptions,
  ): EventStream<AttrConfEvent<this>>;
  events(
    attribute: string,
    type: "data_ready",
    options?: EventStreamOptions,
  ): EventStream<DataReadyEvent<this>>;
  events(pipe: string, type: "pipe", options?: EventStreamOptions): EventStream<PipeEvent<this>>;
  events(type: "intr_change", options?: EventStreamOptions): EventStream<InterfaceChangeEvent<this>>;
  events(
    name: string,
    second?: EventType | EventStreamOptions,
    third?: EventStreamOptions,
  ): EventStream<never> {
    const source = this.#source;
    const stream =
      typeof second === "string"
        ? eventStream(() => ({ source, name }), second, third)
        : eventStream(() => ({ source, name: "" }), name as EventType, second);
    return stream as EventStream<unknown> as EventStream<never>;
  }

  /** Ends a subscription, at once: also within its callback. Throws API_EventNotFound for an id that is none. */
  unsubscribeEvent(id: number): void {
    unsubscribeEvent(this.#source, id);
  }

  /**
   * Takes the events that wait in the queue of a subscription, the oldest first, and gives them, or calls back with each, until the callback
   * throws: then the others still wait. Throws API_EventQueues for a subscription with a callback.
   */
  getEvents<E extends TangoEvent<unknown> = TangoEvent<this>>(id: number): E[];
  getEvents<E extends TangoEvent<unknown> = TangoEvent<this>>(id: number, callback: EventCallback<E>): void;
  getEvents(id: number, callback?: EventCallback<never>): TangoEvent[] | undefined {
    const queue = queueOf(this.#source, id);
    if (callback === undefined) return queue.takeAll();
    drainQueue(queue, callback as EventCallback<TangoEvent>);
    return undefined;
  }

  /** How many events wait in the queue of a subscription. */
  eventQueueSize(id: number): number {
    return queueOf(this.#source, id).size;
  }

  /** How many events the queue of a subscription has lost because it was full. */
  eventQueueDropped(id: number): number {
    return queueOf(this.#source, id).dropped;
  }

  /** Whether no event waits in the queue of a subscription. */
  isEventQueueEmpty(id: number): boolean {
    return queueOf(this.#source, id).size === 0;
  }

  /** When the last event came into the queue of a subscription, taken or not; null before the first. */
  getLastEventDate(id: number): TimeVal | null {
    return queueOf(this.#source, id).lastDate;
  }

  /** Ends the use of this object, its subscriptions and its locks: calls made later reject. Its sockets are shared, and stay with the context. */
  override close(): void {
    EventConsumer.of(this.context).unsubscribeAll(this);
    super.close();
  }

  /** What the event system needs of a device, for the streams of an AttributeProxy. */
  static eventSource(device: EventDevice): EventSource {
    return device.#source;
  }

  get #source(): EventSource {
    return {
      device: this,
      connection: this.connection,
      location: this.location,
      databaseHosts: async (options) => {
        const { database } = this.location;
        return database === null ? [] : Database.shared(this.context, database).getDatabaseHosts(options);
      },
      connectAdmin: (options: CallOptions | undefined) => this.admin.connectAnew(withDeadline(options)),
    };
  }
}
