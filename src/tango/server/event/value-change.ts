import type { DevEncoded } from "../../idl/data-types.ts";
import type { AttributeType } from "../../value/cmd-arg-type.ts";
import type { ChangeCriterion } from "../attribute/change-criterion.ts";

/** From which differences on a value counts as changed: one of both is enough. */
export interface ChangeCriteria {
  /** In percent of the value before. */
  readonly relative: ChangeCriterion;
  readonly absolute: ChangeCriterion;
}

/**
 * Whether the elements of a value of this type are different enough from those before: another number of elements always is, another text,
 * boolean, state or label too; numbers, and the bytes of encoded data, by the criteria, without which they never are.
 *
 * The arithmetic is cppTango's (EventSupplier::detect_change): percents of integers are cut off to whole ones, those of 0 are 100; NaN that
 * comes or goes is a change. What differs: unsigned numbers do not count as risen when they fall, of a pair of criteria one may be
 * missing, and all labels of an array of enumerations are looked at, not the first alone.
 */
export function hasValueChanged(
  dtype: AttributeType,
  before: ArrayLike<unknown>,
  now: ArrayLike<unknown>,
  criteria: ChangeCriteria,
): boolean {
  if (before.length !== now.length) return true;
  switch (dtype) {
    case "DevString":
    case "DevBoolean":
    case "DevState":
    case "DevEnum":
      return isAny(now.length, (i) => before[i] !== now[i]);
    case "DevEncoded":
      return isAny(now.length, (i) =>
        hasEncodedChanged(before[i] as DevEncoded, now[i] as DevEncoded, criteria),
      );
    default:
      return haveNumbersChanged(dtype, before, now, criteria);
  }
}

function hasEncodedChanged(before: DevEncoded, now: DevEncoded, criteria: ChangeCriteria): boolean {
  if (before.encoded_format !== now.encoded_format) return true;
  if (before.encoded_data.length !== now.encoded_data.length) return true;
  return haveNumbersChanged("DevUChar", before.encoded_data, now.encoded_data, criteria);
}

function haveNumbersChanged(
  dtype: AttributeType,
  before: ArrayLike<unknown>,
  now: ArrayLike<unknown>,
  { relative, absolute }: ChangeCriteria,
): boolean {
  const hasRelative = isSet(relative);
  const hasAbsolute = isSet(absolute);
  if (!hasRelative && !hasAbsolute) return false;
  const { percent, difference, tolerance } = ARITHMETIC[dtype] ?? INTEGERS;
  return isAny(now.length, (i) => {
    const [old, current] = [before[i] as never, now[i] as never];
    if (Number.isNaN(old) !== Number.isNaN(current)) return true;
    return (
      (hasRelative && isBeyond(percent(old, current), relative, 0)) ||
      (hasAbsolute && isBeyond(difference(old, current), absolute, tolerance))
    );
  });
}

/** `tolerance` is the part of a limit by which it may be missed. */
function isBeyond(delta: number, { down, up }: ChangeCriterion, tolerance: number): boolean {
  return (
    (down !== null && delta - down * tolerance <= -down) || (up !== null && delta + up * tolerance >= up)
  );
}

function isSet({ down, up }: ChangeCriterion): boolean {
  return down !== null || up !== null;
}

function isAny(count: number, test: (index: number) => boolean): boolean {
  for (let i = 0; i < count; i++) if (test(i)) return true;
  return false;
}

/** How far a number of some type is from that before. */
interface Arithmetic {
  percent(old: never, current: never): number;
  difference(old: never, current: never): number;
  readonly tolerance: number;
}

function percentOf(old: number, current: number, delta: number): number {
  if (old === 0) return current === 0 ? 0 : 100;
  return (delta * 100) / old;
}

const INTEGERS: Arithmetic = {
  percent: (old: number, current: number) => Math.trunc(percentOf(old, current, current - old)),
  difference: (old: number, current: number) => current - old,
  tolerance: 0,
};

const LONG_INTEGERS: Arithmetic = {
  percent(old: bigint, current: bigint) {
    if (old === 0n) return current === 0n ? 0 : 100;
    return Number(((current - old) * 100n) / old);
  },
  difference: (old: bigint, current: bigint) => Number(current - old),
  tolerance: 0,
};

/** What rounding takes away does not keep a difference from counting. */
const ROUNDING = 1e-10;

const DOUBLES: Arithmetic = {
  percent: (old: number, current: number) => percentOf(old, current, current - old),
  difference: (old: number, current: number) => current - old,
  tolerance: ROUNDING,
};

/** In single precision. */
const FLOATS: Arithmetic = {
  percent(old: number, current: number) {
    const [a, b] = [Math.fround(old), Math.fround(current)];
    if (a === 0) return b === 0 ? 0 : 100;
    return Math.fround(Math.fround(Math.fround(b - a) * 100) / a);
  },
  difference: (old: number, current: number) => Math.fround(Math.fround(current) - Math.fround(old)),
  tolerance: ROUNDING,
};

const ARITHMETIC: Readonly<Partial<Record<AttributeType, Arithmetic>>> = {
  DevDouble: DOUBLES,
  DevFloat: FLOATS,
  DevLong64: LONG_INTEGERS,
  DevULong64: LONG_INTEGERS,
};
