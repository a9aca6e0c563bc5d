import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Attribute } from "../../../../../src/tango/server/attribute/attribute.ts";
import { judgeQuality } from "../../../../../src/tango/server/attribute/judge-quality.ts";
import { takeSnapshot } from "../../../../../src/tango/server/attribute/take-snapshot.ts";
import {
  defineAttribute,
  type LooseAttributeSpec,
} from "../../../../../src/tango/server/definition/attribute-definition.ts";
import { TimeVal } from "../../../../../src/tango/value/time-val.ts";

const NOW = 100_000;

function attribute(spec: Omit<LooseAttributeSpec, "read" | "write">): Attribute {
  return new Attribute(defineAttribute("a", { ...spec, read() {}, write() {} }));
}

/** The quality of a value, and the limits that it is beyond. */
function judge(one: Attribute, value: unknown): string {
  const { quality } = judgeQuality(one, takeSnapshot(one, value, TimeVal.now()), NOW);
  assert.equal(one.quality, quality);
  return [quality, ...one.alarms].join(", ");
}

describe("judgeQuality", () => {
  const level = { minAlarm: "-5", maxAlarm: "5", minWarning: "-3", maxWarning: "3" } as const;

  it("finds values at or beyond the limits, alarms before warnings", () => {
    const one = attribute({ dtype: "DevDouble", ...level });
    assert.equal(judge(one, 0), "ATTR_VALID");
    assert.equal(judge(one, 5), "ATTR_ALARM, max alarm");
    assert.equal(judge(one, -5.5), "ATTR_ALARM, min alarm");
    assert.equal(judge(one, 3), "ATTR_WARNING, max warning");
    assert.equal(judge(one, -4), "ATTR_WARNING, min warning");
    assert.equal(judge(one, Number.NaN), "ATTR_VALID");
  });

  it("leaves a quality that the device has set", () => {
    const one = attribute({ dtype: "DevDouble", ...level });
    assert.equal(judge(one, { value: 9, quality: "ATTR_CHANGING" }), "ATTR_CHANGING");
    assert.equal(judge(one, { value: 0, quality: "ATTR_ALARM" }), "ATTR_ALARM");
    assert.equal(judge(one, { value: 9, quality: "ATTR_VALID" }), "ATTR_ALARM, max alarm");
    assert.equal(judge(one, { quality: "ATTR_INVALID" }), "ATTR_INVALID");
  });

  it("looks at all elements of spectra and images", () => {
    const row = attribute({ dtype: "DevShort", dformat: "SPECTRUM", maxDimX: 9, ...level });
    assert.equal(judge(row, [0, 0, 7, -7]), "ATTR_ALARM, min alarm, max alarm");
    const rows = attribute({ dtype: "DevLong", dformat: "IMAGE", maxDimX: 9, maxDimY: 9, ...level });
    assert.equal(
      judge(rows, [
        [0, 0],
        [0, 4],
      ]),
      "ATTR_WARNING, max warning",
    );
    assert.equal(judge(row, []), "ATTR_VALID");
  });

  it("compares each type with its own precision", () => {
    assert.equal(judge(attribute({ dtype: "DevFloat", maxAlarm: "0.1" }), 0.1), "ATTR_ALARM, max alarm");
    assert.equal(judge(attribute({ dtype: "DevFloat", minAlarm: "0.1" }), 0.1), "ATTR_ALARM, min alarm");
    const big = attribute({ dtype: "DevLong64", maxAlarm: "9007199254740993" });
    assert.equal(judge(big, 9007199254740992n), "ATTR_VALID");
    assert.equal(judge(big, 9007199254740993n), "ATTR_ALARM, max alarm");
    const bytes = attribute({ dtype: "DevEncoded", maxAlarm: "9" });
    assert.equal(judge(bytes, { format: "f", data: new Uint8Array([1, 9]) }), "ATTR_ALARM, max alarm");
  });

  it("compares what is read with what was set, some time after it was", () => {
    const one = attribute({ dtype: "DevShort", deltaVal: "3", deltaT: "1000" });
    assert.equal(judge(one, 50), "ATTR_VALID");
    one.written = { elements: new Int16Array([10]), dimX: 1, dimY: 0 };
    one.writtenAt = NOW - 999;
    assert.equal(judge(one, 50), "ATTR_VALID");
    one.writtenAt = NOW - 1000;
    assert.equal(judge(one, 12), "ATTR_VALID");
    assert.equal(judge(one, 13), "ATTR_ALARM, rds");
    assert.equal(judge(one, 7), "ATTR_ALARM, rds");
  });

  it("compares unsigned and 64 bit integers, and numbers with NaN", () => {
    const settings = { deltaVal: "3", deltaT: "1" } as const;
    const byte = attribute({ dtype: "DevUChar", ...settings });
    byte.written = { elements: new Uint8Array([10]), dimX: 1, dimY: 0 };
    byte.writtenAt = 0;
    assert.equal(judge(byte, 12), "ATTR_VALID");
    assert.equal(judge(byte, 13), "ATTR_ALARM, rds");
    const big = attribute({ dtype: "DevULong64", ...settings });
    big.written = { elements: [10n], dimX: 1, dimY: 0 };
    big.writtenAt = 0;
    assert.equal(judge(big, 8n), "ATTR_VALID");
    assert.equal(judge(big, 7n), "ATTR_ALARM, rds");
    const real = attribute({ dtype: "DevDouble", ...settings });
    real.written = { elements: [Number.NaN], dimX: 1, dimY: 0 };
    real.writtenAt = 0;
    assert.equal(judge(real, Number.NaN), "ATTR_VALID");
    assert.equal(judge(real, 1), "ATTR_ALARM, rds");
  });

  it("tells of both where a value is too high and too different", () => {
    const one = attribute({ dtype: "DevShort", maxWarning: "3", deltaVal: "3", deltaT: "1" });
    one.written = { elements: [0], dimX: 1, dimY: 0 };
    one.writtenAt = 0;
    assert.equal(judge(one, 4), "ATTR_ALARM, max warning, rds");
  });
});
