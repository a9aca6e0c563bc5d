import assert from "node:assert/strict";
import { test } from "node:test";
import { transformBack, transformForward } from "../../../../../src/tango/value/jpeg/cosine-transform.ts";
import { Random } from "../../../../fuzz/random.ts";

/** The definition of ITU-T T.81 A.3.3. */
function byDefinition(samples: Int32Array): number[] {
  const weight = (u: number) => (u === 0 ? Math.SQRT1_2 : 1);
  const cosine = (x: number, u: number) => Math.cos(((2 * x + 1) * u * Math.PI) / 16);
  return Array.from({ length: 64 }, (_, i) => {
    const [u, v] = [i % 8, i >> 3];
    const sum = samples.reduce((all, s, j) => all + s * cosine(j % 8, u) * cosine(j >> 3, v), 0);
    return (weight(u) * weight(v) * sum) / 4;
  });
}

test("transforms blocks as the definition has it, times 8, and back", () => {
  const random = new Random(8);
  for (let i = 0; i < 50; i++) {
    const samples = Int32Array.from({ length: 64 }, () => random.below(256) - 128);
    const block = Int32Array.from(samples);
    transformForward(block);
    const expected = byDefinition(samples);
    block.forEach((value, k) =>
      assert.ok(Math.abs(value / 8 - expected[k]!) < 0.4, `${value} ${expected[k]}`),
    );

    const coefficients = Int32Array.from(block, (value) => Math.round(value / 8));
    const plane = new Uint8ClampedArray(8 * 10 + 3);
    transformBack(coefficients, plane, 3, 10);
    samples.forEach((sample, k) => {
      const again = plane[3 + 10 * (k >> 3) + (k % 8)]! - 128;
      assert.ok(Math.abs(again - sample) <= 2, `${again} is not ${sample}`);
    });
    assert.ok(coefficients.every((value) => value === 0));
  }
});

test("keeps samples within their octet", () => {
  const plane = new Uint8ClampedArray(64);
  transformBack(new Int32Array(64).fill(32_000, 0, 1), plane, 0, 8);
  assert.ok(plane.every((sample) => sample === 255));
  transformBack(new Int32Array(64).fill(-32_000, 0, 1), plane, 0, 8);
  assert.ok(plane.every((sample) => sample === 0));
});
