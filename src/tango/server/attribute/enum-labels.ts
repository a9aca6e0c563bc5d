import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { isNotANumber, isNotSpecified } from "./attribute-settings.ts";
import { type ConfiguredAttribute, configurationError } from "./configuration-error.ts";
import type { SettingDefaults } from "./setting-text.ts";

/** Throws API_AttrOptProp where two labels of an enumeration are the same. */
export function checkEnumLabels({ name }: ConfiguredAttribute, labels: readonly string[]): void {
  const sorted = [...labels].sort();
  const twice = sorted.find((label, i) => label === sorted[i + 1]);
  if (twice === undefined) return;
  const desc = `Enumeration for attribute ${name} has two similar labels (${twice}, ${twice})`;
  throw new DevFailed([devError("API_AttrOptProp", desc, "checkEnumLabels")]);
}

/**
 * The labels that somebody who asks for `requested` gets, as one text with commas: one empty label stands for those of the code, "NaN"
 * for those of the class. `present` are those until now: only the device itself may change their number. Throws API_AttrOptProp,
 * API_NotSupportedFeature.
 */
export function requestedLabels(
  of: ConfiguredAttribute,
  requested: readonly string[],
  present: readonly string[],
  { inClass, inCode }: SettingDefaults,
  isFromDevice: boolean,
): string {
  const [first] = requested;
  if (first === undefined) {
    const desc = `Device ${of.device}- Attribute : ${of.name}- No value defined for the property enum_labels`;
    throw new DevFailed([devError("API_AttrOptProp", desc, "requestedLabels")]);
  }
  const isDefault = requested.length === 1 && (first === "" || isNotSpecified(first) || isNotANumber(first));
  if (!isDefault) {
    const labels = requested.join(",").split(",");
    if (!isFromDevice && requested.length !== present.length) throw otherCount(of);
    checkEnumLabels(of, labels);
    return labels.join(",");
  }
  if (isNotSpecified(first)) throw noDefault(of, "label(s)");
  const labels = first === "" ? inCode.enumLabels : (inClass.enumLabels ?? inCode.enumLabels);
  if (labels === undefined) throw noDefault(of, "labels");
  return labels;
}

function noDefault(of: ConfiguredAttribute, labels: string): DevFailed {
  return configurationError(
    of,
    "API_AttrOptProp",
    `No enumeration ${labels} default library value for attribute of the Tango::DEV_ENUM data type`,
  );
}

function otherCount(of: ConfiguredAttribute): DevFailed {
  return configurationError(
    of,
    "API_NotSupportedFeature",
    "It's not supported to change enumeration labels number from outside the Tango device class code",
  );
}
