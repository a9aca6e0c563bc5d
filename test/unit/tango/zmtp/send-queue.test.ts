import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import { JOINED, type QueuedMessage, SendQueue } from "../../../../src/tango/zmtp/send-queue.ts";

const message = (size: number, value = 0, evictable = true): QueuedMessage => ({
  chunks: [Buffer.alloc(size, value)],
  size,
  evictable,
});

/** All that is in it, as the values of the octets. */
function drain(queue: SendQueue): number[] {
  const values: number[] = [];
  while (queue.length > 0) for (const chunk of queue.take().chunks) values.push(...new Set(chunk));
  return values;
}

test("gives messages in order, and joins small ones", () => {
  const queue = new SendQueue();
  for (let i = 0; i < 5; i++) queue.push(message(10, i));
  assert.equal(queue.length, 5);
  assert.equal(queue.octets, 50);
  const { chunks, messages, octets } = queue.take();
  assert.deepEqual([chunks.length, messages, octets], [1, 5, 50]);
  assert.deepEqual(
    [...chunks[0]!],
    [0, 1, 2, 3, 4].flatMap((value) => Array.from({ length: 10 }, () => value)),
  );
  assert.deepEqual([queue.length, queue.octets], [0, 0]);
});

test("joins up to its size, and leaves a large message as it is", () => {
  const queue = new SendQueue();
  const large = message(JOINED + 1, 7);
  for (const each of [message(JOINED - 10, 1), message(10, 2), message(1, 3), large, message(5, 4)])
    queue.push(each);
  assert.deepEqual([queue.take().messages, queue.take().messages], [2, 1]);
  assert.equal(queue.take().chunks, large.chunks);
  assert.equal(queue.octets, 5);
});

test("evicts the oldest that may be, and counts what is left", () => {
  const queue = new SendQueue();
  for (const [i, evictable] of [false, true, false, true].entries()) queue.push(message(10, i, evictable));
  assert.equal(queue.evict(), true);
  assert.deepEqual([queue.length, queue.octets], [3, 30]);
  assert.equal(queue.evict(), true);
  assert.equal(queue.evict(), false);
  assert.deepEqual(drain(queue), [0, 2]);
  queue.push(message(1, 9));
  assert.equal(queue.evict(), true);
  assert.deepEqual([queue.length, queue.octets], [0, 0]);
});

test("drops all at once, and tells how many", () => {
  const queue = new SendQueue();
  for (let i = 0; i < 3; i++) queue.push(message(10));
  queue.evict();
  assert.equal(queue.clear(), 2);
  assert.deepEqual([queue.length, queue.octets, queue.clear()], [0, 0, 0]);
});

test("stays in order over thousands that come and go", () => {
  const queue = new SendQueue();
  let [next, expected] = [0, 0];
  for (let round = 0; round < 300; round++) {
    for (let i = 0; i < 30; i++) queue.push(message(JOINED, next++ % 251));
    for (let i = 0; i < 25; i++) assert.equal(queue.take().chunks[0]![0], expected++ % 251);
    assert.equal(queue.length, next - expected);
    assert.equal(queue.octets, queue.length * JOINED);
  }
});
