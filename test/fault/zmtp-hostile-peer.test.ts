import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import { encodeCommand, encodeReady } from "../../src/tango/zmtp/command.ts";
import { encodeGreeting } from "../../src/tango/zmtp/greeting.ts";
import type { ZmtpError } from "../../src/tango/zmtp/zmtp-error.ts";
import { openHandles } from "../support/open-handles.ts";
import { until } from "../support/until.ts";
import {
  connectOctets,
  frames,
  listenOctets,
  listenPub,
  subscribed,
  TestSub,
} from "../support/zmtp-sockets.ts";

const HELLO = Buffer.concat([encodeGreeting(1), encodeReady("SUB")]);
const GREETING = encodeGreeting(1);

const changed = (octets: Buffer, at: number, ...values: number[]) => {
  const copy = Buffer.from(octets);
  copy.set(values, at);
  return copy;
};
const afterHello = (...octets: number[]) => Buffer.concat([HELLO, Buffer.from(octets)]);

/** What ends a connection, and as what. */
const GARBAGE: readonly (readonly [what: string, octets: Uint8Array, code: ZmtpError["code"]])[] = [
  ["another protocol", Buffer.from("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"), "ZMTP_VERSION"],
  ["zeros", Buffer.alloc(1000), "ZMTP_VERSION"],
  ["ZMTP 2.0", changed(GREETING, 10, 1, 2), "ZMTP_VERSION"],
  ["a mechanism that is not ours", changed(GREETING, 12, ...Buffer.from("CURVE")), "ZMTP_MECHANISM"],
  ["a socket that does not fit", Buffer.concat([GREETING, encodeReady("REQ")]), "ZMTP_SOCKET_TYPE"],
  [
    "a READY that is malformed",
    Buffer.concat([GREETING, Buffer.from("\x04\x07\x05READY\xff")]),
    "ZMTP_PROTOCOL",
  ],
  ["a message before READY", Buffer.concat([GREETING, Buffer.of(0, 2, 1, 65)]), "ZMTP_PROTOCOL"],
  ["an ERROR", Buffer.concat([GREETING, encodeCommand("ERROR", Buffer.from("\x02no"))]), "ZMTP_REFUSED"],
  ["reserved flags", afterHello(0x80, 0), "ZMTP_PROTOCOL"],
  ["a command with more to follow", afterHello(5, 1, 65), "ZMTP_PROTOCOL"],
  ["a command without a name", afterHello(4, 0), "ZMTP_PROTOCOL"],
  ["a PING that is too short", afterHello(4, 5, 4, ...Buffer.from("PING")), "ZMTP_PROTOCOL"],
  ["a length of 2^64 - 1", afterHello(2, ...Array.from({ length: 8 }, () => 255)), "ZMTP_LIMIT"],
  ["a command of 4 GiB", afterHello(6, 0, 0, 0, 1, 0, 0, 0, 0), "ZMTP_LIMIT"],
  ["frames without end", afterHello(...Array.from({ length: 100 }, () => [1, 0]).flat()), "ZMTP_LIMIT"],
];

test("garbage ends its own connection with a publisher, by what it is, and no other", async (t) => {
  const errors: ZmtpError[] = [];
  const pub = await listenPub(t, { onPeerClosed: (error) => errors.push(error) });
  const other = await subscribed(t, pub, ["t"]);
  for (const [what, octets, code] of GARBAGE) {
    const peer = await connectOctets(t, pub.port);
    peer.send(octets);
    await until(() => errors.length > 0 && peer.isClosed);
    const [error] = errors.splice(0);
    assert.equal(error!.code, code, what);
    assert.match(error!.message, /^127\.0\.0\.1:\d+: /, what);
    await pub.send(frames("t", what));
  }
  await until(() => other.messages.length === GARBAGE.length);
  assert.equal(pub.snapshot().connections, 1);
});

test("garbage ends a subscriber, which says what came", async (t) => {
  const hello = (octets: Uint8Array) =>
    Buffer.from(Buffer.from(octets).toString("latin1").replace("SUB", "PUB"), "latin1");
  for (const [what, octets, code] of GARBAGE) {
    // What only a publisher minds.
    if (what === "frames without end") continue;
    const server = await listenOctets(t, (peer) => peer.send(hello(octets)));
    const sub = new TestSub(t, server.port);
    await until(() => sub.closed.length === 1);
    assert.equal((sub.closed[0] as ZmtpError).code, code, what);
    await until(() => server.peers[0]!.isClosed);
  }
});

test("who never completes its handshake is cut off, however it dawdles", async (t) => {
  const errors: ZmtpError[] = [];
  const before = openHandles();
  const pub = await listenPub(t, {
    handshakeTimeoutMs: 2000,
    onPeerClosed: (error) => errors.push(error),
  });
  const other = await subscribed(t, pub, ["t"]);
  const parts = [
    Buffer.alloc(0),
    GREETING.subarray(0, 1),
    GREETING.subarray(0, 63),
    GREETING,
    HELLO.subarray(0, -1),
  ];
  const peers = await Promise.all(parts.map(() => connectOctets(t, pub.port)));
  peers.forEach((peer, i) => peer.send(parts[i]!));
  await until(() => peers.every(({ isClosed }) => isClosed) && errors.length >= parts.length);
  assert.deepEqual(
    errors.map(({ code }) => code),
    parts.map(() => "ZMTP_TIMEOUT"),
  );
  await pub.send(frames("t"));
  await until(() => other.messages.length === 1);
  other.socket.close();
  await pub.close();
  await until(() => openHandles().active.length <= before.active.length);
});

test("a message that is begun and not ended is waited for no longer than allowed", async (t) => {
  const errors: ZmtpError[] = [];
  const pub = await listenPub(t, { messageTimeoutMs: 50, onPeerClosed: (error) => errors.push(error) });
  const peer = await connectOctets(t, pub.port);
  peer.send(HELLO, Buffer.of(4, 20, 9));
  await until(() => errors.length === 1);
  assert.equal(errors[0]!.code, "ZMTP_TIMEOUT");
  assert.match(errors[0]!.message, /too slowly/);
});

test("who subscribes to ever more is cut off before that takes much memory", async (t) => {
  const errors: ZmtpError[] = [];
  const pub = await listenPub(t, { onPeerClosed: (error) => errors.push(error) });
  const topics = Array.from({ length: 70_000 }, (_, i) =>
    encodeCommand("SUBSCRIBE", Buffer.from(`topic ${i}`)),
  );
  const many = await connectOctets(t, pub.port);
  many.send(HELLO, ...topics);
  await until(() => errors.length === 1 && many.isClosed);
  assert.match(errors[0]!.message, /subscribes to more than 65536 topics/);
  const long = await connectOctets(t, pub.port);
  long.send(
    HELLO,
    ...Array.from({ length: 300 }, (_, i) => encodeCommand("SUBSCRIBE", Buffer.alloc(60_000, `${i} `))),
  );
  await until(() => errors.length === 2 && long.isClosed);
  assert.match(errors[1]!.message, /subscribes to more than 16777216 octets of topics/);
  assert.equal(pub.hasSubscriber("topic 1"), false);
});

// That only the last one is answered, and so that they cost nothing, is seen in unit/tango/zmtp/zmtp-channel.test.ts.
test("a flood of PINGs whose answers are not read has its end", async (t) => {
  const errors: ZmtpError[] = [];
  const pub = await listenPub(t, { stallTimeoutMs: 200, onPeerClosed: (error) => errors.push(error) });
  const peer = await connectOctets(t, pub.port);
  peer.socket.pause();
  peer.send(HELLO);
  const ping = encodeCommand("PING", Buffer.alloc(18));
  const flood = Buffer.concat(Array.from({ length: 20_000 }, () => ping));
  while (errors.length === 0) {
    peer.socket.write(flood);
    await until(() => errors.length > 0 || !peer.socket.writableNeedDrain);
  }
  assert.equal(errors[0]!.code, "ZMTP_TIMEOUT");
});
