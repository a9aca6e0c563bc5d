import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ChangeCriterion } from "../../../../../src/tango/server/attribute/change-criterion.ts";
import { hasValueChanged } from "../../../../../src/tango/server/event/value-change.ts";
import type { AttributeType } from "../../../../../src/tango/value/cmd-arg-type.ts";

const NONE: ChangeCriterion = { down: null, up: null };
const both = (size: number): ChangeCriterion => ({ down: size, up: size });
const encoded = (format: string, ...bytes: number[]) => [
  { encoded_format: format, encoded_data: Uint8Array.from(bytes) },
];

type Row = readonly [
  what: string,
  dtype: AttributeType,
  before: ArrayLike<unknown>,
  now: ArrayLike<unknown>,
  relative: ChangeCriterion,
  absolute: ChangeCriterion,
  isChange: boolean,
];

const ROWS: readonly Row[] = [
  ["no criterion", "DevDouble", [1], [1000], NONE, NONE, false],
  ["another number of elements", "DevDouble", [1], [1, 1], NONE, NONE, true],
  ["a rise by the limit", "DevDouble", [1], [2], NONE, both(1), true],
  ["a rise below it", "DevDouble", [1], [1.999], NONE, both(1), false],
  ["a fall by the limit", "DevDouble", [1], [0], NONE, both(1), true],
  ["a rise by the limit but for rounding", "DevDouble", [0.1], [0.4], NONE, both(0.3), true],
  ["a fall by the limit but for rounding", "DevDouble", [0.4], [0.1], NONE, both(0.3), true],
  ["a fall by the smaller of two limits", "DevDouble", [5], [4], NONE, { down: 1, up: 2 }, true],
  ["a rise by it", "DevDouble", [5], [6], NONE, { down: 1, up: 2 }, false],
  ["a rise by the larger one", "DevDouble", [5], [7], NONE, { down: 1, up: 2 }, true],
  ["a fall where only rises count", "DevDouble", [5], [0], NONE, { down: null, up: 2 }, false],
  ["a rise where only falls count", "DevDouble", [5], [9], NONE, { down: 2, up: null }, false],
  ["a rise where only rises count", "DevDouble", [5], [7], { down: null, up: 40 }, NONE, true],
  ["percents", "DevDouble", [10], [11], both(10), NONE, true],
  ["too few percents", "DevDouble", [10], [10.9], both(10), NONE, false],
  ["percents of a negative number", "DevDouble", [-10], [-11], { down: null, up: 10 }, NONE, true],
  ["anything from 0 on is 100 percent", "DevDouble", [0], [0.001], both(100), NONE, true],
  ["0 stays 0", "DevDouble", [0], [0], both(1), NONE, false],
  ["NaN that comes", "DevDouble", [1], [Number.NaN], NONE, both(1), true],
  ["NaN that goes", "DevDouble", [Number.NaN], [1], both(1), NONE, true],
  ["NaN that stays", "DevDouble", [Number.NaN], [Number.NaN], both(1), both(1), false],
  ["NaN without criterion", "DevDouble", [1], [Number.NaN], NONE, NONE, false],
  ["any element", "DevDouble", Float64Array.of(1, 2, 3), Float64Array.of(1, 2, 4), NONE, both(1), true],
  ["one of both criteria", "DevDouble", [100], [102], both(50), both(2), true],
  ["floats in single precision", "DevFloat", [0.1], [0.6], NONE, both(0.5), true],
  ["percents of floats", "DevFloat", [3], [3.3], both(9.99), NONE, true],
  ["integers", "DevLong", [1], [3], NONE, both(2), true],
  ["whole percents of integers", "DevLong", [1000], [1019], both(1.5), NONE, false],
  ["two of them", "DevLong", [1000], [1020], both(1.5), NONE, true],
  ["percents of 0", "DevShort", [0], [1], both(100), NONE, true],
  ["unsigned integers that fall", "DevULong", [5], [4], NONE, { down: 2, up: 2 }, false],
  ["large integers", "DevLong64", [2n ** 62n], [2n ** 62n + 2n], NONE, both(2), true],
  ["too little of them", "DevLong64", [2n ** 62n], [2n ** 62n + 1n], NONE, both(2), false],
  ["percents of large integers", "DevLong64", [1000n], [1019n], both(1.5), NONE, false],
  ["percents of a large 0", "DevULong64", [0n], [1n], both(100), NONE, true],
  ["percents of a large 0 that stays", "DevULong64", [0n], [0n], both(1), NONE, false],
  ["large unsigned integers that fall", "DevULong64", [5n], [4n], NONE, both(2), false],
  ["another text", "DevString", ["a"], ["b"], NONE, NONE, true],
  ["the same text", "DevString", ["a"], ["a"], NONE, NONE, false],
  ["another boolean", "DevBoolean", [true], [false], NONE, NONE, true],
  ["another state", "DevState", ["ON"], ["OFF"], NONE, NONE, true],
  ["another label", "DevEnum", [1], [2], NONE, NONE, true],
  ["another label behind the first", "DevEnum", [1, 1], [1, 2], NONE, NONE, true],
  ["the same label", "DevEnum", [1], [1], NONE, NONE, false],
  ["another format", "DevEncoded", encoded("a", 1), encoded("b", 1), NONE, NONE, true],
  ["more bytes", "DevEncoded", encoded("a", 1), encoded("a", 1, 2), NONE, NONE, true],
  ["other bytes", "DevEncoded", encoded("a", 1), encoded("a", 9), NONE, NONE, false],
  ["other bytes by a criterion", "DevEncoded", encoded("a", 1), encoded("a", 9), NONE, both(8), true],
];

describe("a value has changed, or not, by", () => {
  for (const [what, dtype, before, now, relative, absolute, isChange] of ROWS) {
    it(`${what}: ${dtype}`, () => {
      assert.equal(hasValueChanged(dtype, before, now, { relative, absolute }), isChange);
    });
  }
});
