import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import { CdrWriter } from "../../../../src/giop/cdr/cdr-writer.ts";
import { SpareMemory, WORTH_KEEPING } from "../../../../src/giop/cdr/spare-memory.ts";
import { NATIVE_FORMAT } from "../../../../src/giop/cdr/wire-format.ts";

test("gives what came back, once, to who needs no more", () => {
  const memory = new SpareMemory();
  const piece = memory.take(1000);
  assert.equal(piece.length, 1000);
  memory.giveBack(piece);
  assert.notEqual(memory.take(1001).buffer, piece.buffer);
  assert.equal(memory.take(900).buffer, piece.buffer);
  assert.notEqual(memory.take(900).buffer, piece.buffer);
});

test("keeps the pieces that came back last, up to 8 MiB, and none that is larger", () => {
  const memory = new SpareMemory();
  const pieces = Array.from({ length: 5 }, () => memory.take(2 * 1024 * 1024));
  for (const piece of pieces) memory.giveBack(piece);
  memory.giveBack(memory.take(9 * 1024 * 1024));
  const again = Array.from({ length: 5 }, () => memory.take(1).buffer);
  assert.deepEqual(
    again.map((buffer) => pieces.findIndex((piece) => piece.buffer === buffer)),
    [4, 3, 2, 1, -1],
  );
});

test("takes nothing back twice, and nothing that is not its own", () => {
  const memory = new SpareMemory();
  const piece = memory.take(1000);
  memory.giveBack(piece.subarray(10, 20));
  memory.giveBack(piece);
  memory.giveBack(Buffer.alloc(1000));
  assert.equal(memory.take(1000).buffer, piece.buffer);
  assert.notEqual(memory.take(1000).buffer, piece.buffer);
});

test("lends memory to writers of large messages", () => {
  const memory = new SpareMemory();
  const octets = new Uint8Array(WORTH_KEEPING).fill(7);
  const write = () => {
    const writer = new CdrWriter(NATIVE_FORMAT, 16, memory);
    assert.equal(writer.hasSpareMemory, false);
    writer.octets(octets);
    return writer;
  };
  const first = write();
  const { buffer } = first.bytes();
  assert.equal(first.hasSpareMemory, true);
  assert.notEqual(write().bytes().buffer, buffer);
  first.release();
  assert.equal(first.hasSpareMemory, false);
  const again = write();
  assert.equal(again.bytes().buffer, buffer);
  assert.deepEqual(new Uint8Array(again.bytes()), octets);
});

test("gets back at once what a writer grew out of", () => {
  const memory = new SpareMemory();
  const writer = new CdrWriter(NATIVE_FORMAT, 16, memory);
  writer.octets(new Uint8Array(WORTH_KEEPING));
  const { buffer } = writer.bytes();
  writer.octets(new Uint8Array(WORTH_KEEPING));
  assert.equal(memory.take(WORTH_KEEPING).buffer, buffer);
});
