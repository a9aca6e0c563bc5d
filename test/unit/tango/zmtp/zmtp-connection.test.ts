import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import { encodeCommand, encodeReady } from "../../../../src/tango/zmtp/command.ts";
import { encodeGreeting } from "../../../../src/tango/zmtp/greeting.ts";
import { encodeMessage } from "../../../../src/tango/zmtp/message-encoder.ts";
import { ZmtpError, type ZmtpErrorCode } from "../../../../src/tango/zmtp/zmtp-error.ts";
import { RecordingZmtp } from "../../../support/recording-zmtp.ts";
import { ZMTP_CONVERSATIONS, type ZmtpCapture, zmtpCapture } from "../../../support/zmtp-captures.ts";

const TOPIC = "tango://127.0.0.1:10000/sys/tg_test/1/double_scalar.idl5_change";

/** What each side of a conversation makes of the other. */
function outcome(capture: ZmtpCapture, cut: (octets: Buffer) => Buffer[]) {
  const sub = new RecordingZmtp("SUB");
  for (const chunk of cut(capture.pub)) sub.engine.receive(chunk);
  const pub = new RecordingZmtp("PUB");
  for (const chunk of cut(capture.sub)) pub.engine.receive(chunk);
  return { messages: sub.messages, sub: sub.log, pub: pub.log };
}

test("understands what libzmq's sockets say, of 3.1", () => {
  const { messages, sub, pub } = outcome(zmtpCapture("events-3.1"), (octets) => [octets]);
  assert.deepEqual(sub, ["ready 3.1"]);
  assert.deepEqual(pub, ["ready 3.1", `+${TOPIC}`, "+other", "-other", "+"]);
  assert.deepEqual(
    messages.map((frames) => frames.map((frame) => frame.length)),
    [[63, 1, 21, 92], [63, 1, 21, 516], [5], [5, 0, 0], [3]],
  );
  assert.equal(messages[0]![0], TOPIC);
  assert.equal(
    messages[1]![3],
    `\xc0\xde\xc0\xde${Buffer.from(Array.from({ length: 512 }, (_, i) => i)).toString("latin1")}`,
  );
});

test("understands what libzmq's sockets say, of 3.0", () => {
  const { messages, sub, pub } = outcome(zmtpCapture("events-3.0"), (octets) => [octets]);
  assert.deepEqual(sub, ["ready 3.0"]);
  assert.deepEqual(pub, ["ready 3.0", `+${TOPIC}`, "+other", "-other", "+"]);
  assert.deepEqual(messages, outcome(zmtpCapture("events-3.1"), (octets) => [octets]).messages);
});

test("answers libzmq's PING as libzmq does", () => {
  const { pub } = outcome(zmtpCapture("heartbeats"), (octets) => [octets]);
  assert.deepEqual(pub, [
    "ready 3.1",
    "+a",
    `pong ${Buffer.from("\x04\x05\x04PONG", "latin1").toString("hex")}`,
  ]);
});

test("makes the same of a conversation wherever it is cut, and octet by octet", () => {
  for (const name of ZMTP_CONVERSATIONS) {
    const capture = zmtpCapture(name);
    const whole = outcome(capture, (octets) => [octets]);
    const single = outcome(capture, (octets) => [...octets].map((octet) => Buffer.of(octet)));
    assert.deepEqual(single, whole);
    for (let at = 1; at < Math.max(capture.pub.length, capture.sub.length); at++) {
      const halves = outcome(capture, (octets) => [octets.subarray(0, at), octets.subarray(at)]);
      assert.deepEqual(halves, whole, `${name} cut at ${at}`);
    }
  }
});

test("keeps what came of a conversation that is cut off, and knows that more belongs to it", () => {
  for (const name of ZMTP_CONVERSATIONS) {
    const capture = zmtpCapture(name);
    const whole = outcome(capture, (octets) => [octets]);
    for (let at = 0; at < capture.pub.length; at++) {
      const sub = new RecordingZmtp("SUB");
      sub.engine.receive(capture.pub.subarray(0, at));
      assert.deepEqual(sub.messages, whole.messages.slice(0, sub.messages.length));
      const rest = new RecordingZmtp("SUB");
      rest.engine.receive(capture.pub.subarray(0, at));
      rest.engine.receive(capture.pub.subarray(at));
      assert.deepEqual(rest.messages, whole.messages);
    }
  }
});

test("makes of a flipped bit another conversation, or refuses it by a ZmtpError, and nothing else", () => {
  for (const name of ZMTP_CONVERSATIONS) {
    const capture = zmtpCapture(name);
    for (const [type, octets] of [
      ["SUB", capture.pub],
      ["PUB", capture.sub],
    ] as const) {
      for (let at = 0; at < octets.length * 8; at++) {
        const damaged = Buffer.from(octets);
        damaged[at >> 3]! ^= 1 << (at & 7);
        try {
          new RecordingZmtp(type).engine.receive(damaged);
        } catch (error) {
          assert.ok(error instanceof ZmtpError, `${name} bit ${at}: ${error}`);
          assert.match(error.message, /^peer:1: /);
        }
      }
    }
  }
});

test("sends the greeting and READY that libzmq sends", () => {
  for (const type of ["PUB", "SUB"] as const) {
    const capture = zmtpCapture("events-3.1");
    const own = new RecordingZmtp(type);
    assert.deepEqual(own.sent, encodeGreeting(1));
    own.engine.receive(type === "PUB" ? capture.sub : capture.pub);
    const expected = type === "PUB" ? capture.pub : capture.sub;
    assert.deepEqual(own.sent, expected.subarray(0, own.sent.length));
  }
});

test("speaks 3.0 where only that is announced", () => {
  const sub = new RecordingZmtp("SUB", { minor: 0 });
  sub.engine.receive(zmtpCapture("events-3.1").pub);
  assert.deepEqual(sub.log, ["ready 3.0"]);
  assert.equal(sub.sent[11], 0);
});

/** Refuses this with that code and text. */
function refuses(
  octets: Buffer,
  code: ZmtpErrorCode,
  text: RegExp,
  type: "PUB" | "SUB" = "SUB",
): RecordingZmtp {
  const own = new RecordingZmtp(type);
  assert.throws(
    () => own.engine.receive(octets),
    (error) =>
      error instanceof ZmtpError &&
      error.code === code &&
      error.peer === "peer:1" &&
      text.test(error.message),
  );
  return own;
}

const GREETING = encodeGreeting(1);
const READY = encodeReady("PUB");

test("refuses peers that are none of ours, and says why", () => {
  refuses(zmtpCapture("plain-mechanism").pub, "ZMTP_MECHANISM", /"PLAIN"; only NULL/);
  const met = refuses(
    zmtpCapture("wrong-socket-type").pub,
    "ZMTP_SOCKET_TYPE",
    /"REP"; a SUB needs PUB or XPUB/,
  );
  assert.ok(met.sent.includes("\x05ERROR"));
  refuses(Buffer.concat([GREETING, encodeReady("SUB")]), "ZMTP_SOCKET_TYPE", /"SUB"/);
  refuses(Buffer.concat([GREETING, encodeReady("PUB")]), "ZMTP_SOCKET_TYPE", /"PUB"; a PUB needs/, "PUB");
  refuses(Buffer.concat([GREETING, encodeCommand("READY")]), "ZMTP_SOCKET_TYPE", /without a type/);
  for (const [type, own] of [
    ["XPUB", "SUB"],
    ["XSUB", "PUB"],
  ] as const) {
    const other = new RecordingZmtp(own);
    other.engine.receive(Buffer.concat([GREETING, encodeReady(type)]));
    assert.ok(other.engine.isReady);
  }
});

test("refuses old versions as soon as they show, since such a peer waits for ours", () => {
  // ZMTP 2.0: signature, revision 1; libzmq 2: its identity as a frame; another protocol.
  refuses(Buffer.from("ff00000000000000017f01", "hex"), "ZMTP_VERSION", /ZMTP 2\.0; 3\.0 or later/);
  refuses(Buffer.from("0100", "hex"), "ZMTP_VERSION", /1\.0, or no ZMTP/);
  refuses(Buffer.from("GIOP"), "ZMTP_VERSION", /no ZMTP/);
  const later = new RecordingZmtp("SUB");
  const greeting = Buffer.from(GREETING);
  greeting[10] = 4;
  greeting[11] = 0;
  later.engine.receive(Buffer.concat([greeting, READY]));
  assert.deepEqual(later.log, ["ready 3.1"]);
});

test("understands ERROR", () => {
  const error = encodeCommand("ERROR", Buffer.from("\x06go\nway", "latin1"));
  refuses(Buffer.concat([GREETING, error]), "ZMTP_REFUSED", /go\?way/);
  refuses(Buffer.concat([GREETING, READY, error]), "ZMTP_REFUSED", /go\?way/);
  refuses(Buffer.concat([GREETING, encodeCommand("ERROR")]), "ZMTP_REFUSED", /no reason given/);
});

test("refuses what breaks the protocol", () => {
  const message = encodeMessage([Buffer.from("a")]).chunks[0]!;
  refuses(Buffer.concat([GREETING, message]), "ZMTP_PROTOCOL", /a message before READY/);
  refuses(
    Buffer.concat([GREETING, encodeCommand("PING", Buffer.alloc(2))]),
    "ZMTP_PROTOCOL",
    /"PING" before READY/,
  );
  refuses(Buffer.concat([GREETING, READY, Buffer.of(4, 0)]), "ZMTP_PROTOCOL", /without a whole name/);
  refuses(Buffer.concat([GREETING, READY, Buffer.of(4, 2, 9, 65)]), "ZMTP_PROTOCOL", /without a whole name/);
  refuses(Buffer.concat([GREETING, READY, Buffer.of(5, 0)]), "ZMTP_PROTOCOL", /more to follow/);
  refuses(Buffer.concat([GREETING, READY, Buffer.of(8)]), "ZMTP_PROTOCOL", /reserved/);
  refuses(Buffer.concat([GREETING, READY, encodeCommand("PING", Buffer.alloc(1))]), "ZMTP_PROTOCOL", /PING/);
  refuses(Buffer.concat([GREETING, READY, encodeCommand("PING", Buffer.alloc(19))]), "ZMTP_PROTOCOL", /PING/);
  refuses(
    Buffer.concat([GREETING, encodeCommand("READY", Buffer.from("\x0bSocket-Type\0\0\0\x09PUB", "latin1"))]),
    "ZMTP_PROTOCOL",
    /malformed/,
  );
});

test("gives back the context of a PING, and ignores commands that it does not know", () => {
  const sub = new RecordingZmtp("SUB");
  sub.engine.receive(
    Buffer.concat([
      GREETING,
      READY,
      encodeCommand("FANCY", Buffer.alloc(300)),
      encodeCommand("SUBSCRIBE", Buffer.from("x")),
      encodeCommand("PING", Buffer.from("\0\x05context")),
    ]),
  );
  assert.deepEqual(sub.log, [
    "ready 3.1",
    `pong ${encodeCommand("PONG", Buffer.from("context")).toString("hex")}`,
  ]);
});

test("takes commands between the frames of a message, as libzmq sends its heartbeats", () => {
  const sub = new RecordingZmtp("SUB");
  const ping = encodeCommand("PING", Buffer.alloc(2));
  sub.engine.receive(Buffer.concat([GREETING, READY, Buffer.of(1, 1, 65), ping, Buffer.of(0, 1, 66)]));
  assert.deepEqual(sub.messages, [["A", "B"]]);
  assert.equal(sub.log.length, 2);
});

test("a publisher ignores messages that subscribe to nothing", () => {
  const pub = new RecordingZmtp("PUB");
  const messages = [
    [Buffer.of(2, 65)],
    [Buffer.alloc(0)],
    [Buffer.of(1, 65), Buffer.of(1)],
    [Buffer.of(1, 66)],
  ];
  pub.engine.receive(
    Buffer.concat([
      GREETING,
      encodeReady("XSUB"),
      ...messages.flatMap((frames) => encodeMessage(frames).chunks),
    ]),
  );
  assert.deepEqual(pub.log, ["ready 3.1", "+B"]);
});
