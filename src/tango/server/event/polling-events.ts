import type { DevError } from "../../error/dev-error.ts";
import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { TimeVal } from "../../value/time-val.ts";
import type { Attribute } from "../attribute/attribute.ts";
import type { AttributeSnapshot } from "../attribute/attribute-snapshot.ts";
import { failedSnapshot } from "../attribute/take-snapshot.ts";
import type { PolledObject } from "../polling/polled-object.ts";
import type { PollListener } from "../polling/polling-schedule.ts";
import type { ServedDevice } from "../served-device.ts";
import { publishValue, pushValueEvent, sendDetectedEvents, subscribedEvent } from "./value-events.ts";

/** Makes events of what polling reads of a device. What the device fills in itself is no event, as with cppTango. */
export function pollingEvents(served: ServedDevice): Required<PollListener> {
  const attributeOf = ({ kind, name }: PolledObject) =>
    kind === "attribute" ? served.attributes.find(name) : undefined;
  return {
    recorded(object, { record, when, neededMs }) {
      const attribute = attributeOf(object);
      if (attribute === undefined || neededMs === null) return;
      sendDetectedEvents(served, attribute, record as AttributeSnapshot, when);
    },
    discarded(object, error) {
      const attribute = attributeOf(object);
      if (attribute === undefined) return;
      sendDetectedEvents(served, attribute, failure(attribute, error), served.polling.now());
    },
    stopped(object) {
      const attribute = attributeOf(object);
      if (attribute !== undefined) sendPollingStopped(served, attribute);
    },
  };
}

/** Tells who has subscribed to events that come of polling that there are none any more. */
function sendPollingStopped(served: ServedDevice, attribute: Attribute): void {
  const desc = `No event possible on attribute ${attribute.key}. Polling has just being stopped!`;
  const snapshot = failure(attribute, devError("API_PollObjNotFound", desc, "DServer::rem_obj_polling"));
  const periodic = subscribedEvent(served, "periodic", attribute.key);
  if (periodic !== undefined) void publishValue(served, periodic, snapshot).catch(() => {});
  for (const type of ["archive", "change", "alarm"] as const) {
    if (attribute.events[type].isPushed) continue;
    void pushValueEvent(served, attribute, type, () => snapshot).catch(() => {});
  }
}

function failure({ name, definition }: Attribute, error: DevError): AttributeSnapshot {
  return failedSnapshot(name, definition, new DevFailed([error]), TimeVal.now());
}
