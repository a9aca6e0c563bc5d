import type { AttributeType } from "../../value/cmd-arg-type.ts";
import { hasLimits, isPairedLimit, limitNumber, limitText } from "./attribute-limits.ts";
import {
  type AttributeSettings,
  isNotANumber,
  isNotSpecified,
  NOT_SPECIFIED,
  PROPERTY_NAMES,
  type SettingName,
  type SettingTexts,
} from "./attribute-settings.ts";
import { type ChangeCriterion, formatCriterion, hasNumber, parseCriterion } from "./change-criterion.ts";
import { type ConfiguredAttribute, notSettable, unsupportedFormat } from "./configuration-error.ts";
import { parseStreamNumber } from "./stream-number.ts";

/** What a setting is where nobody sets it: each source before that below. */
export interface SettingDefaults {
  /** Properties of the class in the database. */
  readonly inClass: SettingTexts;
  readonly inCode: SettingTexts;
  readonly inLibrary: Readonly<Record<SettingName, string>>;
}

/** The default that counts: that of the class, else of the code, else of the library. */
export function defaultOf(name: SettingName, { inClass, inCode, inLibrary }: SettingDefaults): string {
  return inClass[name] ?? inCode[name] ?? inLibrary[name];
}

/**
 * What somebody who asks for a text gets: for "Not specified" the default of the library, for an empty text that of the code, for "NaN"
 * that of the class; and these, where there is none, from the source below. Anything else stands for itself.
 */
export function resolved(
  name: SettingName,
  text: string,
  { inClass, inCode, inLibrary }: SettingDefaults,
): string {
  if (isNotSpecified(text)) return inLibrary[name];
  if (text === "") return inCode[name] ?? inLibrary[name];
  if (isNotANumber(text)) return inClass[name] ?? inCode[name] ?? inLibrary[name];
  return text;
}

/**
 * The setting that a text makes, in the one way in which it is told and kept. Throws API_AttrOptProp for a text that is no such setting
 * of this attribute. Labels of enumerations have rules of their own.
 */
export function settingText(
  of: ConfiguredAttribute,
  name: SettingName,
  text: string,
  defaults: SettingDefaults,
): string {
  if (isChange(name)) return changeText(of, name, text, defaults);
  const value = resolved(name, text, defaults);
  if (name === "deltaVal" || isPairedLimit(name)) return limitSetting(of, name, value, defaults);
  if (name === "deltaT") return deltaTime(of, value);
  if (name === "period" || name === "archivePeriod") return periodText(of, name, value, defaults);
  return value;
}

/** Whether a setting is a criterion for events. */
export function isChange(name: SettingName): boolean {
  return CHANGES.has(name);
}

/** Whether an attribute of this type can have criteria for events and differences from the set value. */
export function hasDifferences(dtype: AttributeType): boolean {
  return dtype !== "DevString" && dtype !== "DevBoolean" && dtype !== "DevState";
}

/** The criterion that a text sets; undefined for no text, or a wrong one. */
export function criterionOf(text: string | undefined): ChangeCriterion | undefined {
  return text === undefined ? undefined : parseCriterion(text);
}

/** Settings of texts. */
export function settingsOf(texts: Readonly<Record<SettingName, string>>): AttributeSettings {
  return { ...texts, enumLabels: texts.enumLabels === "" ? [] : texts.enumLabels.split(",") };
}

/** The texts of settings. */
export function textsOf(settings: AttributeSettings): Record<SettingName, string> {
  return { ...settings, enumLabels: settings.enumLabels.join(",") };
}

function changeText(
  of: ConfiguredAttribute,
  name: SettingName,
  text: string,
  { inClass, inCode }: SettingDefaults,
): string {
  const criterion = parseCriterion(text, {
    inClass: criterionOf(inClass[name]),
    inCode: criterionOf(inCode[name]),
  });
  if (criterion === undefined) throw unsupportedFormat(of, PROPERTY_NAMES[name]);
  if (!hasDifferences(of.dtype) && hasNumber(text)) throw notSettable(of, PROPERTY_NAMES[name]);
  return formatCriterion(criterion);
}

function limitSetting(
  of: ConfiguredAttribute,
  name: SettingName,
  value: string,
  defaults: SettingDefaults,
): string {
  if (value === NOT_SPECIFIED) return value;
  if (!hasLimits(of.dtype)) throw notSettable(of, PROPERTY_NAMES[name]);
  const text = limitText(of.dtype, value);
  if (text === undefined) throw unsupportedFormat(of, PROPERTY_NAMES[name]);
  // What is the default in other words is the default: nothing is to be kept for it.
  const base = defaultOf(name, defaults);
  return limitNumber(of.dtype, base) === limitNumber(of.dtype, text) ? base : text;
}

function deltaTime(of: ConfiguredAttribute, value: string): string {
  if (isNotSpecified(value)) return NOT_SPECIFIED;
  const milliseconds = wholeMilliseconds(value);
  if (milliseconds !== 0 && !hasDifferences(of.dtype)) throw notSettable(of, PROPERTY_NAMES.deltaT);
  if (milliseconds === undefined) throw unsupportedFormat(of, PROPERTY_NAMES.deltaT);
  return milliseconds === 0 ? NOT_SPECIFIED : String(milliseconds);
}

function periodText(
  of: ConfiguredAttribute,
  name: SettingName,
  value: string,
  { inLibrary }: SettingDefaults,
): string {
  if (isNotSpecified(value)) return NOT_SPECIFIED;
  const milliseconds = wholeMilliseconds(value);
  if (milliseconds === undefined) throw unsupportedFormat(of, PROPERTY_NAMES[name]);
  return milliseconds === NO_PERIOD ? inLibrary[name] : String(milliseconds);
}

/** What is behind the point is left away; undefined for no number, and for one that would not be read from the database again. */
function wholeMilliseconds(text: string): number | undefined {
  const milliseconds = Math.trunc(parseStreamNumber(text) ?? Number.NaN);
  return Number.isSafeInteger(milliseconds) ? milliseconds : undefined;
}

/** INT_MAX, by which cppTango says that there is no period, in the database too. */
export const NO_PERIOD = 0x7fff_ffff;

const CHANGES: ReadonlySet<SettingName> = new Set([
  "relChange",
  "absChange",
  "archiveRelChange",
  "archiveAbsChange",
]);
