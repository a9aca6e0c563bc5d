import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  criterionLines,
  formatCriterion,
  parseCriterion,
} from "../../../../../src/tango/server/attribute/change-criterion.ts";

describe("the criterion for a change", () => {
  for (const [text, told, kept] of [
    ["0.5", "0.5", ["-0.5", "0.5"]],
    ["-3", "3", ["-3", "3"]],
    ["-1,2", "1,2", ["-1", "2"]],
    ["2,2", "2", ["-2", "2"]],
    ["0", "Not specified", ["2147483647"]],
    ["2147483647", "Not specified", ["2147483647"]],
    ["Not specified", "Not specified", ["2147483647"]],
    ["Not specified,5", "Not specified,5", ["2147483647", "5"]],
    ["5,not specified", "5,Not specified", ["-5", "2147483647"]],
    ["", "Not specified", ["2147483647"]],
  ] as const) {
    it(`tells ${JSON.stringify(text)} as ${told}, and keeps it as ${kept.join()}`, () => {
      const criterion = parseCriterion(text)!;
      assert.equal(formatCriterion(criterion), told);
      assert.deepEqual(criterionLines(criterion, undefined), kept);
    });
  }

  it("takes halves that are left open from the code, and for NaN from the class", () => {
    const defaults = { inClass: { down: 5, up: 6 }, inCode: { down: 1, up: 2 } };
    assert.deepEqual(parseCriterion("", defaults), { down: 1, up: 2 });
    assert.deepEqual(parseCriterion("NaN", defaults), { down: 5, up: 6 });
    assert.deepEqual(parseCriterion("NaN,7", defaults), { down: 5, up: 7 });
    assert.deepEqual(parseCriterion("4,", defaults), { down: 4, up: 2 });
    assert.deepEqual(parseCriterion("4,nan", { inCode: defaults.inCode }), { down: 4, up: 2 });
  });

  it("keeps a half that is the default as NaN", () => {
    assert.deepEqual(criterionLines({ down: 1, up: 7 }, { down: 1, up: 2 }), ["NaN", "7"]);
    assert.deepEqual(criterionLines({ down: 7, up: 2 }, { down: 1, up: 2 }), ["-7", "NaN"]);
  });

  it("knows what is none", () => {
    assert.equal(parseCriterion("abc"), undefined);
    assert.equal(parseCriterion("1,abc"), undefined);
    assert.equal(parseCriterion("1,2,3"), undefined);
  });
});
