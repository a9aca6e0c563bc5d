import assert from "node:assert/strict";
import { test } from "node:test";
import { defineProperty } from "../../../../../src/tango/server/definition/property-definition.ts";
import { applyProperties, defaultsToPut } from "../../../../../src/tango/server/property/apply-properties.ts";

const GAIN = defineProperty("gain", { dtype: "DevDouble" });
const HOST = defineProperty("host", { name: "Host name", dtype: "DevString", mandatory: true });
const DEPTH = defineProperty("depth", { dtype: "DevLong", defaultValue: 8, updateDb: true });
const ALL = [GAIN, HOST, DEPTH];

test("puts values into members, else their defaults, else what the members held at first", () => {
  const target = { gain: 1.5, host: "", depth: 0 };
  const defaults = new Map<string, unknown>();
  applyProperties(target, "a/b/c", ALL, { gain: ["2"], "Host name": ["x"], depth: [] }, defaults);
  assert.deepEqual(target, { gain: 2, host: "x", depth: 8 });
  // What was a value once is not the default of later.
  applyProperties(target, "a/b/c", ALL, { "Host name": ["y"], depth: ["3"] }, defaults);
  assert.deepEqual(target, { gain: 1.5, host: "y", depth: 3 });
});

test("names all that is missing or malformed, and has the others in place", () => {
  const target = { gain: 1.5, host: "", depth: 0 };
  assert.throws(
    () => applyProperties(target, "a/b/c", ALL, { gain: ["much"], depth: ["3"] }, new Map()),
    ({ errors }) => {
      assert.deepEqual(
        errors.map(({ reason, desc }: { reason: string; desc: string }) => [reason, desc]),
        [
          ["API_IncompatibleArgumentType", 'Property gain of a/b/c: "much" is not a number'],
          [
            "API_AttrPropValueNotSet",
            "Device property Host name is mandatory: set it in the database for a/b/c",
          ],
        ],
      );
      return true;
    },
  );
  assert.equal(target.depth, 3);
});

test("takes defaults as if they stood in the database", () => {
  const all = [
    defineProperty("gains", { dtype: "DevVarDoubleArray", defaultValue: [1, Number.POSITIVE_INFINITY] }),
    defineProperty("count", { dtype: "DevLong64", defaultValue: 5 }),
    defineProperty("mode", { dtype: "DevState", defaultValue: "ON" }),
    defineProperty("names", { dtype: "DevVarStringArray", defaultValue: [] }),
    defineProperty("isOn", { dtype: "DevBoolean", defaultValue: false }),
  ];
  const [one, other] = [{}, {}] as [Record<string, unknown>, Record<string, unknown>];
  applyProperties(one, "a/b/c", all, {}, new Map());
  applyProperties(other, "a/b/d", all, {}, new Map());
  const gains = Float64Array.of(1, Number.POSITIVE_INFINITY);
  assert.deepEqual(one, { gains, count: 5n, mode: "ON", names: [], isOn: false });
  assert.notEqual(one.gains, other.gains);
  const wrong = defineProperty("depth", { dtype: "DevLong", defaultValue: "deep" });
  assert.throws(
    () => applyProperties({}, "a/b/c", [wrong], {}, new Map()),
    /Property depth of a\/b\/c by default: "deep" is not an integer/,
  );
});

test("tells which defaults the database is to have", () => {
  assert.deepEqual(defaultsToPut(ALL, {}), { depth: ["8"] });
  const given = {
    dtype: "DevVarDoubleArray",
    updateDb: true,
    defaultValue: Float64Array.of(1, 2.5),
  } as const;
  assert.deepEqual(defaultsToPut([defineProperty("gains", given)], {}), { gains: ["1", "2.5"] });
  assert.deepEqual(defaultsToPut(ALL, { depth: ["1"] }), {});
});
