import { encodeEventFrames } from "../../event/message/event-message.ts";
import { AttributeConfig_3, AttributeConfig_5 } from "../../idl/attribute-config.ts";
import type { Attribute } from "../attribute/attribute.ts";
import { attributeConfigOf3, attributeConfigOf5 } from "../attribute/attribute-config-versions.ts";
import type { ServedDevice } from "../served-device.ts";
import type { PushOptions } from "./event-socket.ts";
import { HANDED_ON } from "./server-events.ts";

/** Tells clients how an attribute is configured now: after each change, and when its device was made anew. */
export function pushConfigurationEvent(
  { events, server }: ServedDevice,
  attribute: Attribute,
  options?: PushOptions,
): Promise<void> {
  const event = events.find("attr_conf", attribute.key);
  if (event === undefined) return HANDED_ON;
  return server.events.publish(
    event,
    (counter, version) =>
      version === 5
        ? encodeEventFrames(counter, AttributeConfig_5, attributeConfigOf5(attribute))
        : encodeEventFrames(counter, AttributeConfig_3, attributeConfigOf3(attribute)),
    options,
  );
}
