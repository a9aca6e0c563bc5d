import type { DevError } from "../../error/dev-error.ts";
import type { AnyAttributeValue } from "../../value/cmd-arg-type.ts";
import type { DeviceAttribute } from "../../value/device-attribute.ts";
import type { ValueEventType } from "../message/event-type.ts";
import { type EventAddress, type EventHead, eventHead } from "./event-head.ts";

/**
 * An event that carries the value of an attribute: change, alarm, archive, periodic or user event. All subscribers of one event are given the
 * same `attrValue`: copy an array of it (`slice`) before you change it.
 */
export interface AttributeEvent<V = AnyAttributeValue, D = unknown> extends EventHead<ValueEventType, D> {
  /** `tango://host:port/d/f/m/attribute[#dbase=no]`, in lower case. */
  readonly attrName: string;
  /** The value; null where the event tells of errors instead, and in the first event of a subscription in mode Async. */
  readonly attrValue: DeviceAttribute<V> | null;
}

/** The event for one subscriber. */
export function attributeEvent(
  type: ValueEventType,
  address: EventAddress,
  attrValue: DeviceAttribute | null,
  errors: readonly DevError[],
): AttributeEvent {
  return { ...eventHead(type, address, errors), attrName: address.name, attrValue };
}
