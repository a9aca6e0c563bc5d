import { type EventType, isValueEvent } from "../../event/message/event-type.ts";

/** The generations of what an event carries: AttributeValue_3, _4 and _5, AttributeConfig_3 and _5; 5 for all that exist once. */
export type PayloadVersion = 3 | 4 | 5;

/** What a client of some generation of the IDL gets with events of this type. */
export function payloadVersion(type: EventType, idl: number): PayloadVersion {
  if (type === "attr_conf") return idl >= 5 ? 5 : 3;
  if (type === "alarm" || !isValueEvent(type) || idl >= 5) return 5;
  return idl === 4 ? 4 : 3;
}
