import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import { CallAbortedError } from "../../../../src/iiop/call-aborted-error.ts";
import { encodeCommand, encodeReady } from "../../../../src/tango/zmtp/command.ts";
import { encodeGreeting } from "../../../../src/tango/zmtp/greeting.ts";
import { PubSocket } from "../../../../src/tango/zmtp/pub-socket.ts";
import { ZmtpError } from "../../../../src/tango/zmtp/zmtp-error.ts";
import { until } from "../../../support/until.ts";
import {
  connectOctets,
  frames,
  listenPub,
  subscribed,
  subscriptions,
  TestSub,
} from "../../../support/zmtp-sockets.ts";

test("sends messages to those who subscribed to a prefix of their topic, each once", async (t) => {
  const pub = await listenPub(t);
  const some = await subscribed(t, pub, ["a", "ab", "x"]);
  const all = await subscribed(t, pub, [""]);
  assert.ok(pub.hasSubscriber("abc"));
  for (const topic of ["abc", "b", "x", "end a"]) await pub.send(frames(topic, "1", ""));
  await pub.send(frames("a end"));
  await until(() => all.messages.length === 5 && some.messages.length === 3);
  assert.deepEqual(some.texts, ["abc 1 ", "x 1 ", "a end"]);
  assert.deepEqual(all.texts, ["abc 1 ", "b 1 ", "x 1 ", "end a 1 ", "a end"]);
  assert.equal(pub.snapshot().sent, 8);
});

test("knows whether anyone listens, and tells of each change", async (t) => {
  let changes = 0;
  const pub = await listenPub(t, { onSubscriptions: () => changes++ });
  assert.equal(pub.hasSubscriber("topic"), false);
  const sub = await subscribed(t, pub, ["top"]);
  assert.ok(pub.hasSubscriber("topic") && pub.hasSubscriber(Buffer.from("top")));
  assert.equal(pub.hasSubscriber("to"), false);
  assert.equal(changes, 1);
  sub.socket.subscribe("top");
  sub.socket.unsubscribe("top");
  sub.socket.unsubscribe("nothing");
  sub.socket.unsubscribe("top");
  await until(() => changes === 2);
  assert.equal(pub.hasSubscriber("topic"), false);
  sub.socket.subscribe("top");
  await until(() => changes === 3);
  sub.socket.close();
  await until(() => changes === 4);
  assert.equal(pub.hasSubscriber("topic"), false);
});

test("counts the subscriptions of a peer: what was subscribed twice and cancelled once stays", async (t) => {
  const pub = await listenPub(t);
  const peer = await connectOctets(t, pub.port);
  const topic = Buffer.from("t");
  // Both forms, of 3.1 and of 3.0, whatever was announced.
  peer.send(encodeGreeting(1));
  peer.send(encodeReady("SUB"));
  peer.send(encodeCommand("SUBSCRIBE", topic));
  peer.send(Buffer.of(0, 2, 1, topic[0]!));
  peer.send(encodeCommand("CANCEL", topic));
  peer.send(encodeCommand("SUBSCRIBE", Buffer.from("other")));
  await until(() => pub.hasSubscriber("other"));
  assert.ok(pub.hasSubscriber("t"));
  peer.send(Buffer.of(0, 2, 0, topic[0]!));
  await until(() => !pub.hasSubscriber("t"));
});

test("carries large and small messages in order, to many", async (t) => {
  const pub = await listenPub(t);
  const subs = await Promise.all(Array.from({ length: 5 }, () => new TestSub(t, pub.port)));
  for (const { socket } of subs) socket.subscribe("t");
  await until(() => subscriptions(pub) === 5);
  const large = Buffer.alloc(800_000, 7);
  for (let i = 0; i < 50; i++) {
    await pub.send(
      [Buffer.from(`t${i}`), Buffer.of(1), Buffer.alloc(21), i % 3 === 0 ? large : Buffer.alloc(100)],
      {
        whenFull: "wait",
      },
    );
  }
  await until(() => subs.every(({ messages }) => messages.length === 50));
  for (const { messages } of subs) {
    assert.deepEqual(
      messages.map(([topic]) => String(topic)),
      Array.from({ length: 50 }, (_, i) => `t${i}`),
    );
    assert.ok(messages[48]![3]!.equals(large));
  }
});

test("says when no subscriber needs the frames any more", async (t) => {
  const pub = await listenPub(t);
  const quick = await subscribed(t, pub, ["t"]);
  const slow = await subscribed(t, pub, ["t"]);
  await until(() => subscriptions(pub) === 2);
  slow.socket.pause();
  let left = 0;
  const data = Buffer.alloc(1_000_000);
  const send = (count: number) =>
    Promise.all(
      Array.from({ length: count }, () =>
        pub.send([Buffer.from("t"), data], { whenFull: "drop-oldest", onLeft: () => left++ }),
      ),
    );
  await send(20);
  await until(() => quick.messages.length === 20);
  const held = () => pub.snapshot().peers[1]!.queued;
  assert.ok(held() > 0);
  await until(() => left === 20 - held());
  slow.socket.resume();
  await until(() => left === 20);
  // What nobody wants any more has left, too.
  slow.socket.pause();
  await send(100);
  assert.ok(pub.snapshot().dropped > 0);
  await until(() => left === 120 - held());
});

test("loses nothing to a slow subscriber where every send waits, and keeps no more than its marks allow", async (t) => {
  const pub = await listenPub(t, { highWaterMark: 10, maxQueuedBytes: 1 << 20 });
  const slow = await subscribed(t, pub, ["t"]);
  slow.socket.pause();
  const data = Buffer.alloc(100_000);
  let sent = 0;
  const sending = (async () => {
    for (; sent < 300; sent++) await pub.send([Buffer.from(`t${sent}`), data], { whenFull: "wait" });
  })();
  await until(() => pub.snapshot().peers[0]!.queued > 10);
  const { queued, queuedBytes } = pub.snapshot().peers[0]!;
  assert.equal(queued, 11);
  assert.ok(queuedBytes <= 1 << 20);
  assert.ok(sent < 300);
  slow.socket.resume();
  await sending;
  await until(() => slow.messages.length === 300);
  assert.deepEqual(
    slow.messages.map(([topic]) => String(topic)),
    Array.from({ length: 300 }, (_, i) => `t${i}`),
  );
  assert.equal(pub.snapshot().dropped, 0);
});

/** A publisher whose only subscriber of "t" takes nothing, so that its queue is full. */
async function full(t: Parameters<typeof listenPub>[0], options: Parameters<typeof listenPub>[1] = {}) {
  const pub = await listenPub(t, { highWaterMark: 10, ...options });
  const slow = await subscribed(t, pub, ["t"]);
  slow.socket.pause();
  const data = Buffer.alloc(100_000);
  let sent = 0;
  while (pub.snapshot().dropped === 0) await pub.send([Buffer.from(`t${sent++}`), data]);
  return { pub, slow, data, sent };
}

test("drops the newest where a queue is full, and nobody else waits for it", async (t) => {
  const { pub, slow, sent } = await full(t);
  const other = await subscribed(t, pub, ["t"]);
  await pub.send(frames("t last"));
  await until(() => other.messages.length === 1);
  assert.equal(pub.snapshot().dropped, 2);
  slow.socket.resume();
  await until(() => slow.messages.length === sent - 1);
  await pub.send(frames("t again"));
  await until(() => slow.messages.length === sent);
  assert.equal(slow.texts.at(-1), "t again");
  assert.ok(String(slow.messages.at(-2)![0]) === `t${sent - 2}`);
});

test("drops the oldest where it is told to, but none that someone waited for", async (t) => {
  const { pub, slow, sent } = await full(t);
  for (const text of ["t new", "t newer"]) await pub.send(frames(text), { whenFull: "drop-oldest" });
  slow.socket.resume();
  await until(() => slow.texts.at(-1) === "t newer");
  assert.equal(slow.texts.at(-2), "t new");
  assert.equal(slow.messages.length, sent - 1);
  assert.equal(pub.snapshot().dropped, 3);
});

test("a send that waits ends by its time, by its signal, and with the socket", async (t) => {
  const { pub } = await full(t);
  const wait = { whenFull: "wait" } as const;
  const message = frames("t late");
  await assert.rejects(
    pub.send(message, { ...wait, timeoutMs: 5 }),
    (error) =>
      error instanceof ZmtpError &&
      error.code === "ZMTP_SEND_TIMEOUT" &&
      /127\.0\.0\.1:\d+: .*slow/.test(error.message),
  );
  const abort = new AbortController();
  const aborted = pub.send(message, { ...wait, signal: abort.signal });
  abort.abort(new Error("enough"));
  await assert.rejects(aborted, CallAbortedError);
  await assert.rejects(pub.send(message, { ...wait, signal: abort.signal }), CallAbortedError);
  await assert.rejects(pub.send(message, { ...wait, signal: {} as AbortSignal }), TypeError);
  const waiting = pub.send(message, wait);
  const closed = pub.close();
  await assert.rejects(waiting, { code: "ZMTP_CLOSED" });
  await closed;
  await assert.rejects(pub.send(message), { code: "ZMTP_CLOSED" });
});

test("a send that waits goes on when the subscriber is gone", async (t) => {
  const { pub, slow } = await full(t);
  const waiting = pub.send(frames("t late"), { whenFull: "wait" });
  slow.socket.close();
  await waiting;
  await until(() => pub.snapshot().connections === 0);
  assert.ok(pub.snapshot().dropped > 0);
});

test("refuses to wait where too many sends wait already", async (t) => {
  const { pub, slow } = await full(t);
  const waiting = Array.from({ length: 10_000 }, () => pub.send(frames("t"), { whenFull: "wait" }));
  const { dropped } = pub.snapshot();
  await assert.rejects(pub.send(frames("t"), { whenFull: "wait" }), { code: "ZMTP_LIMIT" });
  assert.equal(pub.snapshot().dropped, dropped + 1);
  slow.socket.close();
  await Promise.all(waiting);
  await pub.send(frames("t"), { whenFull: "wait" });
});

test("disconnects a subscriber that takes nothing, and says so", async (t) => {
  const errors: ZmtpError[] = [];
  const { pub } = await full(t, { stallTimeoutMs: 50, onPeerClosed: (error) => errors.push(error) });
  await pub.send(frames("t late"), { whenFull: "wait" });
  assert.deepEqual(
    errors.map(({ code }) => code),
    ["ZMTP_TIMEOUT"],
  );
  assert.equal(pub.snapshot().connections, 0);
});

test("lets go on who waits when the mark is raised", async (t) => {
  const { pub } = await full(t);
  assert.equal(pub.highWaterMark, 10);
  const waiting = pub.send(frames("t late"), { whenFull: "wait" });
  pub.highWaterMark = 0;
  await waiting;
  assert.equal(pub.highWaterMark, 0);
});

test("leaves time for everything else to who awaits one send after the other", async (t) => {
  const pub = await listenPub(t);
  await subscribed(t, pub, [""]);
  for (const { size, count } of [
    { size: 10, count: 1000 },
    { size: 800_000, count: 20 },
  ]) {
    const message = [Buffer.from("topic"), Buffer.alloc(size)];
    let turns = 0;
    let isOver = false;
    const tick = () => {
      turns++;
      if (!isOver) setImmediate(tick);
    };
    setImmediate(tick);
    for (let i = 0; i < count; i++) await pub.send(message);
    isOver = true;
    assert.ok(turns > 0, `${count} messages of ${size} octets took one turn of the event loop`);
  }
});

test("refuses a message of no frames", async (t) => {
  const pub = await listenPub(t);
  await assert.rejects(pub.send([]), RangeError);
});

test("closes connections beyond its limit, and those that subscribe to too much", async (t) => {
  const errors: ZmtpError[] = [];
  const pub = await listenPub(t, {
    maxConnections: 2,
    maxSubscriptions: 2,
    maxSubscriptionBytes: 10,
    onPeerClosed: (error) => errors.push(error),
  });
  const one = new TestSub(t, pub.port);
  const two = new TestSub(t, pub.port);
  await Promise.all([one.socket.ready, two.socket.ready]);
  const three = new TestSub(t, pub.port);
  await assert.rejects(three.socket.ready, { code: "ZMTP_PEER_CLOSED" });
  for (const topic of ["a", "b", "c"]) one.socket.subscribe(topic);
  for (const topic of ["a", "0123456789"]) two.socket.subscribe(topic);
  await until(() => errors.length === 2);
  assert.deepEqual(
    errors.map(({ code }) => code),
    ["ZMTP_LIMIT", "ZMTP_LIMIT"],
  );
  assert.equal(pub.hasSubscriber("a"), false);
});

test("gives what waits the time to leave where it is to linger", async (t) => {
  const pub = await listenPub(t, { lingerMs: 60_000 });
  const sub = await subscribed(t, pub, ["t"]);
  const data = Buffer.alloc(1_000_000);
  for (let i = 0; i < 60; i++) void pub.send([Buffer.from("t"), data]);
  assert.equal(pub.snapshot().dropped, 0);
  await pub.close();
  await until(() => sub.messages.length === 60);
});

test("loses nothing of what was just sent where it is to linger", async (t) => {
  for (const count of [1, 2, 20]) {
    const pub = await listenPub(t, { lingerMs: 60_000 });
    const sub = await subscribed(t, pub, ["t"]);
    for (let i = 0; i < count; i++) void pub.send(frames(`t${i}`, "x".repeat(1000)));
    await pub.close();
    await until(() => sub.closed.length === 1);
    assert.equal(sub.messages.length, count);
    assert.equal((sub.closed[0] as ZmtpError).code, "ZMTP_PEER_CLOSED");
  }
});

test("lingers no longer than it is to for a subscriber that takes nothing", async (t) => {
  const { pub } = await full(t, { lingerMs: 20 });
  const waiting = assert.rejects(pub.send(frames("t late"), { whenFull: "wait" }), { code: "ZMTP_CLOSED" });
  await pub.close();
  await waiting;
  assert.equal(pub.snapshot().connections, 0);
});

test("ends at once by destroy, with a reason", async (t) => {
  const pub = await listenPub(t);
  const sub = await subscribed(t, pub, ["t"]);
  const reason = new Error("over");
  pub.destroy(reason);
  await assert.rejects(pub.send(frames("t")), reason);
  await until(() => sub.closed.length === 1);
  assert.equal((sub.closed[0] as ZmtpError).code, "ZMTP_PEER_CLOSED");
  await pub.close();
});

test("refuses a port in use by Node's error", async (t) => {
  const pub = await listenPub(t);
  await assert.rejects(PubSocket.listen({ host: "127.0.0.1", port: pub.port }), { code: "EADDRINUSE" });
});
