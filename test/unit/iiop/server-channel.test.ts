import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import { encodeCancelRequest } from "../../../src/giop/message/cancel-request.ts";
import { messageFormat } from "../../../src/giop/message/giop-version.ts";
import { fragmentMessage } from "../../../src/giop/message/message-encoder.ts";
import { messageTypeOf } from "../../../src/giop/message/message-header.ts";
import { Echo } from "../../support/echo.ts";
import { fakeServer, settle } from "../../support/fake-server.ts";
import { replyOf, request } from "../../support/raw-peer.ts";

const wait = (id: number, name = `${id}`) => request(id, "wait", { body: (writer) => writer.string(name) });

test("runs at most maxRequestsPerConnection, and reads no more until there is room", async (t) => {
  const { connect, servant } = await fakeServer(t, { maxRequestsPerConnection: 4 });
  const stream = connect();
  for (let id = 2; id <= 8; id += 2) stream.events.onData(wait(id));
  assert.equal(servant.waiting, 4);
  assert.equal(stream.paused, false);
  stream.events.onData(wait(10));
  assert.equal(servant.waiting, 4);
  assert.equal(stream.paused, true);
  servant.finish("2");
  await settle();
  assert.equal(servant.waiting, 4, "the one that waited runs");
  assert.equal(stream.paused, true);
  for (const name of ["4", "6"]) servant.finish(name);
  await settle();
  assert.equal(stream.paused, false);
  assert.equal(stream.written.length, 3);
});

test("begins nothing new for a peer that does not take its answers", async (t) => {
  const { connect, servant } = await fakeServer(t);
  const stream = connect();
  stream.takes = false;
  stream.events.onData(Buffer.concat([2, 4, 6, 8].map((id) => request(id, "ping"))));
  assert.equal(servant.pings, 1);
  assert.equal(stream.paused, true);
  stream.takes = true;
  stream.events.onDrain();
  assert.equal(servant.pings, 4);
  assert.equal(stream.paused, false);
  assert.equal(stream.written.length, 4);
});

test("closes a connection whose peer does not complete a message in time, whatever it trickles", async (t) => {
  const { connect, listener, tick } = await fakeServer(t, { messageTimeoutMs: 1000 });
  const stream = connect();
  stream.events.onData(request(2, "ping"));
  const slow = request(4, "ping");
  for (let i = 0; i < 9; i++) {
    stream.events.onData(slow.subarray(i, i + 1));
    tick(100);
  }
  assert.equal(stream.ended, false);
  stream.events.onData(slow.subarray(9, 10));
  tick(100);
  assert.equal(stream.ended, true);
  assert.equal(messageTypeOf(stream.written.at(-1)!), "MessageError", "it is not to send the same again");
  assert.equal(listener.connections, 1, "until what was sent has left");
  stream.events.onClose(undefined);
  assert.equal(listener.connections, 0);
});

test("waits for a large message as long as it gets on", async (t) => {
  const { connect, tick } = await fakeServer(t, { messageTimeoutMs: 1000 });
  const stream = connect();
  const message = request(2, "echo", { body: (writer) => writer.string("x".repeat(50_000)) });
  const size = 4096;
  for (let at = 0; at < message.length; at += size) {
    stream.events.onData(message.subarray(at, at + size));
    if (at + size < message.length) tick(1000);
    assert.equal(stream.ended, false);
  }
  assert.equal(replyOf(stream.written[0]!).body.string().length, 50_000);
  stream.events.onData(message.subarray(0, size - 1));
  tick(1000);
  assert.equal(messageTypeOf(stream.written.at(-1)!), "MessageError");
});

test("reads no more while the requests that run have more octets than may be", async (t) => {
  const { connect, servant } = await fakeServer(t, { maxBytesPerConnection: 1000 });
  const stream = connect();
  const large = "x".repeat(700);
  const size = wait(2, large).length;
  assert.ok(size < 1000);
  stream.events.onData(wait(2, large));
  assert.equal(stream.paused, false);
  stream.events.onData(wait(4, "second"));
  assert.equal(servant.waiting, 2);
  stream.events.onData(wait(6, `third ${large}`));
  assert.equal(servant.waiting, 3, "one may go beyond it");
  stream.events.onData(wait(8, "fourth"));
  assert.deepEqual([servant.waiting, stream.paused], [3, true]);
  servant.finish(large);
  await settle();
  assert.equal(servant.waiting, 3, "the fourth runs");
  assert.equal(stream.paused, true, "more than half of it is taken");
  servant.finish(`third ${large}`);
  await settle();
  assert.deepEqual([servant.waiting, stream.paused], [2, false]);
});

test("closes in order a connection on which nothing came for long, and where nothing runs", async (t) => {
  const { connect, servant, listener, tick } = await fakeServer(t, { serverIdleTimeoutMs: 1000 });
  const [idle, working] = [connect("idle:1"), connect("working:1")];
  idle.events.onData(request(2, "ping"));
  working.events.onData(wait(2));
  tick(1000);
  assert.equal(idle.ended, false, "it was used in this period");
  tick(1000);
  assert.equal(idle.ended, true);
  assert.equal(messageTypeOf(idle.written.at(-1)!), "CloseConnection");
  assert.equal(working.ended, false);
  servant.finish("2");
  await settle();
  tick(1000);
  assert.equal(working.ended, true);
  for (const stream of [idle, working]) stream.close();
  assert.equal(listener.connections, 0);
});

test("keeps idle connections for ever where serverIdleTimeoutMs is 0", async (t) => {
  const { connect, tick } = await fakeServer(t, { serverIdleTimeoutMs: 0 });
  const stream = connect();
  stream.events.onData(request(2, "ping"));
  tick(10_000_000);
  assert.equal(stream.ended, false);
});

test("gives a peer the whole time for each message", async (t) => {
  const { connect, tick } = await fakeServer(t, { messageTimeoutMs: 1000 });
  const stream = connect();
  const bytes = Buffer.concat([2, 4, 6, 8, 10].map((id) => request(id, "ping")));
  const half = request(2, "ping").length / 2;
  stream.events.onData(bytes.subarray(0, half));
  for (let at = half; at < bytes.length - half; at += half * 2) {
    tick(900);
    stream.events.onData(bytes.subarray(at, at + half * 2));
  }
  assert.equal(stream.ended, false);
  assert.equal(stream.written.length, 4);
});

test("closes a connection whose peer does not complete a message in fragments, whatever else it sends", async (t) => {
  const { connect, tick } = await fakeServer(t, { messageTimeoutMs: 1000 });
  const stream = connect();
  const body = (writer: { string(value: string): void }) => writer.string("x".repeat(1000));
  const [first] = fragmentMessage(request(2, "echo", { body }), 128);
  stream.events.onData(first!);
  for (let id = 4; id < 24; id += 2) {
    assert.equal(stream.ended, false);
    stream.events.onData(request(id, "ping"));
    tick(100);
  }
  assert.equal(stream.ended, true);
});

test("closes a connection on which no message ever came, and leaves one that is merely idle", async (t) => {
  const { connect, tick } = await fakeServer(t, { messageTimeoutMs: 1000 });
  const silent = connect("silent:1");
  const idle = connect("idle:1");
  idle.events.onData(request(2, "ping"));
  tick(100_000);
  assert.equal(silent.ended, true);
  assert.equal(idle.ended, false);
});

test("does not hold against a peer the time in which it was not read", async (t) => {
  const { connect, servant, tick } = await fakeServer(t, {
    messageTimeoutMs: 1000,
    maxRequestsPerConnection: 1,
  });
  const stream = connect();
  const next = request(6, "ping");
  stream.events.onData(Buffer.concat([wait(2), request(4, "ping"), next.subarray(0, 20)]));
  assert.equal(stream.paused, true);
  tick(10_000);
  assert.equal(stream.ended, false);
  servant.finish("2");
  await settle();
  assert.equal(stream.paused, false);
  stream.events.onData(next.subarray(20));
  assert.equal(servant.pings, 2);
});

test("cuts off a peer that does not take the end", async (t) => {
  const { connect, listener, tick } = await fakeServer(t, { messageTimeoutMs: 1000 });
  const stream = connect();
  stream.events.onData(new Uint8Array(12));
  assert.equal(messageTypeOf(stream.written.at(-1)!), "MessageError");
  assert.equal(stream.ended, true);
  assert.equal(stream.destroyed, false);
  tick(1000);
  assert.equal(stream.destroyed, true);
  assert.equal(listener.connections, 0);
});

test("tells the servant of a CancelRequest, and answers it no more", async (t) => {
  const { connect, servant } = await fakeServer(t);
  const stream = connect();
  stream.events.onData(wait(2));
  stream.events.onData(wait(4));
  stream.events.onData(encodeCancelRequest(messageFormat(2), 2));
  assert.deepEqual(servant.aborted, ["2"]);
  servant.finish("4");
  await settle();
  assert.deepEqual(
    stream.written.map((message) => replyOf(message).header.requestId),
    [4],
  );
});

test("tells a servant whose connection ends before it has promised an answer", async (t) => {
  const { connect, servant, orb } = await fakeServer(t);
  const stream = connect();
  const { methods } = servant;
  const wait: typeof methods.wait = (name, context) => {
    stream.events.onClose(undefined);
    return methods.wait(name, context);
  };
  orb.activate(Echo, { ...methods, wait }, "closing");
  stream.events.onData(request(2, "wait", { key: "closing", body: (writer) => writer.string("2") }));
  assert.deepEqual(servant.aborted, ["2"]);
});

test("tells the servants when the connection is lost", async (t) => {
  const { connect, servant, listener } = await fakeServer(t);
  const stream = connect();
  stream.events.onData(wait(2));
  stream.events.onData(wait(4));
  stream.events.onClose(new Error("read ECONNRESET"));
  assert.deepEqual(servant.aborted, ["2", "4"]);
  assert.equal(listener.connections, 0);
  await settle();
  assert.equal(stream.written.length, 0);
});

test("a graceful close answers what runs, says CloseConnection, and drops what waits", async (t) => {
  const { connect, servant, listener } = await fakeServer(t, { maxRequestsPerConnection: 1 });
  const stream = connect();
  stream.events.onData(wait(2));
  stream.events.onData(wait(4));
  const closed = listener.close();
  stream.events.onData(wait(6));
  servant.finish("2");
  await settle();
  assert.deepEqual(stream.written.map(messageTypeOf), ["Reply", "CloseConnection"]);
  assert.equal(stream.ended, true);
  assert.equal(servant.waiting, 0);
  stream.events.onClose(undefined);
  await closed;
});

test("a graceful close waits for drainTimeoutMs and not longer", async (t) => {
  const { connect, servant, listener, tick } = await fakeServer(t, { drainTimeoutMs: 500 });
  const stream = connect();
  stream.events.onData(wait(2));
  const closed = listener.close();
  tick(500);
  await closed;
  assert.equal(stream.destroyed, true);
  assert.deepEqual(servant.aborted, ["2"]);
});

test("cuts off a client that takes none of its answers", async (t) => {
  const { connect, listener, servant } = await fakeServer(t, { messageTimeoutMs: 1000 });
  const stream = connect();
  stream.events.onData(wait(2));
  stream.takes = false;
  stream.events.onData(request(4, "ping"));
  assert.equal(stream.stallTimeoutMs, 1000);
  stream.events.onDrain();
  assert.equal(stream.stallTimeoutMs, 0);
  stream.events.onData(request(6, "ping"));
  stream.events.onStall();
  assert.equal(stream.destroyed, true);
  assert.deepEqual(servant.aborted, ["2"]);
  assert.equal(listener.connections, 0);
});
