import type { EventType } from "../message/event-type.ts";
import { ATTR_CONF_EVENT_KIND } from "./attr-conf-event-kind.ts";
import { AttributeEventKind } from "./attribute-event-kind.ts";
import { DATA_READY_EVENT_KIND } from "./data-ready-event-kind.ts";
import type { EventKind } from "./event-kind.ts";
import { INTERFACE_CHANGE_EVENT_KIND } from "./interface-change-event-kind.ts";
import { PIPE_EVENT_KIND } from "./pipe-event-kind.ts";

/** How the events of a type are read and decoded. */
export function eventKind(type: EventType): EventKind {
  return KINDS[type];
}

/** Whether a subscription to events of this type begins with what can be read from the device. */
export function hasFirstValue(type: EventType): boolean {
  return type !== "data_ready";
}

const KINDS: Readonly<Record<EventType, EventKind>> = {
  change: new AttributeEventKind("change"),
  periodic: new AttributeEventKind("periodic"),
  archive: new AttributeEventKind("archive"),
  user_event: new AttributeEventKind("user_event"),
  alarm: new AttributeEventKind("alarm"),
  attr_conf: ATTR_CONF_EVENT_KIND,
  data_ready: DATA_READY_EVENT_KIND,
  intr_change: INTERFACE_CHANGE_EVENT_KIND,
  pipe: PIPE_EVENT_KIND,
};
