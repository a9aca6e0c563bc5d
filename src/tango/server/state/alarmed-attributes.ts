import type { Attribute } from "../attribute/attribute.ts";
import type { ServedDevice } from "../served-device.ts";

/** The attributes that can be read and have limits beyond which they are in alarm: the state of the device depends on them. */
export function alarmedAttributes({ attributes }: ServedDevice): Attribute[] {
  const alarmed: Attribute[] = [];
  for (const attribute of attributes) {
    if (attribute.limits.hasAlarm && attribute.definition.access !== "WRITE") alarmed.push(attribute);
  }
  return alarmed;
}
