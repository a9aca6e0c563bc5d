import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  formatStreamNumber,
  parseStreamInteger,
  parseStreamNumber,
} from "../../../../../src/tango/server/attribute/stream-number.ts";

describe("the number of a stream", () => {
  for (const [text, number] of [
    ["1", 1],
    [" 2", 2],
    ["-0.5", -0.5],
    ["+.5", 0.5],
    ["1.", 1],
    ["1e3", 1000],
    ["2 ", undefined],
    ["0x10", undefined],
    ["inf", undefined],
    ["nan", undefined],
    ["1e999", undefined],
    ["1.2.3", undefined],
    ["", undefined],
  ] as const) {
    it(`reads ${JSON.stringify(text)} as ${number}`, () => assert.equal(parseStreamNumber(text), number));
  }

  it("reads integers of any size, and leaves away what is behind the point", () => {
    assert.equal(parseStreamInteger("9007199254740993"), 9007199254740993n);
    assert.equal(parseStreamInteger(" +5"), 5n);
    assert.equal(parseStreamInteger("-1.7"), -1n);
    assert.equal(parseStreamInteger("1e3"), 1000n);
    assert.equal(parseStreamInteger("5x"), undefined);
  });

  it("refuses what is too long as fast as it is read", () => {
    const digits = "1".repeat(2_000_000);
    assert.equal(parseStreamNumber(`${digits}x`), undefined);
    assert.equal(parseStreamInteger(digits), undefined);
    assert.equal(parseStreamInteger(`${" ".repeat(1000)}5`), 5n);
  });

  for (const [number, text] of [
    [0, "0"],
    [-0, "-0"],
    [0.1, "0.1"],
    [1 / 3, "0.333333333333333"],
    [Math.fround(1.1), "1.10000002384186"],
    [1e14, "100000000000000"],
    [1e15, "1e+15"],
    [123456789.12345679, "123456789.123457"],
    [0.0001, "0.0001"],
    [0.00001, "1e-05"],
    [-1.5e-7, "-1.5e-07"],
    [2.5e100, "2.5e+100"],
    [Number.NaN, "nan"],
    [Number.POSITIVE_INFINITY, "inf"],
    [Number.NEGATIVE_INFINITY, "-inf"],
  ] as const) {
    it(`writes ${number} as ${text}`, () => assert.equal(formatStreamNumber(number), text));
  }
});
