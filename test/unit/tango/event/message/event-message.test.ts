import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import { MarshalError } from "../../../../../src/giop/cdr/marshal-error.ts";
import {
  decodeContent,
  decodeEventMessage,
  decodeFailure,
  encodeEventFrames,
  encodeHeartbeatFrames,
  PIPE_PREFIX,
} from "../../../../../src/tango/event/message/event-message.ts";
import { DevErrorList } from "../../../../../src/tango/idl/dev-error.ts";
import { AttDataReady } from "../../../../../src/tango/idl/device-change.ts";

const TOPIC = Buffer.from("tango://host:1/a/b/c/d.data_ready");
const READY = { name: "d", data_type: 5, ctr: 42 };

test("an event has its byte order, its counter and its content behind C0 DE C0 DE", () => {
  const [order, call, content] = encodeEventFrames(7, AttDataReady, READY);
  assert.equal(hex(order), "01");
  assert.equal(hex(call), "010000000700000001000000000000000000000000");
  assert.equal(hex(content), "c0dec0de0200000064000000050000002a000000");
});

test("what is encoded is decoded", () => {
  const message = decodeEventMessage([TOPIC, ...encodeEventFrames(7, AttDataReady, READY)]);
  assert.equal(message.topic, "tango://host:1/a/b/c/d.data_ready");
  assert.equal(message.counter, 7);
  assert.equal(message.hasFailed, false);
  assert.deepEqual(decodeContent(message, AttDataReady), READY);
});

test("the content of a pipe has eight octets in front", () => {
  const frames = encodeEventFrames(1, AttDataReady, READY, { prefix: PIPE_PREFIX });
  assert.equal(hex(frames[2].subarray(0, 12)), "c0dec0dec0dec0de02000000");
  assert.deepEqual(decodeContent(decodeEventMessage([TOPIC, ...frames]), AttDataReady, PIPE_PREFIX), READY);
});

test("a failure is a list of errors", () => {
  const errors = [{ reason: "R", severity: "ERR" as const, desc: "D", origin: "O" }];
  const message = decodeEventMessage([
    TOPIC,
    ...encodeEventFrames(3, DevErrorList, errors, { hasFailed: true }),
  ]);
  assert.equal(message.hasFailed, true);
  assert.deepEqual(decodeFailure(message), errors);
});

test("a big-endian peer is understood", () => {
  const call = Buffer.from("000000010000000900000001000000000000000000", "hex");
  const content = Buffer.from("c0dec0de0000000264000000000000050000002a", "hex");
  const message = decodeEventMessage([TOPIC, Uint8Array.of(0), call, content]);
  assert.equal(message.counter, 9);
  assert.deepEqual(decodeContent(message, AttDataReady), READY);
});

test("a heartbeat has no content", () => {
  const frames = encodeHeartbeatFrames();
  assert.equal(hex(frames[1]), "010000000000000001000000000000000000000000");
  const message = decodeEventMessage([Buffer.from("tango://host:1/dserver/a/b.heartbeat"), ...frames]);
  assert.equal(message.counter, 0);
  assert.equal(message.content, null);
  assert.throws(() => decodeContent(message, AttDataReady), MarshalError);
});

test("what is no event is refused", () => {
  for (const frames of [[], [TOPIC], [TOPIC, Uint8Array.of(1)], [TOPIC, TOPIC, TOPIC, TOPIC, TOPIC]]) {
    assert.throws(() => decodeEventMessage(frames), MarshalError);
  }
  const [order, call] = encodeHeartbeatFrames();
  for (let length = 0; length < call.length; length++) {
    assert.throws(() => decodeEventMessage([TOPIC, order, call.subarray(0, length)]), MarshalError);
  }
  const short = decodeEventMessage([TOPIC, order, call, Uint8Array.of(0xc0, 0xde)]);
  assert.throws(() => decodeContent(short, AttDataReady), MarshalError);
});

function hex(octets: Uint8Array): string {
  return Buffer.from(octets).toString("hex");
}
