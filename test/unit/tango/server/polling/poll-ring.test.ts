import assert from "node:assert/strict";
import { test } from "node:test";
import type { AttributeSnapshot } from "../../../../../src/tango/server/attribute/attribute-snapshot.ts";
import { PollRing } from "../../../../../src/tango/server/polling/poll-ring.ts";
import { reading } from "./polled-values.ts";

function ringOf(depth: number, moments: readonly number[]) {
  const ring = new PollRing<AttributeSnapshot>(depth);
  for (const when of moments) ring.add(reading("a", when), when, 1);
  return ring;
}

const valuesOf = (ring: PollRing<AttributeSnapshot>, count: number) =>
  ring.last(count).map(({ read }) => read?.elements[0]);

test("gives the last records, the oldest first", () => {
  const ring = new PollRing<AttributeSnapshot>(3);
  assert.deepEqual(valuesOf(ring, 5), []);
  assert.equal(ringOf(3, []).newest, undefined);
  for (const value of [1, 2]) ring.add(reading("a", value), value, 1);
  assert.deepEqual(valuesOf(ring, 5), [1, 2]);
  for (const value of [3, 4, 5]) ring.add(reading("a", value), value, 1);
  assert.deepEqual(valuesOf(ring, 5), [3, 4, 5]);
  assert.deepEqual(valuesOf(ring, 2), [4, 5]);
  assert.deepEqual(valuesOf(ring, 0), []);
  assert.deepEqual(valuesOf(ring, -1), []);
  assert.equal(ring.newest?.when, 5);
  assert.equal(ring.size, 3);
});

test("gives the times between records, the newest first", () => {
  assert.deepEqual(ringOf(10, []).deltas(4), []);
  assert.deepEqual(ringOf(10, [100]).deltas(4), []);
  assert.deepEqual(ringOf(10, [100, 200, 350]).deltas(4), [150, 100]);
  assert.deepEqual(ringOf(3, [1, 2, 4, 7, 11]).deltas(4), [4, 3]);
  assert.deepEqual(ringOf(10, [1, 2, 4, 7, 11, 16]).deltas(4), [5, 4, 3, 2]);
});

test("keeps one record at least", () => {
  assert.equal(ringOf(0, [1, 2]).newest?.when, 2);
});
