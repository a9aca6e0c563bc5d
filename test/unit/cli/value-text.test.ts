import assert from "node:assert/strict";
import { test } from "node:test";
import { floatText, printable, valueText } from "../../../src/cli/value-text.ts";
import { ImageValue } from "../../../src/tango/value/image-value.ts";

test("shows scalars as people write them", () => {
  assert.equal(valueText(null), "");
  assert.equal(valueText(1.5), "1.5");
  assert.equal(valueText(-0), "-0");
  assert.equal(valueText(18446744073709551615n), "18446744073709551615");
  assert.equal(valueText("two\nlines"), "two\nlines");
  assert.equal(valueText(1, { type: "DevEnum", enumLabels: ["A", "B"] }), "B (1)");
  assert.equal(valueText(2, { type: "DevEnum", enumLabels: ["A", "B"] }), "2");
  assert.equal(valueText({ format: "json", data: Uint8Array.of(0x7b, 0x7d) }), "json, 2 bytes: 7b7d");
});

test("shows a float with the digits that tell it from its neighbours", () => {
  for (const [value, text] of [
    [0.1, "0.1"],
    [1 / 3, "0.33333334"],
    [16777216, "16777216"],
    [3.4028234663852886e38, "3.4028235e+38"],
    [1.401298464324817e-45, "1.4013e-45"],
    [Number.NaN, "NaN"],
    [-0, "-0"],
  ] as const) {
    const float = Math.fround(value);
    assert.equal(floatText(float), text);
    assert.ok(Object.is(Math.fround(Number(text)), float));
  }
  assert.equal(valueText(Float32Array.of(0.1, 0.2), { type: "DevFloat" }), "[0.1, 0.2]");
});

test("cuts long lists and says how long they are", () => {
  assert.equal(valueText(Int16Array.of(1, 2, 3)), "[1, 2, 3]");
  assert.equal(valueText([]), "[]");
  assert.equal(valueText(new Int16Array(256), { width: 12 }), "[0, 0, 0, 0, … 256 in all]");
  assert.equal(valueText(["a", 'b"c', "d\n"]), '["a", "b\\"c", "d\\n"]');
  assert.equal(valueText(["ON", "OFF"], { type: "DevState" }), "[ON, OFF]");
  assert.ok(valueText(["x".repeat(5000)]).length < 1000);
});

test("shows the first rows of an image", () => {
  assert.equal(valueText(new ImageValue([1, 2, 3, 4], 2, 2)), "2 x 2\n[1, 2]\n[3, 4]");
  const lines = valueText(new ImageValue(new Float64Array(100), 1, 100)).split("\n");
  assert.deepEqual([lines[0], lines.length, lines.at(-1)], ["1 x 100", 7, "… 95 more rows"]);
});

test("lets no text of a device steer the terminal", () => {
  assert.equal(printable("a\u001b[31mb\u0007\n", true), "a\\x1b[31mb\\x07\n");
  assert.equal(printable("a\nb"), "a\\nb");
  assert.equal(valueText(["\u001b]0;title\u0007"]), '["\\x1b]0;title\\x07"]');
  assert.equal(valueText("\u009b2J"), "\\x9b2J");
});
