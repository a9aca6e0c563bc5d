/** The kinds of events, by the names that they have on the wire and in PyTango's `EventData.event`. */
export const EVENT_TYPES = [
  "change",
  "periodic",
  "archive",
  "user_event",
  "attr_conf",
  "data_ready",
  "intr_change",
  "pipe",
  "alarm",
] as const;

/** A kind of event. */
export type EventType = (typeof EVENT_TYPES)[number];

/** The kinds of events that carry the value of an attribute. */
export type ValueEventType = "change" | "periodic" | "archive" | "user_event" | "alarm";

/** The kinds of events under the names that PyTango's constants have. */
export const EventType = {
  CHANGE_EVENT: "change",
  PERIODIC_EVENT: "periodic",
  ARCHIVE_EVENT: "archive",
  USER_EVENT: "user_event",
  ATTR_CONF_EVENT: "attr_conf",
  DATA_READY_EVENT: "data_ready",
  INTERFACE_CHANGE_EVENT: "intr_change",
  PIPE_EVENT: "pipe",
  ALARM_EVENT: "alarm",
} as const satisfies Record<string, EventType>;

/** Whether events of this kind carry the value of an attribute. */
export function isValueEvent(type: EventType): type is ValueEventType {
  return VALUE_EVENTS.has(type);
}

/** Whether this is the name of a kind of event. */
export function isEventType(text: string): text is EventType {
  return (EVENT_TYPES as readonly string[]).includes(text);
}

const VALUE_EVENTS: ReadonlySet<EventType> = new Set([
  "change",
  "periodic",
  "archive",
  "user_event",
  "alarm",
]);
