import type { PropertyValues } from "../../database/property-value.ts";
import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type { AttributeDefinition } from "../definition/attribute-definition.ts";
import { isPairedLimit, LIMIT_PAIRS, limitNumber } from "./attribute-limits.ts";
import {
  type AttributeSettings,
  NOT_SPECIFIED,
  PROPERTY_NAMES,
  SETTING_NAMES,
  type SettingName,
  type SettingTexts,
} from "./attribute-settings.ts";
import {
  type ConfiguredAttribute,
  configurationError,
  incoherentLimits,
  unsupportedFormat,
} from "./configuration-error.ts";
import { checkEnumLabels } from "./enum-labels.ts";
import { defaultOf, isChange, type SettingDefaults, settingsOf, settingText } from "./setting-text.ts";

/** The settings with which an attribute begins. */
export interface InitialSettings {
  readonly settings: AttributeSettings;
  /** The settings that do not count, since they are wrong. */
  readonly wrong: ReadonlySet<SettingName>;
  /** What is wrong, by the name of the property. */
  readonly errors: ReadonlyMap<string, DevFailed>;
}

/** The settings among properties of the database; several lines are one text with commas between them. */
export function settingTexts(properties: PropertyValues): SettingTexts {
  const texts: SettingTexts = {};
  for (const [property, lines] of Object.entries(properties)) {
    const name = SETTING_OF_PROPERTY.get(property.toLowerCase());
    if (name !== undefined && lines.length > 0) texts[name] = lines.join(",");
  }
  return texts;
}

/**
 * The settings that the device in the database says, else its class, else the code, else the library. What is wrong is no failure yet:
 * it is among the errors, and the attribute does without it.
 */
export function initialSettings(
  of: ConfiguredAttribute,
  inDevice: SettingTexts,
  defaults: SettingDefaults,
): InitialSettings {
  const texts = { ...defaults.inLibrary };
  const wrong = new Set<SettingName>();
  const errors = new Map<string, DevFailed>();
  const fail = (error: unknown, property: string, ...names: SettingName[]) => {
    errors.set(property, error as DevFailed);
    for (const name of names) wrong.add(name);
  };
  for (const name of SETTING_NAMES) {
    const text = inDevice[name] ?? defaultOf(name, defaults);
    try {
      texts[name] = initialText(of, name, text, defaults);
    } catch (error) {
      fail(error, PROPERTY_NAMES[name], name);
      // As cppTango tells it: clients see wrong limits and labels, but not wrong criteria and times.
      if (isPairedLimit(name) || name === "deltaVal" || name === "enumLabels") texts[name] = text;
    }
  }
  for (const [least, greatest] of LIMIT_PAIRS) {
    if (wrong.has(least) || wrong.has(greatest)) continue;
    const [min, max] = [limitNumber(of.dtype, texts[least]), limitNumber(of.dtype, texts[greatest])];
    if (min === undefined || max === undefined || min < max) continue;
    fail(
      incoherentLimits(of, PROPERTY_NAMES[least], PROPERTY_NAMES[greatest]),
      PROPERTY_NAMES[greatest],
      greatest,
    );
  }
  const [hasTime, hasValue] = (["deltaT", "deltaVal"] as const).map(
    (name) => texts[name] !== NOT_SPECIFIED && !wrong.has(name),
  );
  if (hasTime !== hasValue) fail(halfADifference(of), "rds_alarm");
  return { settings: settingsOf(texts), wrong, errors };
}

/** Of the attribute, what its errors name. */
export function configured(device: string, { name, dtype }: AttributeDefinition): ConfiguredAttribute {
  return { device, name, dtype };
}

/** Stricter than what clients may say, as in cppTango: a text stands for no default, and times and short integers have no point. */
function initialText(
  of: ConfiguredAttribute,
  name: SettingName,
  text: string,
  defaults: SettingDefaults,
): string {
  if (TEXTS.has(name)) return text;
  if (name === "enumLabels") return labelsText(of, text);
  // Most settings of most attributes: a server that starts would spend much of its time on reading these.
  if (text === defaults.inLibrary[name]) return text;
  if (isChange(name) || text === NOT_SPECIFIED) return settingText(of, name, text, defaults);
  if (text === "" || (isShort(of, name) && !INTEGER.test(text))) {
    throw name === "deltaT" ? notConvertible(name) : unsupportedFormat(of, PROPERTY_NAMES[name]);
  }
  const setting = settingText(of, name, text, defaults);
  const isPeriod = name === "period" || name === "archivePeriod";
  return isPeriod && !(Number(setting) > 0) ? defaults.inLibrary[name] : setting;
}

function labelsText(of: ConfiguredAttribute, text: string): string {
  if (of.dtype !== "DevEnum") return text;
  if (text === "") throw noLabels(of);
  checkEnumLabels(of, text.split(","));
  return text;
}

function isShort({ dtype }: ConfiguredAttribute, name: SettingName): boolean {
  if (name === "deltaT" || name === "period" || name === "archivePeriod") return true;
  return dtype === "DevShort" || dtype === "DevUShort" || dtype === "DevUChar" || dtype === "DevEncoded";
}

function notConvertible(name: SettingName): DevFailed {
  const desc = `Can't convert property value for property ${PROPERTY_NAMES[name]}`;
  return new DevFailed([devError("API_AttrOptProp", desc, "initialSettings")]);
}

function halfADifference({ device, name }: ConfiguredAttribute): DevFailed {
  const desc = `RDS alarm properties (delta_t and delta_val) are not correctly defined for attribute ${name} in device ${device}`;
  return new DevFailed([devError("API_AttrOptProp", desc, "initialSettings")]);
}

function noLabels(of: ConfiguredAttribute): DevFailed {
  return configurationError(
    of,
    "API_AttrOptProp",
    `The attribute ${of.name} has the DEV_ENUM data type but there is no enumeration label(s) defined`,
  );
}

const SETTING_OF_PROPERTY: ReadonlyMap<string, SettingName> = new Map(
  SETTING_NAMES.map((name) => [PROPERTY_NAMES[name], name]),
);

/** What is told as it is. */
const TEXTS: ReadonlySet<SettingName> = new Set([
  "label",
  "description",
  "unit",
  "standardUnit",
  "displayUnit",
  "format",
]);

const INTEGER = /^\s*[+-]?\d+$/;
