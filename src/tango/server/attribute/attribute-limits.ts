import type { AttributeType } from "../../value/cmd-arg-type.ts";
import type { AttributeSettings, SettingName } from "./attribute-settings.ts";
import { parseStreamInteger, parseStreamNumber } from "./stream-number.ts";

/** The limits of an attribute's settings as numbers: bigint for 64 bit integers; undefined where there is none. */
export interface AttributeLimits {
  readonly minValue: number | bigint | undefined;
  readonly maxValue: number | bigint | undefined;
  readonly minAlarm: number | bigint | undefined;
  readonly maxAlarm: number | bigint | undefined;
  readonly minWarning: number | bigint | undefined;
  readonly maxWarning: number | bigint | undefined;
  /** With `deltaT`, or not at all: one without the other is no limit. */
  readonly deltaVal: number | bigint | undefined;
  /** Milliseconds. */
  readonly deltaT: number | undefined;
  /** Whether a reading has to be looked at at all. */
  readonly hasAlarm: boolean;
}

/** The numbers in settings; those that are `wrong` do not count. */
export function limitsOf(
  settings: AttributeSettings,
  dtype: AttributeType,
  wrong: ReadonlySet<SettingName> = NONE,
): AttributeLimits {
  const limit = (name: LimitName) => (wrong.has(name) ? undefined : limitNumber(dtype, settings[name]));
  const deltaT = wrong.has("deltaT") ? undefined : parseStreamNumber(settings.deltaT);
  const deltaVal = limit("deltaVal");
  const hasDelta = deltaT !== undefined && deltaVal !== undefined;
  const limits = {
    minValue: limit("minValue"),
    maxValue: limit("maxValue"),
    minAlarm: limit("minAlarm"),
    maxAlarm: limit("maxAlarm"),
    minWarning: limit("minWarning"),
    maxWarning: limit("maxWarning"),
    deltaVal: hasDelta ? deltaVal : undefined,
    deltaT: hasDelta ? deltaT : undefined,
  };
  const { minAlarm, maxAlarm, minWarning, maxWarning } = limits;
  const hasAlarm =
    hasDelta || [minAlarm, maxAlarm, minWarning, maxWarning].some((number) => number !== undefined);
  return { ...limits, hasAlarm };
}

/** A limit as number: bigint for 64 bit integers; undefined for a text that is no limit of this type. */
export function limitNumber(dtype: AttributeType, text: string): number | bigint | undefined {
  if (dtype === "DevDouble") return parseStreamNumber(text);
  if (dtype === "DevFloat") {
    const number = parseStreamNumber(text);
    return number === undefined ? undefined : Math.fround(number);
  }
  const range = INTEGER_RANGES[dtype];
  const integer = range === undefined ? undefined : parseStreamInteger(text);
  if (range === undefined || integer === undefined) return undefined;
  const [least, greatest] = range;
  // As cppTango: it takes the sign away where the type has none.
  const signed = least === 0n && integer < 0n ? -integer : integer;
  if (signed < least || signed > greatest) return undefined;
  return dtype === "DevLong64" || dtype === "DevULong64" ? signed : Number(signed);
}

/** A limit as it is told and kept: of integers the number alone, else as it was given; undefined for a text that is no limit. */
export function limitText(dtype: AttributeType, text: string): string | undefined {
  const number = limitNumber(dtype, text);
  if (number === undefined) return undefined;
  return dtype === "DevDouble" || dtype === "DevFloat" ? text : String(number);
}

/** Whether values of this type have an order, so that there can be limits. */
export function hasLimits(dtype: AttributeType): boolean {
  return dtype === "DevDouble" || dtype === "DevFloat" || INTEGER_RANGES[dtype] !== undefined;
}

/** The pairs of limits of which the first has to be below the second, in the order in which cppTango checks them. */
export const LIMIT_PAIRS = [
  ["minValue", "maxValue"],
  ["minAlarm", "maxAlarm"],
  ["minWarning", "maxWarning"],
] as const satisfies readonly (readonly [SettingName, SettingName])[];

/** The settings that are limits. */
export type LimitName = (typeof LIMIT_PAIRS)[number][number] | "deltaVal";

/** Whether a setting is one of the limits that come in pairs. */
export function isPairedLimit(name: SettingName): name is Exclude<LimitName, "deltaVal"> {
  return LIMIT_PAIRS.some(([least, greatest]) => name === least || name === greatest);
}

const NONE: ReadonlySet<SettingName> = new Set();

/** DevEncoded has them for the bytes of images. */
const INTEGER_RANGES: Readonly<Partial<Record<AttributeType, readonly [bigint, bigint]>>> = {
  DevShort: [-0x8000n, 0x7fffn],
  DevLong: [-0x8000_0000n, 0x7fff_ffffn],
  DevLong64: [-(2n ** 63n), 2n ** 63n - 1n],
  DevUChar: [0n, 0xffn],
  DevUShort: [0n, 0xffffn],
  DevULong: [0n, 0xffff_ffffn],
  DevULong64: [0n, 2n ** 64n - 1n],
  DevEncoded: [0n, 0xffn],
};
