import type { EventType } from "./event-type.ts";

/** What the topic of an event says: the first frame of its messages, and what clients subscribe to. */
export interface EventTopic {
  /** The device or attribute as servers name it: `tango://host:port/d/f/m[/attribute][#dbase=no]`, in lower case. */
  readonly source: string;
  /** The generation of the payload that the event's name begins with (`idl5_change`); null where it has no such beginning. */
  readonly idl: number | null;
  /** The name of the event without that: an EventType, `heartbeat`, or something that this release does not know. */
  readonly event: string;
}

/** The topic as text. */
export function formatEventTopic({ source, idl, event }: EventTopic): string {
  return `${source}.${idl === null ? "" : `idl${idl}_`}${event}`;
}

/** Takes a topic apart; undefined for a text that is none. */
export function parseEventTopic(text: string): EventTopic | undefined {
  // Names of hosts have dots too, those of events none.
  const dot = text.lastIndexOf(".");
  if (dot < 0) return undefined;
  return { source: text.slice(0, dot), ...parseEventName(text.slice(dot + 1)) };
}

/** The name of an event as clients send and topics have it: `change`, `idl5_change`. */
export function parseEventName(text: string): { readonly idl: number | null; readonly event: string } {
  const versioned = /^idl(\d)_/.exec(text);
  if (versioned === null) return { idl: null, event: text };
  return { idl: Number(versioned[1]), event: text.slice(versioned[0].length) };
}

/** The topic of a server's heartbeat, by its channel: `tango://host:port/dserver/executable/instance[#dbase=no]`. */
export function heartbeatTopic(channel: string): string {
  return `${channel}.heartbeat`;
}

/** Whether topics of this kind tell the generation of their payload to clients of IDL 5 and later. */
export function hasVersionedTopic(type: EventType): boolean {
  return VERSIONED.has(type);
}

const VERSIONED: ReadonlySet<EventType> = new Set([
  "change",
  "periodic",
  "archive",
  "user_event",
  "attr_conf",
]);
