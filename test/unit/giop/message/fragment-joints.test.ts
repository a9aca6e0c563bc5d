import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import { CdrReader } from "../../../../src/giop/cdr/cdr-reader.ts";
import type { CdrWriter } from "../../../../src/giop/cdr/cdr-writer.ts";
import { MarshalError } from "../../../../src/giop/cdr/marshal-error.ts";
import { DOUBLE_KIND } from "../../../../src/giop/cdr/numeric-kind.ts";
import { FragmentAssembler } from "../../../../src/giop/message/fragment-assembler.ts";
import { messageFormat } from "../../../../src/giop/message/giop-version.ts";
import { beginMessage, finishMessage } from "../../../../src/giop/message/message-encoder.ts";

const FORMAT = messageFormat(1, false);

/** A GIOP 1.1 message in parts, each aligned by its own header, as omniORB writes them; joined. */
function join(...parts: ((writer: CdrWriter) => void)[]): { message: Uint8Array; joints: readonly number[] } {
  const assembler = new FragmentAssembler();
  const results = parts.map((write, i) => {
    const writer = beginMessage(i === 0 ? "Reply" : "Fragment", FORMAT);
    write(writer);
    const part = Buffer.from(finishMessage(writer));
    if (i < parts.length - 1) part[6]! |= 2;
    return assembler.add(part);
  });
  const message = results.at(-1)!;
  assert.ok(message);
  return { message, joints: assembler.joints };
}

const open = ({ message, joints }: { message: Uint8Array; joints: readonly number[] }) =>
  new CdrReader(message, FORMAT, { start: 12, joints });

const MIXED = () =>
  join(
    (writer) => {
      writer.ulong(7);
      writer.double(1.5);
    },
    (writer) => {
      writer.double(2.5);
      writer.octet(9);
    },
    () => {},
    (writer) => {
      writer.ulong(3);
      writer.double(3.5);
      writer.string("tail");
    },
  );

function readMixed(reader: CdrReader): unknown[] {
  const values = [reader.ulong(), reader.double(), reader.double(), reader.octet(), reader.ulong()];
  values.push(reader.double());
  const text = reader.string();
  reader.expectEnd();
  return [...values, text];
}

test("reads the values of each part by its own alignment", () => {
  const mixed = MIXED();
  assert.deepEqual(mixed.joints, [24, 37]);
  assert.deepEqual(readMixed(open(mixed)), [7, 1.5, 2.5, 9, 3, 3.5, "tail"]);
  // Counted from the start of the whole they do not come out.
  let counted: unknown;
  try {
    counted = readMixed(open({ ...mixed, joints: [] }));
  } catch (error) {
    assert.ok(error instanceof MarshalError);
  }
  assert.notDeepEqual(counted, [7, 1.5, 2.5, 9, 3, 3.5, "tail"]);
});

test("reads octets and numbers in bulk across a joint, without padding there", () => {
  const numbers = Float64Array.from({ length: 9 }, (_, i) => i / 3);
  const bytes = Buffer.from(new Uint8Array(numbers.buffer)).swap64();
  const joined = join(
    (writer) => {
      writer.ulong(numbers.length);
      writer.octets(bytes.subarray(0, 40));
    },
    (writer) => writer.octets(bytes.subarray(40, 64)),
    (writer) => {
      writer.octets(bytes.subarray(64));
      writer.align(4);
      writer.ulong(11);
      writer.double(12);
    },
  );
  const reader = open(joined);
  assert.deepEqual(reader.numbers(DOUBLE_KIND, reader.ulong()), numbers);
  assert.equal(reader.ulong(), 11);
  assert.equal(reader.double(), 12);
  reader.expectEnd();
});

test("finds its place again from any position", () => {
  const mixed = MIXED();
  const reader = open(mixed);
  reader.ulong();
  reader.double();
  const behind = reader.at(reader.position);
  assert.equal(behind.double(), 2.5);
  behind.octet();
  const further = reader.at(behind.position + 4);
  assert.equal(further.double(), 3.5);
});

test("reads a value that a joint cuts", () => {
  const joined = join(
    (writer) => writer.octets(Uint8Array.of(0, 0)),
    (writer) => writer.octets(Uint8Array.of(1, 2, 0, 0)),
  );
  assert.equal(open(joined).ulong(), 0x0102);
});

test("rejects every truncation", () => {
  const mixed = MIXED();
  for (let length = 12; length < mixed.message.length; length++) {
    const message = mixed.message.subarray(0, length);
    const joints = mixed.joints.filter((joint) => joint <= length);
    assert.throws(() => readMixed(open({ message, joints })), MarshalError, `${length} bytes`);
  }
});

test("has no joints in 1.2, nor for a message that came whole", () => {
  const assembler = new FragmentAssembler();
  assembler.add(finishMessage(beginMessage("Reply", messageFormat(2))));
  assert.deepEqual(assembler.joints, []);
});
