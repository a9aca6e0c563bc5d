import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import { encodeCommand, encodeReady } from "../../../../src/tango/zmtp/command.ts";
import { encodeGreeting } from "../../../../src/tango/zmtp/greeting.ts";
import { encodeMessage } from "../../../../src/tango/zmtp/message-encoder.ts";
import { SubSocket, type SubSocketOptions } from "../../../../src/tango/zmtp/sub-socket.ts";
import type { ZmtpError } from "../../../../src/tango/zmtp/zmtp-error.ts";
import { until } from "../../../support/until.ts";
import { VirtualClock } from "../../../support/virtual-clock.ts";
import { frames, listenOctets, listenPub, subscribed, TestSub } from "../../../support/zmtp-sockets.ts";

const HELLO = [encodeGreeting(1), encodeReady("PUB")];

/** A publisher in the test's hands that has greeted, and a socket connected to it. */
async function meet(t: Parameters<typeof listenOctets>[0], options: Partial<SubSocketOptions> = {}) {
  const server = await listenOctets(t, (peer) => peer.send(...HELLO));
  const sub = new TestSub(t, server.port, options);
  await sub.socket.ready;
  return { sub, peer: server.peers[0]! };
}

test("sends what was subscribed before and after the handshake, each topic once", async (t) => {
  const server = await listenOctets(t);
  const { socket } = new TestSub(t, server.port);
  socket.subscribe("a");
  socket.subscribe(Buffer.of(0xff));
  socket.subscribe("a");
  socket.subscribe("never");
  socket.unsubscribe("never");
  await until(() => server.peers.length === 1);
  const [peer] = server.peers;
  peer!.send(...HELLO);
  await socket.ready;
  assert.equal(socket.snapshot().subscriptions, 2);
  socket.unsubscribe("a");
  socket.unsubscribe("a");
  socket.unsubscribe("a");
  const expected = Buffer.concat([
    encodeGreeting(1),
    encodeReady("SUB"),
    encodeCommand("SUBSCRIBE", Buffer.from("a")),
    encodeCommand("SUBSCRIBE", Buffer.of(0xff)),
    encodeCommand("CANCEL", Buffer.from("a")),
  ]);
  await until(() => peer!.received.length >= expected.length);
  assert.deepEqual(peer!.received, expected);
});

test("knows when the publisher has taken its subscriptions", async (t) => {
  const pub = await listenPub(t);
  const sub = new TestSub(t, pub.port);
  sub.socket.subscribe("topic");
  await sub.socket.ready;
  assert.equal(await sub.socket.confirmed(60_000), true);
  await pub.send(frames("topic 1"));
  sub.socket.subscribe("other");
  assert.deepEqual(await Promise.all([1, 2, 3].map(() => sub.socket.confirmed(60_000))), [true, true, true]);
  await pub.send(frames("other 2"));
  await until(() => sub.messages.length === 2);
  sub.socket.close();
  assert.equal(await sub.socket.confirmed(60_000), false);
});

test("does not wait for a publisher that cannot say so, says nothing, or is gone", async (t) => {
  const old = await listenOctets(t, (peer) => peer.send(encodeGreeting(0), encodeReady("PUB")));
  const toOld = new TestSub(t, old.port);
  assert.equal(await toOld.socket.confirmed(60_000), false);
  await toOld.socket.ready;
  assert.equal(await toOld.socket.confirmed(60_000), false);
  const clock = new VirtualClock();
  const { sub, peer } = await meet(t, { clock });
  const late = sub.socket.confirmed(1000);
  clock.tick(1000);
  assert.equal(await late, false);
  // Its answer comes too late, and another is of no ping of ours.
  peer.send(encodeCommand("PONG", Buffer.from("00000001", "hex")), encodeCommand("PONG", Buffer.from("x")));
  const lost = sub.socket.confirmed(60_000);
  sub.socket.close();
  assert.equal(await lost, false);
  assert.equal(clock.timers, 0);
});

test("subscribes by messages where the publisher speaks 3.0", async (t) => {
  const server = await listenOctets(t, (peer) => peer.send(encodeGreeting(0), encodeReady("XPUB")));
  const { socket } = new TestSub(t, server.port);
  socket.subscribe("a");
  await socket.ready;
  const long = "b".repeat(300);
  socket.subscribe(long);
  socket.unsubscribe("a");
  const expected = Buffer.concat([
    encodeGreeting(1),
    encodeReady("SUB"),
    ...["\x01a", `\x01${long}`, "\0a"].flatMap((text) => encodeMessage([Buffer.from(text)]).chunks),
  ]);
  await until(() => server.peers[0]!.received.length >= expected.length);
  assert.deepEqual(server.peers[0]!.received, expected);
});

test("aligns what begins at frameOffset of large frames, in memory of their own", async (t) => {
  const pub = await listenPub(t);
  const sub = await subscribed(t, pub, [""], { frameOffset: 4 });
  for (const size of [1024, 1028, 5000, 65_536, 800_004])
    await pub.send([Buffer.from("t"), Buffer.alloc(size, size & 0xff)]);
  await until(() => sub.messages.length === 5);
  for (const [, frame] of sub.messages) {
    assert.equal((frame!.byteOffset + 4) % 8, 0);
    assert.ok(frame!.every((octet) => octet === (frame!.length & 0xff)));
  }
  assert.ok(sub.messages[4]![1]!.buffer.byteLength < 810_000);
});

test("gives no message while it is paused, and all of them in order afterwards", async (t) => {
  let most = Number.POSITIVE_INFINITY;
  const { sub, peer } = await meet(t, {
    onMessage: (message) => {
      sub.messages.push([...message]);
      if (sub.messages.length === most) sub.socket.pause();
    },
  });
  const texts = Array.from({ length: 1000 }, (_, i) => `m${i}`);
  most = 10;
  peer.send(...texts.flatMap((text) => encodeMessage(frames(text, "x")).chunks));
  await until(() => sub.messages.length === 10);
  for (most = 20; most <= 60; most += 20) {
    sub.socket.resume();
    assert.equal(sub.messages.length, most);
  }
  most = Number.POSITIVE_INFINITY;
  sub.socket.resume();
  await until(() => sub.messages.length === 1000);
  assert.deepEqual(
    sub.messages.map(([text]) => String(text)),
    texts,
  );
  sub.socket.pause();
  sub.socket.pause();
  peer.send(...encodeMessage(frames("after")).chunks);
  sub.socket.resume();
  await until(() => sub.messages.length === 1001);
  assert.equal(sub.socket.snapshot().received, 1001);
});

test("gives nothing after close(), even of what had come, and tells that once", async (t) => {
  const { sub, peer } = await meet(t, {
    onMessage: (message) => {
      sub.messages.push([...message]);
      sub.socket.close();
      sub.socket.close();
      sub.socket.resume();
    },
  });
  peer.send(...["1", "2", "3"].flatMap((text) => encodeMessage(frames(text)).chunks));
  await until(() => peer.isClosed);
  assert.deepEqual(sub.texts, ["1"]);
  assert.deepEqual(sub.closed, [null]);
  assert.equal(sub.socket.snapshot().isReady, false);
});

test("rejects ready, and needs no handler for it, whatever ends it before", async (t) => {
  const pub = await listenPub(t);
  const { port } = pub;
  const early = new TestSub(t, port);
  early.socket.close();
  await assert.rejects(early.socket.ready, { code: "ZMTP_CLOSED" });
  assert.deepEqual(early.closed, [null]);
  await pub.close();
  const refused = new TestSub(t, port);
  await until(() => refused.closed.length === 1);
  const error = refused.closed[0] as ZmtpError;
  assert.equal(error.code, "ZMTP_CONNECTION");
  assert.equal((error.cause as NodeJS.ErrnoException).code, "ECONNREFUSED");
  assert.equal(error.peer, `127.0.0.1:${port}`);
});

test("tells of a publisher that closes, breaks the protocol or sends too much", async (t) => {
  for (const [code, octets] of [
    ["ZMTP_PROTOCOL", Buffer.of(0xff)],
    ["ZMTP_LIMIT", Buffer.from("02ffffffffffffffff", "hex")],
    ["ZMTP_LIMIT", Buffer.from("020000000000100000", "hex")],
    ["ZMTP_LIMIT", Buffer.from("060000000000100000", "hex")],
    ["ZMTP_REFUSED", encodeCommand("ERROR", Buffer.from("\x04over"))],
  ] as const) {
    const { sub, peer } = await meet(t, { maxMessageSize: 1 << 20 });
    peer.send(octets);
    await until(() => sub.closed.length === 1);
    assert.equal((sub.closed[0] as ZmtpError).code, code);
    await until(() => peer.isClosed);
  }
  const { sub, peer } = await meet(t);
  peer.socket.end();
  await until(() => sub.closed.length === 1);
  assert.equal((sub.closed[0] as ZmtpError).code, "ZMTP_PEER_CLOSED");
});

test("gives up on a publisher that does not connect, greet or finish a message in time", async (t) => {
  const silent = await listenOctets(t);
  const waiting = new TestSub(t, silent.port, { handshakeTimeoutMs: 20 });
  await assert.rejects(waiting.socket.ready, /no ZMTP handshake within 20 ms/);
  const { sub, peer } = await meet(t, { messageTimeoutMs: 20 });
  peer.send(Buffer.of(0, 200, 1));
  await until(() => sub.closed.length === 1);
  assert.match(String(sub.closed[0]), /no whole message in 20 ms/);
});

test("leaves no timer behind where it cannot even begin to connect", () => {
  const clock = new VirtualClock();
  const options = { onMessage() {}, onClosed() {}, clock };
  assert.throws(() => new SubSocket({ host: "127.0.0.1", port: 65_536 }, options), RangeError);
  assert.equal(clock.timers, 0);
});
