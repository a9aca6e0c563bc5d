import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { devError } from "../../../../../src/tango/error/dev-error.ts";
import type { AttributeSnapshot } from "../../../../../src/tango/server/attribute/attribute-snapshot.ts";
import { LastEvent } from "../../../../../src/tango/server/event/last-event.ts";
import { failed, reading } from "./snapshots.ts";

const ONE = devError("API_One", "one", "test");
const OTHER = devError("API_Other", "other", "test");
const BY_ONE = () => ({ relative: { down: null, up: null }, absolute: { down: 1, up: 1 } });

type Row = readonly [
  what: string,
  before: readonly AttributeSnapshot[],
  now: AttributeSnapshot,
  isChange: boolean,
  isAlarm: boolean,
];

const ROWS: readonly Row[] = [
  ["the first reading", [], reading(1), true, true],
  ["the first failure", [], failed(ONE), true, true],
  ["the same value", [reading(1)], reading(1), false, false],
  ["another value", [reading(1)], reading(2), true, false],
  ["another quality", [reading(1)], reading(1, "ATTR_CHANGING"), true, false],
  ["a quality of alarm", [reading(1)], reading(1, "ATTR_ALARM"), true, true],
  ["a quality of warning", [reading(1)], reading(1, "ATTR_WARNING"), true, true],
  ["the end of a warning", [reading(1, "ATTR_WARNING")], reading(1), true, true],
  ["an alarm that stays", [reading(1, "ATTR_ALARM")], reading(1, "ATTR_ALARM"), false, false],
  ["an invalid value", [reading(1)], reading(null), true, false],
  ["one that stays invalid", [reading(null)], reading(null), false, false],
  ["one that is valid again", [reading(null)], reading(1), true, false],
  ["a failure", [reading(1)], failed(ONE), true, true],
  ["the same failure", [reading(1), failed(ONE)], failed(ONE), false, false],
  ["another failure", [reading(1), failed(ONE)], failed(OTHER), true, true],
  ["a failure with one level more", [reading(1), failed(ONE)], failed(ONE, OTHER), true, true],
  ["a value after a failure", [reading(1), failed(ONE)], reading(1), true, true],
];

describe("what is worth an event", () => {
  for (const [what, before, now, isChange, isAlarm] of ROWS) {
    it(`is ${what}: ${isChange ? "change" : "-"}, ${isAlarm ? "alarm" : "-"}`, () => {
      const last = new LastEvent();
      for (const one of before) last.note(one);
      assert.equal(last.isChangedBy(now, BY_ONE), isChange);
      assert.equal(last.isAlarmedBy(now), isAlarm);
    });
  }

  it("is anything where the value before was not kept", () => {
    const last = new LastEvent();
    last.noteOutcome(reading(1));
    assert.ok(last.isChangedBy(reading(1), BY_ONE));
    last.noteOutcome(failed(ONE));
    assert.ok(!last.isChangedBy(failed(ONE), BY_ONE));
  });

  it("is not compared with a failure that was cleared", () => {
    const last = new LastEvent();
    last.note(reading(1));
    last.note(failed(ONE));
    last.clear();
    assert.ok(!last.isChangedBy(reading(1), BY_ONE));
  });

  it("is not what the device does to its memory after it was sent", () => {
    const last = new LastEvent();
    const elements = Float64Array.of(1, 2);
    const row = { ...reading(1), dataFormat: "SPECTRUM", read: { elements, dimX: 2, dimY: 0 } } as const;
    last.note(row);
    elements[0] = 9;
    assert.ok(last.isChangedBy(row, BY_ONE));
  });
});
