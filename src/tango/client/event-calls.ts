import type { CallOptions } from "../../iiop/call-options.ts";
import { describeArgument, wrongArgument } from "../error/wrong-argument.ts";
import { EventConsumer } from "../event/consumer/event-consumer.ts";
import { eventSystemFailed } from "../event/consumer/event-failure.ts";
import type { EventSource } from "../event/consumer/event-source.ts";
import { type EventSubMode, isEventSubMode } from "../event/data/event-sub-mode.ts";
import type { TangoEvent } from "../event/data/tango-event.ts";
import { CallbackSink } from "../event/delivery/callback-sink.ts";
import { type EventCallback, isEventCallback } from "../event/delivery/event-callback.ts";
import { EventQueue } from "../event/delivery/event-queue.ts";
import type { EventQueueOptions } from "../event/delivery/event-queue-options.ts";
import type { EventSink } from "../event/delivery/event-sink.ts";
import type { EventStream } from "../event/delivery/event-stream.ts";
import { QueuedEventStream } from "../event/delivery/queued-event-stream.ts";
import { EVENT_TYPES, type EventType, isEventType } from "../event/message/event-type.ts";
import { oneName } from "../naming/name-list.ts";
import { withDeadline } from "./call-deadline.ts";

/** How a subscription is made. `timeoutMs` and `signal` are for the attempt that `subscribeEvent` waits for. */
export interface EventOptions extends CallOptions {
  /** How the subscription comes about: SyncRead unless given. See `EventSubMode`. */
  readonly subMode?: EventSubMode;
  /** The older name of the mode Stateless. */
  readonly stateless?: boolean;
}

/** How `events` gives events: how they wait, and how the subscription is made. Aborting `signal` ends the stream. */
export interface EventStreamOptions extends EventQueueOptions, EventOptions {}

/** Where the events of a subscription go: to a callback, or into a queue of that kind (a number is its size). */
export type EventRecipient<E> = EventCallback<E> | EventQueueOptions | number;

/** Subscribes; gives the id. `limited` is what is left of the time that the options give, where some of it was needed before. */
export async function subscribeEvent(
  source: EventSource,
  name: string,
  type: EventType,
  target: EventRecipient<never>,
  options: EventOptions = {},
  limited?: CallOptions,
): Promise<number> {
  const sink = sinkOf(target);
  return (await subscribe(source, name, type, sink, options, limited)).id;
}

/** The attribute or pipe of a device that events are wanted of. */
export interface EventObject {
  readonly source: EventSource;
  /** Empty for the device itself. */
  readonly name: string;
}

/** The events as they come, to iterate over. What they are of is found when the first is asked for. */
export function eventStream(
  find: (options: CallOptions) => EventObject | Promise<EventObject>,
  type: EventType,
  options: EventStreamOptions = {},
): EventStream<TangoEvent> {
  // Before anything is made of them: the time itself begins with the subscription.
  withDeadline(options);
  const { signal, queueSize, whenFull, ...rest } = options;
  const queue = {
    ...(queueSize !== undefined && { queueSize }),
    ...(whenFull !== undefined && { whenFull }),
  };
  const begin = async (sink: EventSink, over: AbortSignal) => {
    const limited = withDeadline({ ...rest, signal: over });
    const { source, name } = await find(limited);
    await subscribe(source, name, type, sink, rest, limited, over);
  };
  return new QueuedEventStream(begin, queue, signal);
}

/** The queue of a subscription. Throws API_EventQueues for one with a callback, and API_EventNotFound for an id that is none. */
export function queueOf(source: EventSource, id: number): EventQueue {
  const { sink } = EventConsumer.of(source.connection.context).find(id, "get event");
  if (sink instanceof EventQueue) return sink;
  const desc = "No event queue specified during subscribe_event()\nCannot return any event data";
  throw eventSystemFailed("API_EventQueues", desc);
}

/** Calls with each event that waits in a queue, the oldest first. Throws WrongData for nothing to call, and what the callback throws. */
export function drainQueue(queue: EventQueue, callback: EventCallback<TangoEvent>): void {
  if (!isEventCallback(callback)) {
    const given = describeArgument(callback as unknown);
    throw wrongArgument(`events go to a function, or to an object with pushEvent: not to ${given}`);
  }
  for (let event = queue.take(); event !== undefined; event = queue.take()) {
    typeof callback === "function" ? callback(event) : callback.pushEvent(event);
  }
}

/** Ends a subscription. Throws API_EventNotFound for an id that is none. */
export function unsubscribeEvent(source: EventSource, id: number): void {
  const consumer = EventConsumer.of(source.connection.context);
  consumer.unsubscribe(consumer.find(id, "unsubscribe event"));
}

function subscribe(
  source: EventSource,
  name: string,
  type: EventType,
  sink: EventSink,
  options: EventOptions,
  limited?: CallOptions,
  until?: AbortSignal,
) {
  if (!isEventType(type)) {
    throw wrongArgument(`an event is one of ${EVENT_TYPES.join(", ")}, not ${describeArgument(type)}`);
  }
  const callOptions = limited ?? withDeadline(options);
  const { subMode, stateless = false } = options;
  const mode = subMode ?? (stateless ? "Stateless" : "SyncRead");
  if (!isEventSubMode(mode)) {
    throw wrongArgument(`subMode is a name out of EventSubMode, not ${describeArgument(mode)}`);
  }
  const request = {
    source,
    name: type === "intr_change" ? "" : oneName(name).toLowerCase(),
    type,
    mode,
    sink,
    until,
  };
  return EventConsumer.of(source.connection.context).subscribe(request, callOptions);
}

function sinkOf(target: EventRecipient<never>): EventSink {
  if (isEventCallback(target)) return new CallbackSink(target as EventCallback<TangoEvent>);
  if (typeof target === "number") return new EventQueue({ queueSize: target });
  if (typeof target === "object" && target !== null) return new EventQueue(target);
  const given = describeArgument(target as unknown);
  throw wrongArgument(
    `events go to a function, to an object with pushEvent, or into a queue: not to ${given}`,
  );
}
