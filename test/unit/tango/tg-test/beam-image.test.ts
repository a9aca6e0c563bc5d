import assert from "node:assert/strict";
import { test } from "node:test";
import { beamImage } from "../../../../src/tango/tg-test/beam-image.ts";
import { Generation } from "../../../../src/tango/tg-test/generation.ts";
import { INITIAL_SETTINGS } from "../../../../src/tango/tg-test/signal-settings.ts";

test("shows a cone in the middle of a black square", () => {
  const image = beamImage("DevShort", 251, new Generation(0, INITIAL_SETTINGS, () => 0));
  assert.ok(image instanceof Int16Array);
  assert.equal(image.length, 251 * 251);
  const at = (x: number, y: number) => image[x * 251 + y];
  assert.deepEqual([at(125, 125), at(126, 125), at(125, 155), at(125, 156), at(0, 0)], [31, 30, 1, 0, 0]);
});

test("moves the cone, and changes its width, a little", () => {
  const image = beamImage("DevULong64", 251, new Generation(0, INITIAL_SETTINGS, () => 0.999));
  assert.ok(image instanceof BigUint64Array);
  // 11 of 12 places towards the corner, and 5 of 6 points narrower.
  assert.equal(image[(125 - 11) * 251 + 125 - 11], 26n);
});
