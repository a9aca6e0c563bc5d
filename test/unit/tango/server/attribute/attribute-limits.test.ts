import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  limitNumber,
  limitsOf,
  limitText,
} from "../../../../../src/tango/server/attribute/attribute-limits.ts";
import { librarySettings } from "../../../../../src/tango/server/attribute/attribute-settings.ts";
import { settingsOf } from "../../../../../src/tango/server/attribute/setting-text.ts";
import { defineAttribute } from "../../../../../src/tango/server/definition/attribute-definition.ts";
import type { AttributeType } from "../../../../../src/tango/value/cmd-arg-type.ts";

describe("the limits of an attribute", () => {
  for (const [dtype, text, number, told] of [
    ["DevDouble", "1.50", 1.5, "1.50"],
    ["DevFloat", "0.1", Math.fround(0.1), "0.1"],
    ["DevShort", "1.7", 1, "1"],
    ["DevShort", "70000", undefined, undefined],
    ["DevUShort", "-2", 2, "2"],
    ["DevUChar", "256", undefined, undefined],
    ["DevULong", "4294967295", 4294967295, "4294967295"],
    ["DevLong64", "9007199254740993", 9007199254740993n, "9007199254740993"],
    ["DevULong64", "18446744073709551615", 18446744073709551615n, "18446744073709551615"],
    ["DevEncoded", "12", 12, "12"],
    ["DevString", "1", undefined, undefined],
    ["DevBoolean", "1", undefined, undefined],
    ["DevState", "1", undefined, undefined],
    ["DevEnum", "1", undefined, undefined],
    ["DevDouble", "abc", undefined, undefined],
  ] as const) {
    it(`are of a ${dtype} for ${text}: ${number}`, () => {
      assert.equal(limitNumber(dtype, text), number);
      assert.equal(limitText(dtype, text), told);
    });
  }

  it("have an alarm where one of the alarm limits is set", () => {
    assert.equal(limitsWith("DevLong", { maxWarning: "5" }).hasAlarm, true);
    assert.equal(limitsWith("DevLong", { maxValue: "5" }).hasAlarm, false);
  });

  it("have a difference from the set value only with its time", () => {
    const both = limitsWith("DevLong", { deltaVal: "5", deltaT: "10" });
    assert.deepEqual([both.deltaVal, both.deltaT, both.hasAlarm], [5, 10, true]);
    const half = limitsWith("DevLong", { deltaVal: "5" });
    assert.deepEqual([half.deltaVal, half.deltaT, half.hasAlarm], [undefined, undefined, false]);
  });

  it("leave out what is wrong", () => {
    const settings = settingsOf({ ...librarySettings(definition("DevLong")), minAlarm: "1", maxAlarm: "0" });
    const limits = limitsOf(settings, "DevLong", new Set(["maxAlarm"]));
    assert.deepEqual([limits.minAlarm, limits.maxAlarm], [1, undefined]);
  });
});

function limitsWith(dtype: AttributeType, texts: Record<string, string>) {
  return limitsOf(settingsOf({ ...librarySettings(definition(dtype)), ...texts }), dtype);
}

function definition(dtype: AttributeType) {
  return defineAttribute("level", { dtype, read: () => 0 });
}
