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

/** What Tango says where nothing is set. */
export const NOT_SPECIFIED = "Not specified";

/** What the code of the device says, and the library's own defaults for the rest. */
export function defaultSettings({ name, dtype, properties }: AttributeDefinition): AttributeSettings {
  return {
    label: properties.label ?? name,
    description: properties.description ?? properties.doc ?? "No description",
    unit: properties.unit ?? "",
    standardUnit: textOf(properties.standardUnit, "No standard unit"),
    displayUnit: textOf(properties.displayUnit, "No display unit"),
    format: properties.format ?? defaultFormat(dtype),
    minValue: textOf(properties.minValue),
    maxValue: textOf(properties.maxValue),
    minAlarm: textOf(properties.minAlarm),
    maxAlarm: textOf(properties.maxAlarm),
    minWarning: textOf(properties.minWarning),
    maxWarning: textOf(properties.maxWarning),
    deltaT: textOf(properties.deltaT),
    deltaVal: textOf(properties.deltaVal),
    enumLabels: properties.enumLabels ?? [],
    relChange: changeText(properties.relChange),
    absChange: changeText(properties.absChange),
    period: textOf(properties.period, "1000"),
    archiveRelChange: changeText(properties.archiveRelChange),
    archiveAbsChange: changeText(properties.archiveAbsChange),
    archivePeriod: textOf(properties.archivePeriod),
  };
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

function textOf(value: NumberText | undefined, otherwise = NOT_SPECIFIED): string {
  return value === undefined ? otherwise : String(value);
}

function changeText(value: NumberText | readonly [NumberText, NumberText] | undefined): string {
  if (value === undefined) return NOT_SPECIFIED;
  return Array.isArray(value) ? value.map(String).join(",") : String(value);
}
