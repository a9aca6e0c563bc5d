import type { SpareMemory } from "../../../giop/cdr/spare-memory.ts";
import { encodeEventFrames } from "../../event/message/event-message.ts";
import type { ValueEventType } from "../../event/message/event-type.ts";
import { AttributeValue_3, AttributeValue_4, AttributeValue_5 } from "../../idl/attribute-value.ts";
import type { Attribute } from "../attribute/attribute.ts";
import type { AttributeSnapshot } from "../attribute/attribute-snapshot.ts";
import { attributeValue3, attributeValue4, attributeValue5 } from "../attribute/attribute-value-versions.ts";
import type { ServedDevice } from "../served-device.ts";
import type { PushedEventType } from "./attribute-events.ts";
import type { PushOptions } from "./event-socket.ts";
import { errorFrames } from "./failure-events.ts";
import type { PayloadVersion } from "./payload-version.ts";
import type { PublishedEvent } from "./published-event.ts";
import { HANDED_ON } from "./server-events.ts";

/** The event of a type to which clients have subscribed; undefined where none has, or none confirmed it for ten minutes. */
export function subscribedEvent(
  { events, server }: ServedDevice,
  type: ValueEventType,
  key: string,
): PublishedEvent | undefined {
  const event = events.find(type, key);
  return event?.isSubscribed(server.events.now()) ? event : undefined;
}

/**
 * Sends what a device pushed itself, where somebody has subscribed to it: `snapshot` is asked for only then. Change, alarm and archive
 * events are compared with those before, where the device wants that. With a change event an alarm event is pushed, unless the device says that
 * it pushes these itself, or its server that they are not.
 */
export function pushValueEvent(
  served: ServedDevice,
  attribute: Attribute,
  type: Exclude<ValueEventType, "periodic">,
  snapshot: () => AttributeSnapshot,
  options?: PushOptions,
): Promise<void> {
  const { events: serverEvents } = served.server;
  const wanted = subscribedEvent(served, type, attribute.key);
  const alarm =
    type === "change" && serverEvents.autoAlarm && !attribute.events.alarm.isPushed
      ? subscribedEvent(served, "alarm", attribute.key)
      : undefined;
  if (wanted === undefined && alarm === undefined) return HANDED_ON;
  const taken = snapshot();
  const send = (event: PublishedEvent | undefined, of: typeof type) =>
    event !== undefined && isToSend(served, attribute, of, taken)
      ? publishValue(served, event, taken, options)
      : HANDED_ON;
  const alarmSent = send(alarm, "alarm");
  const sent = send(wanted, type);
  return alarmSent === HANDED_ON ? sent : Promise.all([alarmSent, sent]).then(() => undefined);
}

/**
 * Sends the events that a reading of the polling is worth, in the order of cppTango; `when` is the moment before it was read, by the polling's
 * clock.
 */
export function sendDetectedEvents(
  served: ServedDevice,
  attribute: Attribute,
  snapshot: AttributeSnapshot,
  when: number,
): void {
  for (const type of DETECTED) {
    const event = subscribedEvent(served, type, attribute.key);
    if (event === undefined || !attribute.events.detect(type, snapshot, attribute.settings, when)) continue;
    void publishValue(served, event, snapshot).catch(() => {});
  }
}

/** Sends a reading as an event, whatever was sent before. */
export function publishValue(
  { server }: ServedDevice,
  event: PublishedEvent,
  snapshot: AttributeSnapshot,
  options?: PushOptions,
): Promise<void> {
  return server.events.publish(event, (...how) => framesOf(snapshot, ...how), options);
}

function isToSend(
  served: ServedDevice,
  attribute: Attribute,
  type: Exclude<ValueEventType, "periodic">,
  snapshot: AttributeSnapshot,
): boolean {
  if (type === "user_event") return true;
  const { events, settings } = attribute;
  const pushed = events[type];
  if (pushed.isChecked) return events.detect(type, snapshot, settings, served.polling.now());
  // What is polled, too, is compared with what was pushed.
  if (served.polling.attribute(attribute.name) === undefined) pushed.last.noteOutcome(snapshot);
  else pushed.last.note(snapshot);
  return true;
}

function framesOf(
  snapshot: AttributeSnapshot,
  counter: number,
  version: PayloadVersion,
  memory: SpareMemory,
): readonly Uint8Array[] {
  if (snapshot.errors.length > 0) return errorFrames(counter, snapshot.errors);
  switch (version) {
    case 3:
      return encodeEventFrames(counter, AttributeValue_3, attributeValue3(snapshot), { memory });
    case 4:
      return encodeEventFrames(counter, AttributeValue_4, attributeValue4(snapshot), { memory });
    case 5:
      return encodeEventFrames(counter, AttributeValue_5, attributeValue5(snapshot), { memory });
  }
}

const DETECTED: readonly (PushedEventType | "periodic")[] = ["change", "alarm", "periodic", "archive"];
