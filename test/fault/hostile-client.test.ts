import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { DEFAULT_LIMITS } from "../../src/giop/cdr/limits.ts";
import { decodeSystemException } from "../../src/giop/exception/system-exception.ts";
import { emptyMessage, fragmentMessage } from "../../src/giop/message/message-encoder.ts";
import { messageTypeOf } from "../../src/giop/message/message-header.ts";
import { RESPONSE_NONE } from "../../src/giop/message/request.ts";
import { Orb } from "../../src/iiop/orb.ts";
import { forkFixture } from "../support/child.ts";
import { Echo } from "../support/echo.ts";
import { connectRaw, replyOf, request } from "../support/raw-peer.ts";
import { serveEcho } from "../support/served-echo.ts";

const text = (value: string) => ({ body: (writer: { string(text: string): void }) => writer.string(value) });

test("garbage ends its own connection, and no other", async (t) => {
  const { listener, proxy, servant } = await serveEcho(t);
  await proxy.ping();
  const flip = (at: number, value: number) => {
    const changed = request(2, "ping");
    changed[at] = value;
    return changed;
  };
  const garbage: Record<string, Uint8Array | string> = {
    "another protocol": "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    zeros: new Uint8Array(1000),
    "a header that promises 4 GiB": Buffer.from("47494f5001020100ffffffff", "hex"),
    "a version of the future": flip(4, 2),
    "a type that is none": flip(7, 200),
    "a Reply": flip(7, 1),
    "a fragment of nothing": flip(7, 7),
    "a request without a body": Buffer.from("47494f500102010000000000", "hex"),
    "an addressing that is none": flip(20, 77),
    "a key beyond the end": flip(24, 250),
  };
  for (const [what, bytes] of Object.entries(garbage)) {
    const raw = await connectRaw(t, listener.port);
    raw.send(bytes);
    assert.equal(messageTypeOf(await raw.next()), "MessageError", what);
    await raw.closed;
    await proxy.ping();
  }
  for (const bytes of [emptyMessage("MessageError", 2), emptyMessage("CloseConnection", 2)]) {
    const raw = await connectRaw(t, listener.port);
    raw.send(bytes);
    await raw.closed;
  }
  await proxy.ping();
  assert.equal(servant.pings, 2 + Object.keys(garbage).length);
  while (listener.connections > 1) await turn();
});

test("connections beyond the limit are closed at once, and taken again when there is room", async (t) => {
  const { listener, proxy } = await serveEcho(t, { server: { maxConnections: 10 } });
  const held = await Promise.all(Array.from({ length: 10 }, () => connectRaw(t, listener.port)));
  while (listener.connections < 10) await turn();
  const extra = await Promise.all(Array.from({ length: 50 }, () => connectRaw(t, listener.port)));
  await Promise.all(extra.map(({ closed }) => closed));
  await assert.rejects(proxy.ping());
  assert.ok(held.every(({ isClosed }) => !isClosed));
  held[0]!.destroy();
  while (listener.connections === 10) await turn();
  await proxy.ping();
});

test("whoever sends nothing, trickles, or leaves a message in fragments is closed in time", async (t) => {
  const { listener, proxy } = await serveEcho(t, { server: { messageTimeoutMs: 2000 } });
  await proxy.ping();
  const message = request(2, "echo", text("x".repeat(1000)));
  let at = 1;
  // Who begins does so at once, not to be taken for the one that sends nothing.
  const begun = async (octets: Uint8Array) => {
    const peer = await connectRaw(t, listener.port);
    peer.send(octets);
    return peer;
  };
  const [silent, trickling, fragmenting] = await Promise.all([
    connectRaw(t, listener.port),
    begun(message.subarray(0, at)),
    begun(fragmentMessage(message, 200)[0]!),
  ]);
  const trickle = setInterval(() => {
    if (!trickling.isClosed) trickling.send(message.subarray(at, ++at));
  }, 10);
  t.after(() => clearInterval(trickle));
  for (const peer of [silent, trickling, fragmenting]) {
    // Who has begun something is not told to send it again.
    assert.equal(messageTypeOf(await peer.next()), peer === silent ? "CloseConnection" : "MessageError");
    await peer.closed;
  }
  assert.ok(at < message.length);
  await proxy.ping();
});

test("fragments beyond the limits end the connection: in all, and at once", async (t) => {
  const limits = { ...DEFAULT_LIMITS, maxMessageSize: 64 * 1024, maxFragmentedMessages: 4 };
  const { listener, proxy } = await serveEcho(t, { server: { limits } });
  const large = await connectRaw(t, listener.port);
  for (const piece of fragmentMessage(request(2, "echo", text("x".repeat(100_000))), 8 * 1024))
    large.send(piece);
  assert.equal(messageTypeOf(await large.next()), "MessageError");
  const many = await connectRaw(t, listener.port);
  for (let id = 2; id <= 12; id += 2)
    many.send(fragmentMessage(request(id, "echo", text("x".repeat(1000))), 200)[0]!);
  assert.equal(messageTypeOf(await many.next()), "MessageError");
  await Promise.all([large.closed, many.closed]);
  await proxy.ping();
});

test("requests for unknown objects and operations are all answered so", async (t) => {
  const { listener, proxy } = await serveEcho(t);
  const raw = await connectRaw(t, listener.port);
  const count = 2000;
  const flood: Uint8Array[] = [];
  for (let i = 0; i < count; i++) flood.push(request(i * 2, "ping", { key: `no such object ${i}` }));
  raw.send(Buffer.concat(flood));
  await proxy.ping();
  for (let i = 0; i < count; i++) {
    const { header, body } = replyOf(await raw.next());
    assert.equal(header.requestId, i * 2);
    if (i === 0) assert.equal(decodeSystemException(body).kind, "OBJECT_NOT_EXIST");
  }
  raw.send(request(2, "x".repeat(10_000)));
  assert.equal(decodeSystemException(replyOf(await raw.next()).body).kind, "BAD_OPERATION");
});

test("a flood of oneway requests does not shut out others", async (t) => {
  const { listener, proxy, servant } = await serveEcho(t);
  const raw = await connectRaw(t, listener.port);
  const count = 50_000;
  const note = request(2, "note", { responseFlags: RESPONSE_NONE, ...text("x") });
  const block = Buffer.concat(Array.from({ length: 1000 }, () => note));
  for (let i = 0; i < count; i += 1000) raw.send(block);
  let served = 0;
  while (servant.notes.length < count) {
    await proxy.ping();
    served++;
  }
  assert.ok(served > 1, `${served} calls of another client were served meanwhile`);
});

test("a client that never reads its answers stops being served, and holds little memory", async (t) => {
  const { listener, proxy, servant } = await serveEcho(t);
  const raw = await connectRaw(t, listener.port);
  raw.socket.pause();
  const answer = new Uint8Array(1 << 20);
  let served = 0;
  Object.assign(servant.methods, {
    bytes: () => {
      served++;
      return answer;
    },
  });
  const asks = request(2, "bytes", { body: (writer) => writer.ulong(0) });
  raw.send(Buffer.concat(Array.from({ length: 5000 }, () => asks)));
  let last = -1;
  while (served !== last || served === 0) {
    last = served;
    for (let i = 0; i < 20; i++) await proxy.ping();
  }
  assert.ok(served < 20, `${served} answers of 1 MiB were made for nobody`);
  raw.destroy();
  while (listener.connections > 1) await turn();
});

test("a client that never reads its answers is cut off in time", async (t) => {
  const { listener, proxy, servant } = await serveEcho(t, { server: { messageTimeoutMs: 200 } });
  const raw = await connectRaw(t, listener.port);
  raw.socket.pause();
  const answer = new Uint8Array(8 << 20);
  Object.assign(servant.methods, { bytes: () => answer });
  const asks = request(2, "bytes", { body: (writer) => writer.ulong(0) });
  raw.send(Buffer.concat(Array.from({ length: 5 }, () => asks)));
  await proxy.ping();
  while (listener.connections > 1) await turn();
  raw.socket.resume();
  await raw.closed;
  await proxy.ping();
});

test("a server that runs out of file descriptors serves those it has, and takes more later", async (t) => {
  const server = forkFixture(t, "echo-server.ts", [], { fileDescriptors: 80 });
  const { port } = (await server.message()) as { port: number };
  const flood = Array.from({ length: 200 }, () => connect(port, "127.0.0.1"));
  for (const socket of flood) socket.on("error", () => {});
  await Promise.all(flood.map((socket) => Promise.race([once(socket, "connect"), once(socket, "close")])));
  for (const socket of flood) socket.destroy();
  const orb = new Orb();
  t.after(() => orb.destroy());
  const proxy = orb.proxy(Echo, `corbaloc:iiop:1.2@127.0.0.1:${port}/echo`);
  let answered = false;
  while (!answered) {
    answered = await proxy.ping().then(
      () => true,
      () => false,
    );
  }
  assert.equal(server.process.exitCode, null);
});
