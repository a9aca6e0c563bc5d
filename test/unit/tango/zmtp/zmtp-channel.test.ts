import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import { encodeCommand, encodeReady } from "../../../../src/tango/zmtp/command.ts";
import { encodeGreeting } from "../../../../src/tango/zmtp/greeting.ts";
import { encodeMessage } from "../../../../src/tango/zmtp/message-encoder.ts";
import { ZmtpChannel } from "../../../../src/tango/zmtp/zmtp-channel.ts";
import type { ZmtpError } from "../../../../src/tango/zmtp/zmtp-error.ts";
import { FakeStream } from "../../../support/fake-transport.ts";
import { VirtualClock } from "../../../support/virtual-clock.ts";

const TIMEOUTS = { handshakeTimeoutMs: 1000, messageTimeoutMs: 2000, stallTimeoutMs: 3000 };
const LIMITS = { maxMessageSize: 1 << 20, maxFrames: 16, maxCommandSize: 1000 };
const PING = encodeCommand("PING", Buffer.of(0, 0, 1));

/** A subscriber's channel, over a stream that the test has in its hands; greeted unless it says otherwise. */
function channel(greeted = true) {
  const log: string[] = [];
  const clock = new VirtualClock();
  const stream = new FakeStream("peer:1");
  const owner = {
    onReady: () => void log.push("ready"),
    onMessage: ([frame]: Buffer[]) => void log.push(String(frame)),
    onSubscription() {},
    onPong() {},
    onReceived() {},
    onDrain: () => void log.push("drain"),
    onClosed: (error: ZmtpError) => void log.push(`${error.code}: ${error.message}`),
  };
  const setup = { socketType: "SUB", peer: "peer:1", limits: LIMITS } as const;
  const made = new ZmtpChannel(owner, setup, TIMEOUTS, clock);
  made.attach(stream);
  stream.start(made);
  made.onOpen();
  if (greeted) {
    made.onData(Buffer.concat([encodeGreeting(1), encodeReady("PUB")]));
    assert.deepEqual(log.splice(0), ["ready"]);
    stream.written.length = 0;
  }
  return { channel: made, log, clock, stream, owner };
}

const message = (text: string) => Buffer.concat(encodeMessage([Buffer.from(text)]).chunks);

test("a peer has so long for its handshake, and no timer is left after it", () => {
  const { channel: late, log, clock, stream } = channel(false);
  late.onData(encodeGreeting(1));
  clock.tick(999);
  assert.deepEqual(log, []);
  clock.tick(1);
  assert.deepEqual(log, ["ZMTP_TIMEOUT: peer:1: no ZMTP handshake within 1000 ms"]);
  assert.ok(stream.destroyed);
  assert.equal(channel().clock.timers, 0);
});

test("a message that was begun must get on, by messages or by octets", () => {
  const { channel: slow, log, clock } = channel();
  const large = message("x".repeat(60_000));
  slow.onData(large.subarray(0, 10));
  // 4 octets a millisecond are enough.
  for (let at = 10; at + 8000 < large.length; at += 8000) {
    slow.onData(large.subarray(at, at + 8000));
    clock.tick(2000);
  }
  assert.deepEqual(log, []);
  clock.tick(2000);
  assert.match(log[0]!, /^ZMTP_TIMEOUT: peer:1: the peer sends too slowly: no whole message in 2000 ms$/);
  assert.equal(clock.timers, 0);
});

test("who sends one message after the other is never too slow, however each is cut", () => {
  const { channel: steady, log, clock } = channel();
  const each = message("m");
  steady.onData(each.subarray(0, 1));
  for (let i = 0; i < 10; i++) {
    steady.onData(Buffer.concat([each.subarray(1), each.subarray(0, 1)]));
    clock.tick(2000);
  }
  steady.onData(each.subarray(1));
  clock.tick(2000);
  assert.deepEqual(
    log,
    Array.from({ length: 11 }, () => "m"),
  );
  assert.equal(clock.timers, 0);
});

test("a message that is partial while nothing is read is not the peer's fault", () => {
  const { channel: held, log, clock, stream } = channel();
  held.onData(message("m").subarray(0, 1));
  held.hold();
  assert.ok(stream.paused);
  clock.tick(60_000);
  assert.deepEqual(log, []);
  held.release();
  assert.ok(!stream.paused);
  clock.tick(2000);
  assert.match(log[0]!, /too slowly/);
});

test("a peer that takes nothing is given up, by the stream's watch or by the time that all would take", () => {
  const { channel: stalled, log, clock, stream } = channel();
  assert.equal(stalled.write(Buffer.alloc(100)), true);
  stream.takes = false;
  assert.equal(stalled.write(Buffer.alloc(4000)), false);
  assert.equal(stream.stallTimeoutMs, 3000);
  stalled.onDrain();
  assert.equal(stream.stallTimeoutMs, 0);
  assert.deepEqual([log.splice(0), clock.timers], [["drain"], 0]);
  assert.equal(stalled.write(Buffer.alloc(4000)), false);
  clock.tick(3999);
  assert.deepEqual(log, []);
  clock.tick(1);
  assert.deepEqual(log.splice(0), ["ZMTP_TIMEOUT: peer:1: the peer is too slow to take what is sent"]);
  const other = channel();
  other.stream.takes = false;
  other.channel.write(Buffer.alloc(1));
  other.channel.onStall();
  assert.deepEqual(other.log, ["ZMTP_TIMEOUT: peer:1: the peer took nothing of what was sent for 3000 ms"]);
  assert.equal(other.clock.timers, 0);
});

test("a PING is answered at once, and only the last one where the peer is slow", () => {
  const { channel: pinged, stream } = channel();
  pinged.onData(PING);
  assert.deepEqual(stream.written.splice(0), [encodeCommand("PONG", Buffer.of(1))]);
  stream.takes = false;
  pinged.write(Buffer.of(0));
  for (const context of [2, 3, 4]) pinged.onData(encodeCommand("PING", Buffer.of(0, 0, context)));
  assert.equal(stream.written.length, 1);
  stream.takes = true;
  pinged.onDrain();
  assert.deepEqual(stream.written.slice(1), [encodeCommand("PONG", Buffer.of(4))]);
});

test("what came while it was held is given in order, and may be held anew", () => {
  const { channel: held, log, owner } = channel();
  owner.onMessage = ([frame]) => {
    log.push(String(frame));
    if (log.length % 2 === 0) held.hold();
  };
  held.hold();
  held.onData(Buffer.concat([message("1"), message("2"), message("3")]));
  held.onData(Buffer.concat([message("4"), message("5").subarray(0, 2)]));
  held.onData(message("5").subarray(2));
  assert.deepEqual(log, []);
  for (const count of [2, 4, 5]) {
    held.release();
    assert.equal(log.length, count);
  }
  assert.deepEqual(log, ["1", "2", "3", "4", "5"]);
});

test("may be held and released from within a message, and closed", () => {
  const { channel: nested, log, owner } = channel();
  owner.onMessage = ([frame]) => {
    log.push(String(frame));
    nested.hold();
    nested.release();
    if (log.length === 5) void nested.destroy();
  };
  nested.hold();
  for (let i = 0; i < 4; i++) nested.onData(Buffer.concat([message(`${2 * i}`), message(`${2 * i + 1}`)]));
  nested.release();
  assert.deepEqual(log, ["0", "1", "2", "3", "4"]);
  nested.onData(message("late"));
  assert.equal(log.length, 5);
});

test("tells of its end once, and of none that its owner made", () => {
  const { channel: failed, log, stream } = channel();
  failed.onData(Buffer.of(0x80));
  failed.onClose(undefined);
  failed.onStall();
  failed.fail("ZMTP_CONNECTION", "again");
  assert.deepEqual(log, ["ZMTP_PROTOCOL: peer:1: the peer sent no ZMTP: reserved flags are set (0x80)"]);
  assert.ok(stream.destroyed);
  const closed = channel();
  void closed.channel.close();
  assert.ok(closed.stream.ended && !closed.stream.destroyed);
  closed.channel.onClose(new Error("reset"));
  assert.deepEqual(closed.log, []);
  const lost = channel();
  lost.channel.onClose(new Error("reset"));
  assert.deepEqual(lost.log, ["ZMTP_CONNECTION: peer:1: the connection failed: reset"]);
});

test("what its owner throws is no fault of the peer", () => {
  const { channel: thrown, log, owner } = channel();
  owner.onMessage = () => {
    throw new Error("mine");
  };
  assert.throws(() => thrown.onData(message("m")), /mine/);
  assert.deepEqual(log, []);
});
