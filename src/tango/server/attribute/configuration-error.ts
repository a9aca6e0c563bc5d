import { type DevError, devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type { Reason } from "../../error/reason.ts";
import type { AttributeType } from "../../value/cmd-arg-type.ts";

/** Whose configuration it is. */
export interface ConfiguredAttribute {
  /** The name of its device. */
  readonly device: string;
  readonly name: string;
  readonly dtype: AttributeType;
}

/** API_AttrOptProp: the text of a property is no number of the type of its attribute. */
export function unsupportedFormat(of: ConfiguredAttribute, property: string): DevFailed {
  return configurationError(
    of,
    "API_AttrOptProp",
    `The property ${property} is defined in an unsupported format`,
  );
}

/** API_AttrOptProp: attributes of this type do not have that property. */
export function notSettable(of: ConfiguredAttribute, property: string): DevFailed {
  return configurationError(
    of,
    "API_AttrOptProp",
    `The property ${property} is not settable for the attribute data type`,
  );
}

/** API_IncoherentValues: of two limits, the lower one is not below the other. */
export function incoherentLimits(of: ConfiguredAttribute, least: string, greatest: string): DevFailed {
  return configurationError(
    of,
    "API_IncoherentValues",
    `Value of ${least} is greater than or equal to ${greatest}`,
  );
}

/** API_AttrOptProp: a limit would exclude the value that is memorized. */
export function memorizedBeyondLimit(
  of: ConfiguredAttribute,
  value: string,
  side: "below" | "above",
): DevFailed {
  return configurationError(
    of,
    "API_AttrOptProp",
    `This attribute is memorized and the memorized value (${value}) is ${side} the new limit!!`,
  );
}

/** API_AttrNotAllowed: a client asked for something else than what the code of the device says for good. */
export function notChangeable(property: string): DevFailed {
  const desc = `Attribute property ${property} is not changeable at run time`;
  return new DevFailed([devError("API_AttrNotAllowed", desc, ORIGIN)]);
}

/** An error that names device and attribute, and then says `problem`. */
export function configurationError(
  { device, name }: ConfiguredAttribute,
  reason: Reason,
  problem: string,
): DevFailed {
  return new DevFailed([devError(reason, `Device ${device}-> Attribute : ${name}\n${problem}`, ORIGIN)]);
}

/**
 * API_AttrConfig: why an attribute with wrong properties (given by name, with what is wrong) can be neither read nor written, and how to
 * get out of it.
 */
export function wrongConfiguration(
  { device, name }: ConfiguredAttribute,
  wrong: ReadonlyMap<string, DevFailed>,
): DevFailed {
  const properties = [...wrong.keys()].sort();
  const problems = properties.flatMap((property) => wrong.get(property)!.errors.map(lastLine));
  const events = properties.filter((property) => EVENT_PROPERTIES.has(property));
  const others = properties.filter((property) => !EVENT_PROPERTIES.has(property));
  const lines = ["", `Device ${device}-> Attribute : ${name}`, ...problems, ...hints(events, others)];
  return new DevFailed([devError("API_AttrConfig", lines.join("\n"), ORIGIN)]);
}

function hints(events: readonly string[], others: readonly string[]): string[] {
  if (events.length === 0) return [];
  const classHint = "Hint : Check also class level attribute properties";
  if (others.length === 0) {
    const back =
      events.length === 1
        ? "above-mentioned property to its library defaults"
        : "above-listed properties to their library defaults";
    return [
      `Setting a valid value (also 'NaN', 'Not specified' and '' - empty string) for any property for this attribute will automatically bring the ${back}`,
      classHint,
    ];
  }
  const values = others.length === 1 ? "valid value" : "valid values";
  const whose = events.length === 1 ? "to its library defaults" : "to their library defaults";
  return [
    `Setting ${values} (also 'NaN', 'Not specified' and '' - empty string) for ${enumerated(others)} will automatically bring ${enumerated(events)} ${whose}`,
    classHint,
  ];
}

/** `a`, `a and b`, `a, b and c`. */
function enumerated(names: readonly string[]): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function lastLine({ desc }: DevError): string {
  return desc.slice(desc.lastIndexOf("\n") + 1);
}

const EVENT_PROPERTIES: ReadonlySet<string> = new Set([
  "event_period",
  "archive_period",
  "rel_change",
  "abs_change",
  "archive_rel_change",
  "archive_abs_change",
]);

const ORIGIN = "attribute configuration";
