import type { AttributeDefinition, NumberText } from "../definition/attribute-definition.ts";

/**
 * The configuration of an attribute as clients see and change it: texts, "Not specified" for what is not set. The names are those of
 * AttributeInfoEx.
 */
export interface AttributeSettings {
  readonly label: string;
  readonly description: string;
  readonly unit: string;
  readonly standardUnit: string;
  readonly displayUnit: string;
  readonly format: string;
  readonly minValue: string;
  readonly maxValue: string;
  readonly minAlarm: string;
  readonly maxAlarm: string;
  readonly minWarning: string;
  readonly maxWarning: string;
  readonly deltaT: string;
  readonly deltaVal: string;
  readonly enumLabels: readonly string[];
  readonly relChange: string;
  readonly absChange: string;
  readonly period: string;
  readonly archiveRelChange: string;
  readonly archiveAbsChange: string;
  readonly archivePeriod: string;
}

/** The name of one setting. */
export type SettingName = keyof AttributeSettings;

/** Settings as single texts, those of enumLabels with commas between them; what is not there is not set. */
export type SettingTexts = Partial<Record<SettingName, string>>;

/** What Tango says where nothing is set. */
export const NOT_SPECIFIED = "Not specified";

/** Which settings there are, and the names of their properties in the database. */
export const PROPERTY_NAMES: Readonly<Record<SettingName, string>> = {
  label: "label",
  description: "description",
  unit: "unit",
  standardUnit: "standard_unit",
  displayUnit: "display_unit",
  format: "format",
  minValue: "min_value",
  maxValue: "max_value",
  minAlarm: "min_alarm",
  maxAlarm: "max_alarm",
  minWarning: "min_warning",
  maxWarning: "max_warning",
  deltaVal: "delta_val",
  deltaT: "delta_t",
  relChange: "rel_change",
  absChange: "abs_change",
  archiveRelChange: "archive_rel_change",
  archiveAbsChange: "archive_abs_change",
  period: "event_period",
  archivePeriod: "archive_period",
  enumLabels: "enum_labels",
};

/** All settings, in the order in which cppTango checks them. */
export const SETTING_NAMES = Object.keys(PROPERTY_NAMES) as readonly SettingName[];

/** What the library says of an attribute of which nobody else says anything. */
export function librarySettings({ name, dtype }: AttributeDefinition): Record<SettingName, string> {
  return {
    label: name,
    description: "No description",
    unit: "",
    standardUnit: "No standard unit",
    displayUnit: "No display unit",
    format: defaultFormat(dtype),
    minValue: NOT_SPECIFIED,
    maxValue: NOT_SPECIFIED,
    minAlarm: NOT_SPECIFIED,
    maxAlarm: NOT_SPECIFIED,
    minWarning: NOT_SPECIFIED,
    maxWarning: NOT_SPECIFIED,
    deltaT: NOT_SPECIFIED,
    deltaVal: NOT_SPECIFIED,
    enumLabels: "",
    relChange: NOT_SPECIFIED,
    absChange: NOT_SPECIFIED,
    period: "1000",
    archiveRelChange: NOT_SPECIFIED,
    archiveAbsChange: NOT_SPECIFIED,
    archivePeriod: NOT_SPECIFIED,
  };
}

/** What the code of the device says. Empty texts, "Not specified" and "NaN" say nothing (cppTango, Attr::set_default_properties). */
export function codeSettings({ properties }: AttributeDefinition): SettingTexts {
  const texts: SettingTexts = {};
  for (const name of SETTING_NAMES) {
    const text = textOf(properties[name] ?? (name === "description" ? properties.doc : undefined));
    if (text !== "" && !isSpecial(text)) texts[name] = text;
  }
  return texts;
}

/** Whether a text stands for a default: "Not specified" or "NaN", whatever their case. */
function isSpecial(text: string): boolean {
  return isNotSpecified(text) || isNotANumber(text);
}

/** Whether a text says that the library's default is wanted. */
export function isNotSpecified(text: string): boolean {
  return text.toLowerCase() === "not specified";
}

/** Whether a text says that the default of the class is wanted. */
export function isNotANumber(text: string): boolean {
  return text.toLowerCase() === "nan";
}

function textOf(value: NumberText | readonly NumberText[] | undefined): string {
  if (value === undefined) return "";
  return Array.isArray(value) ? value.map(String).join(",") : String(value);
}

function defaultFormat(dtype: AttributeDefinition["dtype"]): string {
  switch (dtype) {
    case "DevFloat":
    case "DevDouble":
      return "%6.2f";
    case "DevString":
    case "DevEnum":
      return "%s";
    case "DevBoolean":
    case "DevState":
    case "DevEncoded":
      return NOT_SPECIFIED;
    default:
      return "%d";
  }
}
