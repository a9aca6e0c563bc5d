import { LIMIT_PAIRS, type LimitName, limitNumber } from "./attribute-limits.ts";
import {
  type AttributeSettings,
  NOT_SPECIFIED,
  PROPERTY_NAMES,
  SETTING_NAMES,
  type SettingName,
} from "./attribute-settings.ts";
import { criterionLines, formatCriterion, NO_CRITERION } from "./change-criterion.ts";
import { type ConfiguredAttribute, incoherentLimits, memorizedBeyondLimit } from "./configuration-error.ts";
import { requestedLabels } from "./enum-labels.ts";
import {
  criterionOf,
  defaultOf,
  hasDifferences,
  isChange,
  NO_PERIOD,
  type SettingDefaults,
  settingsOf,
  settingText,
  textsOf,
} from "./setting-text.ts";

/** What a change of settings starts from. */
export interface ChangeContext {
  readonly of: ConfiguredAttribute;
  readonly present: AttributeSettings;
  readonly defaults: SettingDefaults;
  /** Whether it is State or Status: of these only the periods of events can be changed. */
  readonly isCommon: boolean;
  /** Whether the device itself asks, and no client. */
  readonly isFromDevice: boolean;
  /** The memorized value, which limits must not exclude; undefined where there is none. */
  readonly memorized?: number | bigint | undefined;
}

/** What to do with one property in the database. */
export interface PropertyChange {
  readonly property: string;
  /** What it becomes; null deletes it. */
  readonly lines: readonly string[] | null;
}

/**
 * The settings after a request; what it does not name stays. Throws, before anything has changed, API_AttrOptProp for what is no such
 * setting, API_IncoherentValues for limits that exclude each other, API_NotSupportedFeature for another number of labels.
 */
export function changeSettings(
  context: ChangeContext,
  requested: Partial<AttributeSettings>,
): AttributeSettings {
  const { of, present, defaults } = context;
  const texts = textsOf(present);
  for (const name of SETTING_NAMES) {
    const text = requested[name];
    if (text === undefined || isIgnored(context, name)) continue;
    if (typeof text !== "string") {
      texts[name] = requestedLabels(of, text, present.enumLabels, defaults, context.isFromDevice);
      continue;
    }
    texts[name] = settingText(of, name, text, defaults);
    if (name === "minValue" || name === "maxValue") checkMemorized(context, name, texts[name]);
  }
  checkLimits(of, texts);
  return settingsOf(texts);
}

/**
 * What of the database has to change with the settings of an attribute: what is the default is deleted there. `wrong` are settings whose
 * properties were wrong: they change in any case.
 */
export function propertyChanges(
  defaults: SettingDefaults,
  before: AttributeSettings,
  after: AttributeSettings,
  wrong: ReadonlySet<SettingName> = new Set(),
): PropertyChange[] {
  const [old, texts] = [textsOf(before), textsOf(after)];
  const hasChanged = (name: SettingName) => old[name] !== texts[name] || wrong.has(name);
  const changes: PropertyChange[] = [];
  for (const name of SETTING_NAMES) {
    if (DIFFERENCE.includes(name) || !hasChanged(name)) continue;
    const isDefault = texts[name] === defaultText(name, defaults);
    const lines = isDefault ? null : linesOf(name, texts[name], defaults);
    changes.push({ property: PROPERTY_NAMES[name], lines });
  }
  if (DIFFERENCE.some(hasChanged)) changes.push(...differenceChanges(texts, defaults));
  return changes;
}

/** cppTango does not look at the differences of texts, booleans and states, though it refuses their limits. */
function isIgnored({ isCommon, of }: ChangeContext, name: SettingName): boolean {
  if (isCommon) return name !== "period" && name !== "archivePeriod";
  if (name === "enumLabels") return of.dtype !== "DevEnum";
  return (isChange(name) || DIFFERENCES.has(name)) && !hasDifferences(of.dtype);
}

function checkLimits(of: ConfiguredAttribute, texts: Readonly<Record<SettingName, string>>): void {
  for (const [least, greatest] of LIMIT_PAIRS) {
    const [min, max] = [limitNumber(of.dtype, texts[least]), limitNumber(of.dtype, texts[greatest])];
    if (min !== undefined && max !== undefined && min >= max) {
      throw incoherentLimits(of, PROPERTY_NAMES[least], PROPERTY_NAMES[greatest]);
    }
  }
}

function checkMemorized({ of, memorized }: ChangeContext, name: LimitName, text: string): void {
  const limit = limitNumber(of.dtype, text);
  if (memorized === undefined || limit === undefined) return;
  if (name === "minValue" && memorized < limit) throw memorizedBeyondLimit(of, String(memorized), "below");
  if (name === "maxValue" && memorized > limit) throw memorizedBeyondLimit(of, String(memorized), "above");
}

/** The default as a text that `settingText` would make of it. */
function defaultText(name: SettingName, defaults: SettingDefaults): string {
  const text = defaultOf(name, defaults);
  if (!isChange(name)) return text;
  return formatCriterion(criterionOf(text) ?? NO_CRITERION);
}

function linesOf(name: SettingName, text: string, defaults: SettingDefaults): readonly string[] {
  if (name === "enumLabels") return text.split(",");
  if (isChange(name)) {
    const base = criterionOf(defaults.inClass[name]) ?? criterionOf(defaults.inCode[name]);
    return criterionLines(criterionOf(text) ?? NO_CRITERION, base);
  }
  if (name === "archivePeriod" && text === NOT_SPECIFIED) return [String(NO_PERIOD)];
  return [text];
}

/** The two properties are kept together: one without the other makes no sense, and is not kept (as cppTango). */
function differenceChanges(
  texts: Readonly<Record<SettingName, string>>,
  defaults: SettingDefaults,
): PropertyChange[] {
  if (DIFFERENCE.every((name) => texts[name] === defaultOf(name, defaults))) {
    return DIFFERENCE.map((name) => ({ property: PROPERTY_NAMES[name], lines: null }));
  }
  const isSet = DIFFERENCE.map((name) => texts[name] !== NOT_SPECIFIED);
  if (isSet[0] !== isSet[1]) return [];
  return DIFFERENCE.map((name) => ({
    property: PROPERTY_NAMES[name],
    lines: [name === "deltaT" && texts[name] === NOT_SPECIFIED ? "0" : texts[name]],
  }));
}

const DIFFERENCE: readonly SettingName[] = ["deltaVal", "deltaT"];

const DIFFERENCES: ReadonlySet<SettingName> = new Set(["minWarning", "maxWarning", ...DIFFERENCE]);
