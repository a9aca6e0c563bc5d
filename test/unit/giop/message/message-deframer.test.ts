import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import { messageFormat } from "../../../../src/giop/message/giop-version.ts";
import { MessageDeframer } from "../../../../src/giop/message/message-deframer.ts";
import { beginMessage, emptyMessage, finishMessage } from "../../../../src/giop/message/message-encoder.ts";
import { ProtocolError } from "../../../../src/giop/message/protocol-error.ts";

const message = (size: number, littleEndian = true): Buffer => {
  const writer = beginMessage("Request", messageFormat(2, littleEndian));
  writer.octets(Uint8Array.from({ length: size }, (_, i) => i * 7));
  return Buffer.from(finishMessage(writer));
};

const MESSAGES = [
  message(0),
  message(5),
  Buffer.from(emptyMessage("CloseConnection", 0)),
  message(17, false),
];
const STREAM = Buffer.concat(MESSAGES);

/** Pushes each chunk in memory that is overwritten afterwards, as a socket's read buffer is. */
function deframe(chunks: readonly Uint8Array[], maxMessageSize?: number): Uint8Array[] {
  const messages: Uint8Array[] = [];
  const deframer = new MessageDeframer((each) => messages.push(each), maxMessageSize);
  for (const chunk of chunks) {
    const reused = Uint8Array.from(chunk);
    deframer.push(reused);
    reused.fill(0xee);
  }
  return messages;
}

test("gives the same messages for every cut of the stream in three", () => {
  for (let first = 0; first <= STREAM.length; first++) {
    for (let second = first; second <= STREAM.length; second++) {
      const chunks = [STREAM.subarray(0, first), STREAM.subarray(first, second), STREAM.subarray(second)];
      assert.deepEqual(deframe(chunks), MESSAGES);
    }
  }
});

test("gives the same messages byte by byte", () => {
  assert.deepEqual(deframe(Array.from(STREAM, (octet) => Uint8Array.of(octet))), MESSAGES);
});

test("gives each message memory of its own from offset 0", () => {
  const messages = deframe([STREAM]);
  for (const each of messages) {
    assert.equal(each.byteOffset, 0);
    assert.equal(each.buffer.byteLength, each.length);
  }
  assert.equal(new Set(messages.map(({ buffer }) => buffer)).size, messages.length);
});

test("joins a large message from chunks of any size", () => {
  const large = message(1_000_003);
  for (const size of [1, 1460, 65536, 999_999, large.length].filter((size) => size > 1)) {
    const chunks: Buffer[] = [];
    const stream = Buffer.concat([large, MESSAGES[1]!]);
    for (let at = 0; at < stream.length; at += size) chunks.push(stream.subarray(at, at + size));
    const [joined, next] = deframe(chunks);
    assert.equal(Buffer.compare(joined!, large), 0);
    assert.equal(joined!.byteOffset, 0);
    assert.deepEqual(next, MESSAGES[1]);
  }
});

test("takes no more memory than came, whatever a header promises", () => {
  const header = Buffer.from("47494f5001020100 0000000f".replace(" ", ""), "hex");
  const before = process.memoryUsage().arrayBuffers;
  const deframers = Array.from({ length: 10 }, () => new MessageDeframer(() => assert.fail()));
  for (const deframer of deframers) {
    deframer.push(header);
    deframer.push(new Uint8Array(100_000));
    assert.equal(deframer.buffered, 100_012);
  }
  const taken = process.memoryUsage().arrayBuffers - before;
  assert.ok(taken < 10 * (4 * 100_012 + 65_536) + 1_000_000, `${taken} bytes taken`);
});

test("judges a header at its twelfth octet", () => {
  for (const [hex, problem] of [
    ["47494f5101020100 00000000", /not a GIOP message/],
    ["47494f5001020100 ffffffff", /4294967307 bytes; at most 268435456/],
    ["47494f5001020000 10000000", /268435468 bytes/],
    ["47494f5001040100 00000000", /GIOP 1.4/],
  ] as const) {
    const header = Buffer.from(hex.replace(" ", ""), "hex");
    const deframer = new MessageDeframer(() => assert.fail());
    deframer.push(header.subarray(0, 11));
    assert.throws(
      () => deframer.push(header.subarray(11)),
      (error) => {
        assert.ok(error instanceof ProtocolError);
        assert.match(error.message, problem);
        return true;
      },
    );
    deframer.push(STREAM);
    assert.equal(deframer.buffered, 0);
  }
});

test("keeps to a limit of its own", () => {
  assert.equal(deframe([message(88)], 100).length, 1);
  assert.throws(() => deframe([message(89)], 100), /101 bytes; at most 100/);
});

test("delivers what came before something bad", () => {
  const messages: Uint8Array[] = [];
  const deframer = new MessageDeframer((each) => messages.push(each));
  assert.throws(() => deframer.push(Buffer.concat([STREAM, Buffer.from("GET / HTTP/1.1")])), ProtocolError);
  assert.deepEqual(messages, MESSAGES);
});

test("stops within a chunk when told so", () => {
  const messages: Uint8Array[] = [];
  const deframer = new MessageDeframer((each) => {
    messages.push(each);
    if (messages.length === 2) deframer.stop();
  });
  deframer.push(STREAM);
  deframer.push(STREAM);
  assert.deepEqual(messages, MESSAGES.slice(0, 2));
});
