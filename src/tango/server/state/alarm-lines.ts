import type { AlarmKind } from "../attribute/alarm-kind.ts";
import type { Attribute } from "../attribute/attribute.ts";
import type { ServedDevice } from "../served-device.ts";
import { alarmedAttributes } from "./alarmed-attributes.ts";

/** What a status says of the attributes that are in alarm: a line for each, in the words of cppTango. */
export function alarmLines(served: ServedDevice): string {
  const alarmed = alarmedAttributes(served);
  let lines = "";
  for (const attribute of alarmed) lines += linesOf(attribute);
  for (const attribute of served.attributes) {
    if (!alarmed.includes(attribute)) lines += qualityLine(attribute);
  }
  return lines;
}

/** Too low hides too high, as in cppTango. */
function linesOf({ alarms, settings: { label } }: Attribute): string {
  const has = (kind: AlarmKind) => alarms.includes(kind);
  let lines = "";
  if (has("min alarm")) lines += `\nAlarm : Value too low for ${label}`;
  else if (has("max alarm")) lines += `\nAlarm : Value too high for ${label}`;
  if (has("rds")) lines += `\nAlarm : Read too Different than Set (RDS) for ${label}`;
  if (has("min warning")) lines += `\nWarning : Value too low for ${label}`;
  else if (has("max warning")) lines += `\nWarning : Value too high for ${label}`;
  return lines;
}

/** Of an attribute without limits, whose device says itself that it is in alarm. */
function qualityLine({ quality, settings: { label } }: Attribute): string {
  if (quality === "ATTR_ALARM") return `\nAlarm : Quality factor set to ALARM for attribute ${label}`;
  if (quality === "ATTR_WARNING") return `\nWarning : Quality factor set to WARNING for attribute ${label}`;
  return "";
}
