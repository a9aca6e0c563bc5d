import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import {
  decodeCommand,
  encodeCommand,
  encodeError,
  encodeReady,
  errorReason,
  socketTypeOf,
} from "../../../../src/tango/zmtp/command.ts";

const PROTOCOL = { code: "ZMTP_PROTOCOL", peer: "peer:1" };
const latin1 = (text: string) => Buffer.from(text, "latin1");

test("a command is its name and what belongs to it", () => {
  for (const size of [0, 1, 250, 251, 1000]) {
    const data = Buffer.alloc(size, 7);
    const frame = encodeCommand("PONG", data);
    const headerSize = size + 5 > 255 ? 9 : 2;
    assert.equal(frame[0], headerSize === 9 ? 6 : 4);
    const command = decodeCommand(frame.subarray(headerSize), "peer:1");
    assert.equal(command.name, "PONG");
    assert.deepEqual(Buffer.from(command.data), data);
  }
});

test("a command without a whole name is refused", () => {
  for (const body of ["", "\0", "\0abc", "\x05PING"])
    assert.throws(() => decodeCommand(latin1(body), "peer:1"), PROTOCOL);
  assert.equal(decodeCommand(latin1("\x04PING"), "peer:1").data.length, 0);
});

test("READY tells the type of the socket, as libzmq does", () => {
  assert.deepEqual(encodeReady("PUB"), latin1("\x04\x19\x05READY\x0bSocket-Type\0\0\0\x03PUB"));
  const { data } = decodeCommand(encodeReady("SUB").subarray(2), "peer:1");
  assert.equal(socketTypeOf(data, "peer:1"), "SUB");
});

test("the type is found among other properties, and whatever its case", () => {
  const identity = "\x08Identity\0\0\0\x02me";
  assert.equal(socketTypeOf(latin1(`${identity}\x0bsocket-TYPE\0\0\0\x04XSUB${identity}`), "peer:1"), "XSUB");
  assert.equal(socketTypeOf(latin1(identity), "peer:1"), undefined);
  assert.equal(socketTypeOf(new Uint8Array(0), "peer:1"), undefined);
});

test("properties that are malformed are refused at every octet that is missing, and whatever length they promise", () => {
  const { data } = decodeCommand(encodeReady("SUB").subarray(2), "peer:1");
  for (let at = 1; at < data.length; at++)
    assert.throws(() => socketTypeOf(data.subarray(0, at), "peer:1"), PROTOCOL, `${at}`);
  assert.throws(() => socketTypeOf(latin1("\0\0\0\0\0"), "peer:1"), PROTOCOL);
  assert.throws(() => socketTypeOf(latin1("\x01a\xff\xff\xff\xffx"), "peer:1"), PROTOCOL);
});

test("an ERROR has a reason that people can read, of 255 octets at most", () => {
  const reasonOf = (frame: Buffer) =>
    errorReason(decodeCommand(frame.subarray(frame[0] === 6 ? 9 : 2), "peer:1").data);
  assert.equal(reasonOf(encodeError("no such thing")), "no such thing");
  assert.equal(reasonOf(encodeError("line\nbr\u00e9ak")), "line?br?ak");
  assert.equal(reasonOf(encodeError("x".repeat(300))), "x".repeat(255));
  assert.equal(errorReason(new Uint8Array(0)), "no reason given");
  assert.equal(errorReason(latin1("\xffab\x1b[31m")), "ab?[31m");
});
