import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type { Reason } from "../../error/reason.ts";
import type { EventType } from "../../event/message/event-type.ts";
import type { AttributeType } from "../../value/cmd-arg-type.ts";
import type { Attribute } from "../attribute/attribute.ts";
import type { ServedDevice } from "../served-device.ts";
import { hasCriterion } from "./event-criteria.ts";

/**
 * Throws where a client cannot subscribe to an event of an attribute, which it calls `asked`, since the device never sends one: in the words
 * of cppTango (DServer::event_subscription).
 */
export function checkSubscription(
  served: ServedDevice,
  attribute: Attribute,
  asked: string,
  type: EventType,
  idl: number,
): void {
  if (attribute.root !== null) return checkForwarded(asked, idl);
  if (type === "user_event" || type === "attr_conf") return;
  if (type === "data_ready") {
    if (attribute.events.isDataReadyPushed) return;
    const desc = `The attribute ${asked} is not data ready event enabled`;
    throw refused("API_AttributeNotDataReadyEnabled", desc);
  }
  if (served.polling.attribute(attribute.name) === undefined && !isPushed(served, attribute, type)) {
    const desc = `The polling (necessary to send events) for the attribute ${asked} is not started`;
    throw refused("API_AttributePollingNotStarted", desc);
  }
  checkCriteria(attribute, asked, type);
}

/** Whether the device sends such events itself. */
function isPushed({ server }: ServedDevice, { events }: Attribute, type: EventType): boolean {
  switch (type) {
    case "change":
    case "archive":
      return events[type].isPushed;
    case "alarm":
      return events.alarm.isPushed || (server.events.autoAlarm && events.change.isPushed);
    default:
      return false;
  }
}

function checkCriteria({ events, settings, definition }: Attribute, asked: string, type: EventType): void {
  if (WITHOUT_CRITERIA.has(definition.dtype)) return;
  const criteria = events.criteria(settings);
  if (type === "change" && events.change.isChecked && !hasCriterion(criteria.change)) {
    const desc = `Event properties (abs_change or rel_change) for attribute ${asked} are not set`;
    throw refused("API_EventPropertiesNotSet", desc);
  }
  if (type !== "archive" || !events.archive.isChecked) return;
  if (hasCriterion(criteria.archive) || criteria.archivePeriodMs !== null) return;
  const properties = "archive_abs_change or archive_rel_change or archive_period";
  const desc = `Archive event properties (${properties}) for attribute ${asked} are not set`;
  throw refused("API_EventPropertiesNotSet", desc);
}

/** The root says itself whether it sends them: see RootEvents. */
function checkForwarded(asked: string, idl: number): void {
  if (idl >= 5) return;
  const desc =
    `The attribute ${asked} is a forwarded attribute.` +
    "\nIt is not supported to subscribe events from forwarded attribute using Tango < 9. Please update!!";
  throw refused("API_NotSupportedFeature", desc);
}

function refused(reason: Reason, desc: string): DevFailed {
  return new DevFailed([devError(reason, desc, "DServer::event_subscription")]);
}

/** Of these every other value is a change. */
const WITHOUT_CRITERIA: ReadonlySet<AttributeType> = new Set([
  "DevString",
  "DevBoolean",
  "DevEncoded",
  "DevState",
  "DevEnum",
]);
