import { NO_ALARMS } from "../attribute/alarm-kind.ts";
import type { Attribute } from "../attribute/attribute.ts";
import { mayBeRead, readValue } from "../attribute/read-attribute.ts";
import { type Awaitable, andThen, mapInTurn, orElse } from "../awaitable.ts";
import type { ServedDevice } from "../served-device.ts";
import { alarmedAttributes } from "./alarmed-attributes.ts";

/**
 * Reads the attributes on which the state depends, so that their qualities are those of now: not those that are polled, and those that
 * the call in progress has read. One that fails is no longer in alarm.
 */
export function readForState(served: ServedDevice): Awaitable<void> {
  const { device, polling, readBeforeState } = served;
  const attributes = alarmedAttributes(served).filter(
    (attribute) => polling.attribute(attribute.name) === undefined && !readBeforeState?.has(attribute),
  );
  if (attributes.length === 0) return;
  // Inside of a call, its hook was called with these names, too.
  const hook =
    readBeforeState === null ? device.readAttrHardware(attributes.map(({ name }) => name)) : undefined;
  return andThen(hook, () =>
    andThen(
      mapInTurn(attributes, (attribute) => judge(served, attribute)),
      () => undefined,
    ),
  );
}

function judge(served: ServedDevice, attribute: Attribute): Awaitable<void> {
  return orElse(
    () =>
      andThen(mayBeRead(served, attribute), (isAllowed) =>
        isAllowed ? andThen(readValue(served, attribute), () => undefined) : undefined,
      ),
    () => {
      attribute.quality = "ATTR_INVALID";
      attribute.alarms = NO_ALARMS;
    },
  );
}
