import { type AttributeSettings, NOT_SPECIFIED } from "./attribute-settings.ts";

/** The limits of an attribute's settings as numbers: bigint for 64 bit integers; undefined where there is none. */
export interface AttributeLimits {
  readonly minValue: number | bigint | undefined;
  readonly maxValue: number | bigint | undefined;
  readonly minAlarm: number | bigint | undefined;
  readonly maxAlarm: number | bigint | undefined;
  readonly minWarning: number | bigint | undefined;
  readonly maxWarning: number | bigint | undefined;
  readonly deltaVal: number | bigint | undefined;
  /** Milliseconds. */
  readonly deltaT: number | undefined;
  /** Whether a reading has to be looked at at all. */
  readonly hasAlarm: boolean;
}

/** The numbers in settings that were checked before. */
export function limitsOf(settings: AttributeSettings): AttributeLimits {
  const { minAlarm, maxAlarm, minWarning, maxWarning, deltaVal } = settings;
  const deltaT = numberOf(settings.deltaT);
  return {
    minValue: numberOf(settings.minValue),
    maxValue: numberOf(settings.maxValue),
    minAlarm: numberOf(minAlarm),
    maxAlarm: numberOf(maxAlarm),
    minWarning: numberOf(minWarning),
    maxWarning: numberOf(maxWarning),
    deltaVal: numberOf(deltaVal),
    deltaT: deltaT === undefined ? undefined : Number(deltaT),
    hasAlarm: [minAlarm, maxAlarm, minWarning, maxWarning, deltaVal].some((text) => text !== NOT_SPECIFIED),
  };
}

/** Integers too large for a number as bigint. */
function numberOf(text: string): number | bigint | undefined {
  if (text === NOT_SPECIFIED) return undefined;
  const number = Number(text);
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? BigInt(text) : number;
}
