import assert from "node:assert/strict";
import { test } from "node:test";
import { Generation } from "../../../../src/tango/tg-test/generation.ts";
import { INITIAL_SETTINGS } from "../../../../src/tango/tg-test/signal-settings.ts";

const generation = (step: number, random = 0.5) => new Generation(step, INITIAL_SETTINGS, () => random);

test("draws integers below the limit, and 0 where there are none", () => {
  assert.equal(generation(0, 0).randomBelow(256), 0);
  assert.equal(generation(0, 0.999_999).randomBelow(256), 255);
  assert.equal(generation(0, 0.999_999).randomBelow(2.9), 1);
  for (const limit of [1, 0.5, 0, -5, Number.NaN, Number.NEGATIVE_INFINITY])
    assert.equal(generation(0, 0.999).randomBelow(limit), 0);
  assert.ok(generation(0, 0.999_999).randomBelow(1e300) < 2 ** 31);
});

test("gives the sines of the C++ TangoTest, to the last bit", () => {
  // Read from 10.0.2, whose double_scalar had the amplitude 256.
  assert.equal(generation(1).sine(256), 4.467812274525003);
  assert.equal(generation(5).sine(256), 22.311851345234505);
  assert.equal(generation(361).sine(256), generation(1).sine(256));
});

test("gives a wave that moves by one element with each step", () => {
  const wave = generation(0).wave(256);
  assert.equal(wave.length, 256);
  assert.equal(wave[0], 0);
  // biome-ignore lint/suspicious/noApproximativeNumericConstant: as in C++
  assert.equal(wave[1], Math.sin(10 * (3.14159 / 180)));
  assert.deepEqual(generation(3).wave(100), wave.slice(3, 103));
});
