import { isNotANumber, isNotSpecified, NOT_SPECIFIED } from "./attribute-settings.ts";
import { formatStreamNumber, parseStreamNumber } from "./stream-number.ts";

/** From which difference on an event is sent: for values that fall, and for those that rise; null where such a change is none. */
export interface ChangeCriterion {
  /** Positive. */
  readonly down: number | null;
  /** Positive. */
  readonly up: number | null;
}

/** Nothing is set. */
export const NO_CRITERION: ChangeCriterion = { down: null, up: null };

/** What halves of a text that stand for defaults stand for. */
export interface CriterionDefaults {
  readonly inClass?: ChangeCriterion | undefined;
  readonly inCode?: ChangeCriterion | undefined;
}

/**
 * The criterion in a text: one number for both directions, or two with a comma between them. A half that is "Not specified" is none,
 * an empty one the default of the code, "NaN" that of the class. Undefined for a text that is no criterion.
 */
export function parseCriterion(text: string, defaults: CriterionDefaults = {}): ChangeCriterion | undefined {
  const comma = text.indexOf(",");
  const first = comma < 0 ? text : text.slice(0, comma);
  const down = half(first, "down", defaults);
  const up = half(comma < 0 ? text : text.slice(comma + 1), "up", defaults);
  return down === undefined || up === undefined ? undefined : { down, up };
}

/** A criterion as clients see it: `0.5`, `1,2`, `Not specified`, `Not specified,2`. */
export function formatCriterion({ down, up }: ChangeCriterion): string {
  return down === up ? halfText(down) : `${halfText(down)},${halfText(up)}`;
}

/**
 * A criterion as the database has it: the difference downwards as a negative number, and that upwards. A half that is as in `base` is
 * "NaN", so that it stays the default when that changes.
 */
export function criterionLines(
  { down, up }: ChangeCriterion,
  base: ChangeCriterion | undefined,
): readonly string[] {
  const none = String(NONE_IN_CPPTANGO);
  if (down === null && up === null) return [none];
  return [
    base?.down === down ? "NaN" : down === null ? none : formatStreamNumber(-down),
    base?.up === up ? "NaN" : up === null ? none : formatStreamNumber(up),
  ];
}

/** Whether a text sets anything by a number of its own. */
export function hasNumber(text: string): boolean {
  return text.split(",").some((part) => (parseStreamNumber(part) ?? 0) !== 0);
}

function half(
  text: string,
  direction: keyof ChangeCriterion,
  { inClass, inCode }: CriterionDefaults,
): number | null | undefined {
  if (isNotSpecified(text)) return null;
  if (isNotANumber(text)) return (inClass ?? inCode ?? NO_CRITERION)[direction];
  if (text === "") return (inCode ?? NO_CRITERION)[direction];
  const number = parseStreamNumber(text);
  if (number === undefined) return undefined;
  const size = Math.abs(number);
  return size === 0 || size === NONE_IN_CPPTANGO ? null : size;
}

function halfText(value: number | null): string {
  return value === null ? NOT_SPECIFIED : formatStreamNumber(value);
}

/** By INT_MAX cppTango says that there is none, in the database too. */
const NONE_IN_CPPTANGO = 0x7fff_ffff;
