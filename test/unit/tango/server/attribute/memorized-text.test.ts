import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { memorizedText, memorizedValue } from "../../../../../src/tango/server/attribute/memorized-text.ts";

describe("a memorized value", () => {
  for (const [dtype, value, text] of [
    ["DevDouble", 0.1, "0.1"],
    ["DevDouble", -1.5e-7, "-1.5e-07"],
    ["DevFloat", Math.fround(1.1), "1.10000002384186"],
    ["DevShort", -5, "-5"],
    ["DevUChar", 200, "200"],
    ["DevEnum", 2, "2"],
    ["DevLong64", -9007199254740993n, "-9007199254740993"],
    ["DevULong64", 18446744073709551615n, "18446744073709551615"],
    ["DevBoolean", true, "true"],
    ["DevBoolean", false, "false"],
    ["DevState", "MOVING", "6"],
    ["DevString", "two words", "two words"],
    ["DevString", "", ""],
  ] as const) {
    it(`is kept of a ${dtype} as ${JSON.stringify(text)}`, () => {
      assert.equal(memorizedText(dtype, value), text);
      assert.equal(memorizedValue(dtype, text), value);
    });
  }

  it("keeps the text whose UTF-8 a string has", () => {
    assert.equal(memorizedText("DevString", "\u00c3\u00a9"), "é");
    assert.equal(memorizedValue("DevString", "é"), "\u00c3\u00a9");
  });

  it("is not kept of a DevEncoded", () => {
    assert.equal(memorizedText("DevEncoded", {}), undefined);
    assert.equal(memorizedValue("DevEncoded", "x"), undefined);
  });

  for (const [dtype, text, value] of [
    ["DevLong", "12 apples", 12],
    ["DevDouble", "1.5V", 1.5],
    ["DevShort", "70000", undefined],
    ["DevLong", "apples", undefined],
    ["DevDouble", "nan", undefined],
    ["DevBoolean", "1", undefined],
    ["DevULong64", "-1", undefined],
    ["DevState", "99", undefined],
  ] as const) {
    it(`is read of a ${dtype} from ${text} as ${value}`, () => {
      assert.equal(memorizedValue(dtype, text), value);
    });
  }
});
