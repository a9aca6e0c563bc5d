import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import { CdrReader } from "../../../../src/giop/cdr/cdr-reader.ts";
import { DEFAULT_LIMITS } from "../../../../src/giop/cdr/limits.ts";
import { DOUBLE_KIND } from "../../../../src/giop/cdr/numeric-kind.ts";
import type { GiopMinor } from "../../../../src/giop/cdr/wire-format.ts";
import { FragmentAssembler } from "../../../../src/giop/message/fragment-assembler.ts";
import { messageFormat } from "../../../../src/giop/message/giop-version.ts";
import { MessageDeframer } from "../../../../src/giop/message/message-deframer.ts";
import {
  beginMessage,
  finishMessage,
  fragmentMessage,
} from "../../../../src/giop/message/message-encoder.ts";
import { hasMoreFragments, messageTypeOf } from "../../../../src/giop/message/message-header.ts";
import type { MessageType } from "../../../../src/giop/message/message-type.ts";
import { ProtocolError } from "../../../../src/giop/message/protocol-error.ts";

/** A message that begins as its version has it (request id first in 1.2), with `count` doubles. */
function message(
  type: MessageType,
  minor: GiopMinor,
  count: number,
  requestId = 2,
  littleEndian = true,
): Buffer {
  const writer = beginMessage(type, messageFormat(minor, littleEndian));
  writer.ulong(requestId);
  writer.ulong(count);
  for (let i = 0; i < count; i++) writer.double(i / 3);
  writer.string("tail");
  return Buffer.from(finishMessage(writer));
}

/** The messages that these chunks make. */
function deframe(chunks: readonly Uint8Array[]): Uint8Array[] {
  const messages: Uint8Array[] = [];
  const deframer = new MessageDeframer((each) => messages.push(each));
  for (const chunk of chunks) deframer.push(chunk);
  assert.equal(deframer.buffered, 0);
  return messages;
}

const fragments = (whole: Buffer, size: number) => deframe(fragmentMessage(Buffer.from(whole), size));

test("splits and joins to the same message, for every size, version and byte order", () => {
  for (const minor of [1, 2] as const) {
    for (const littleEndian of [true, false]) {
      const whole = message("Reply", minor, 20, 8, littleEndian);
      for (let size = 1; size <= whole.length + 8; size++) {
        const parts = fragments(whole, size);
        const assembler = new FragmentAssembler();
        const results = parts.map((part) => assembler.add(part));
        const joined = results.pop()!;
        assert.ok(results.every((result) => result === null));
        assert.deepEqual(Buffer.from(joined), whole);
        assert.equal(joined.byteOffset, 0);
        assert.equal(assembler.open, 0);
        if (size >= whole.length) assert.equal(parts.length, 1);
        if (size >= 40) assert.ok(parts.every((part) => part.length <= size));
      }
    }
  }
});

test("ends every 1.2 message but the last at a multiple of 8, and marks it", () => {
  const parts = fragments(message("Request", 2, 50), 100);
  assert.ok(parts.length > 3);
  for (const [i, part] of parts.entries()) {
    assert.equal(messageTypeOf(part), i === 0 ? "Request" : "Fragment");
    const last = i === parts.length - 1;
    assert.equal(hasMoreFragments(part), !last);
    if (!last) assert.equal(part.length % 8, 0);
  }
});

test("splits 1.1 so that alignment does not depend on where one counts from", () => {
  const parts = fragments(message("Request", 1, 50), 100);
  assert.ok(parts.length > 3);
  for (const part of parts.slice(0, -1)) assert.equal(part.length % 8, 4);
});

test("leaves whole what cannot be split", () => {
  for (const whole of [
    message("Request", 0, 50),
    message("LocateRequest", 1, 50),
    message("CancelRequest", 2, 50),
    message("MessageError", 2, 50),
  ]) {
    assert.deepEqual(fragmentMessage(whole, 64), [whole]);
  }
});

test("splits locate messages in 1.2", () => {
  for (const type of ["LocateRequest", "LocateReply"] as const) {
    const whole = message(type, 2, 30);
    const assembler = new FragmentAssembler();
    const joined = fragments(whole, 64)
      .map((part) => assembler.add(part))
      .at(-1)!;
    assert.deepEqual(Buffer.from(joined), whole);
  }
});

test("keeps the alignment of numbers, so that they are views", () => {
  const whole = message("Reply", 2, 100);
  const assembler = new FragmentAssembler();
  const joined = fragments(whole, 128)
    .map((part) => assembler.add(part))
    .at(-1)!;
  const reader = new CdrReader(joined, messageFormat(2, true), { start: 12 });
  reader.ulong();
  const numbers = reader.numbers(DOUBLE_KIND, reader.ulong());
  assert.equal(numbers.length, 100);
  assert.equal(numbers[99], 33);
  assert.equal(numbers.buffer, joined.buffer);
  assert.equal(reader.string(), "tail");
});

test("joins a message and the fragment of a few octets that omniORB sends behind a large one", () => {
  const whole = message("Reply", 2, 60_000);
  const cut = whole.length - 64;
  const first = Buffer.from(whole.subarray(0, cut));
  first[6]! |= 2;
  first.writeUInt32LE(cut - 12, 8);
  const last = Buffer.concat([
    Buffer.from("47494f5001020107 44000000 02000000".replaceAll(" ", ""), "hex"),
    whole.subarray(cut),
  ]);
  const assembler = new FragmentAssembler();
  assert.equal(assembler.add(first), null);
  assert.deepEqual(Buffer.from(assembler.add(last)!), whole);
});

test("joins messages whose 1.2 fragments come interleaved, and lets whole ones pass", () => {
  const wholes = [2, 4, 6].map((id) => message("Reply", 2, 30, id));
  const assembler = new FragmentAssembler();
  const parts = wholes.map((whole) => fragments(whole, 64));
  const joined: Buffer[] = [];
  for (let i = 0; i < parts[0]!.length; i++) {
    for (const each of parts) {
      const result = assembler.add(each[i]!);
      if (result !== null) joined.push(Buffer.from(result));
    }
    const whole = message("Reply", 2, 1, 100);
    assert.equal(assembler.add(whole), whole);
  }
  assert.deepEqual(joined, wholes);
});

test("joins a message from fragments without data", () => {
  const whole = message("Reply", 2, 3);
  const empty = (more: boolean) =>
    Buffer.from(`47494f500102${more ? "03" : "01"}07 04000000 02000000`.replaceAll(" ", ""), "hex");
  const first = Buffer.from(whole);
  first[6]! |= 2;
  const assembler = new FragmentAssembler();
  assert.equal(assembler.add(first), null);
  assert.equal(assembler.add(empty(true)), null);
  assert.deepEqual(Buffer.from(assembler.add(empty(false))!), whole);
});

test("forgets a message that is given up", () => {
  const [first, second] = fragments(message("Request", 2, 30), 64);
  const assembler = new FragmentAssembler();
  assembler.add(first!);
  assembler.drop(99);
  assert.equal(assembler.open, 1);
  assembler.drop(2);
  assert.equal(assembler.open, 0);
  assert.throws(() => assembler.add(second!), /belongs to no message/);
});

test("rejects fragments that belong nowhere", () => {
  const parts12 = () => fragments(message("Reply", 2, 30), 64);
  const parts11 = () => fragments(message("Reply", 1, 30), 64);
  const bigEndian = fragments(message("Reply", 2, 30, 2, false), 64);
  const more = (type: MessageType, minor: GiopMinor) => {
    const whole = message(type, minor, 0);
    whole[6]! |= 2;
    return whole;
  };
  const short = Buffer.from("47494f5001020307 0200000000 00".replaceAll(" ", ""), "hex");
  const table: [Uint8Array[], RegExp][] = [
    [[parts12()[1]!], /belongs to no message/],
    [[parts11()[1]!], /belongs to no message/],
    [[parts12()[0]!, parts12()[0]!], /fragments of the same one are missing/],
    [[parts11()[0]!, message("Reply", 1, 1)], /between the fragments/],
    [[parts12()[0]!, bigEndian[1]!], /differs from its message/],
    [[more("CancelRequest", 2)], /CancelRequest message cannot have fragments/],
    [[more("LocateReply", 1)], /LocateReply message cannot have fragments/],
    [[more("CloseConnection", 2)], /cannot have fragments/],
    [[short], /too short for its request id/],
  ];
  for (const [messages, problem] of table) {
    const assembler = new FragmentAssembler();
    for (const each of messages.slice(0, -1)) assert.equal(assembler.add(each), null);
    assert.throws(
      () => assembler.add(messages.at(-1)!),
      (error) => {
        assert.ok(error instanceof ProtocolError);
        assert.match(error.message, problem);
        return true;
      },
    );
  }
});

test("limits how many messages are open and how much they hold", () => {
  const first = (id: number) => fragments(message("Reply", 2, 30, id), 64)[0]!;
  const few = new FragmentAssembler({ ...DEFAULT_LIMITS, maxFragmentedMessages: 2 });
  few.add(first(2));
  few.add(first(4));
  assert.throws(() => few.add(first(6)), /more than 2 messages are partly received/);

  const small = new FragmentAssembler({ ...DEFAULT_LIMITS, maxMessageSize: 150 });
  const [a, b, c] = fragments(message("Reply", 2, 30), 64);
  small.add(a!);
  small.add(b!);
  assert.throws(() => small.add(c!), /more than 150 bytes/);

  // What was delivered or dropped no longer counts.
  const again = new FragmentAssembler({ ...DEFAULT_LIMITS, maxMessageSize: 300 });
  for (let i = 0; i < 10; i++) {
    for (const part of fragments(message("Reply", 2, 20), 64)) again.add(part);
    again.add(first(6));
    again.drop(6);
  }
});
