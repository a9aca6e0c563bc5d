import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { type TestContext, test } from "node:test";
import { DEFAULT_LIMITS } from "../../src/giop/cdr/limits.ts";
import { messageFormat } from "../../src/giop/message/giop-version.ts";
import { encodeLocateReplyHeader } from "../../src/giop/message/locate.ts";
import {
  beginMessage,
  emptyMessage,
  finishMessage,
  fragmentMessage,
} from "../../src/giop/message/message-encoder.ts";
import { messageTypeOf } from "../../src/giop/message/message-header.ts";
import { Orb } from "../../src/iiop/orb.ts";
import type { OrbOptions } from "../../src/iiop/orb-options.ts";
import { Echo } from "../support/echo.ts";
import { JACORB, referenceBy } from "../support/fake-client.ts";
import { listenRaw, type RawPeer, reply, request } from "../support/raw-peer.ts";

/** A client of a server that the test plays by hand. */
async function against(t: TestContext, options: Partial<OrbOptions> = {}) {
  const server = await listenRaw(t);
  const orb = new Orb({ callTimeoutMs: 10_000, ...options });
  t.after(() => orb.destroy());
  const proxy = orb.proxy(Echo, referenceBy(JACORB, "127.0.0.1", server.port));
  return { server, orb, proxy };
}

/** Answers the next request of the next connection as it should be: the client is in order again, and connected. */
async function serveOne(server: { accepted(): Promise<RawPeer> }): Promise<RawPeer> {
  const peer = await server.accepted();
  const { requestId } = await peer.nextRequest();
  peer.send(reply(requestId, { body: (writer) => writer.string("in order again") }));
  return peer;
}

const LOST = { kind: "COMM_FAILURE", minorName: "COMM_FAILURE_WaitingForReply", completed: "MAYBE" };
const NOT_UNDERSTOOD = {
  kind: "COMM_FAILURE",
  minorName: "COMM_FAILURE_UnMarshalResults",
  completed: "MAYBE",
};

test("a listener that accepts and never answers", async (t) => {
  const { server, proxy, orb } = await against(t);
  const first = proxy.ping();
  const peer = await serveOne(server);
  await first;
  await assert.rejects(proxy.ping({ timeoutMs: 50 }), {
    minorName: "TRANSIENT_CallTimedout",
    completed: "MAYBE",
  });
  await peer.nextOf("Request");
  await peer.nextOf("CancelRequest");
  const next = proxy.ping();
  peer.send(reply((await peer.nextRequest()).requestId));
  await next;
  assert.equal(orb.connectionCount, 1);
});

test("a reply cut after any octet", async (t) => {
  const { server, proxy } = await against(t);
  const size = reply(2, { body: (writer) => writer.string("x") }).length;
  for (let cut = 0; cut < size; cut++) {
    const call = proxy.echo("x");
    const peer = await server.accepted();
    const { requestId } = await peer.nextRequest();
    const whole = reply(requestId, { body: (writer) => writer.string("x") });
    peer.socket.end(whole.subarray(0, cut));
    await assert.rejects(call, LOST, `cut after ${cut}`);
  }
  const next = proxy.echo("x");
  await serveOne(server);
  assert.equal(await next, "in order again");
});

test("a connection reset instead of a reply", async (t) => {
  const { server, proxy } = await against(t);
  const call = proxy.echo("x");
  const peer = await server.accepted();
  await peer.nextRequest();
  peer.socket.resetAndDestroy();
  await assert.rejects(call, LOST);
  const next = proxy.echo("x");
  await serveOne(server);
  await next;
});

test("something else than a reply", async (t) => {
  const { server, proxy } = await against(t);
  const locateReply = (requestId: number) => {
    const writer = beginMessage("LocateReply", messageFormat(2));
    encodeLocateReplyHeader(writer, { requestId, status: "OBJECT_HERE" });
    return finishMessage(writer);
  };
  const flip = (message: Uint8Array, at: number, value: number) => {
    const changed = Uint8Array.from(message);
    changed[at] = value;
    return changed;
  };
  const answers: Record<string, (requestId: number) => Uint8Array | string> = {
    "text of another protocol": () => "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
    "a header that promises 4 GiB": () => Buffer.from("47494f5001020101ffffffff", "hex"),
    "a GIOP version of the future": (id) => flip(reply(id), 5, 9),
    "a message type that is none": (id) => flip(reply(id), 7, 99),
    "a LocateReply": locateReply,
    "a Request": (id) => request(id, "ping"),
    "a CancelRequest": () => flip(reply(1), 7, 2),
    "a MessageError": () => emptyMessage("MessageError", 2),
    "a reply status that is none": (id) => flip(reply(id), 16, 77),
    "a reply too short for its header": () => Buffer.from("47494f500102010100000000", "hex"),
    "a fragment of nothing": (id) => flip(reply(id), 7, 7),
    "service contexts beyond the end": (id) => flip(reply(id), 20, 200),
  };
  for (const [what, answer] of Object.entries(answers)) {
    const call = proxy.echo("x");
    const second = proxy.ping();
    const peer = await server.accepted();
    const { requestId } = await peer.nextRequest();
    await peer.nextRequest();
    peer.send(answer(requestId));
    await assert.rejects(call, NOT_UNDERSTOOD, what);
    await assert.rejects(second, NOT_UNDERSTOOD, what);
    if (what !== "a MessageError") assert.equal(messageTypeOf(await peer.next()), "MessageError", what);
    await peer.closed;
  }
  const next = proxy.echo("x");
  await serveOne(server);
  assert.equal(await next, "in order again");
});

test("replies to unknown ids, and twice to the same, are dropped", async (t) => {
  const { server, proxy, orb } = await against(t);
  const call = proxy.echo("x");
  const peer = await server.accepted();
  const { requestId } = await peer.nextRequest();
  peer.send(reply(requestId + 1000));
  peer.send(reply(requestId + 1));
  const answer = reply(requestId, { body: (writer) => writer.string("once") });
  peer.send(Buffer.concat([answer, answer, answer]));
  assert.equal(await call, "once");
  const next = proxy.echo("y");
  const { requestId: second } = await peer.nextRequest();
  peer.send(reply(second, { body: (writer) => writer.string("twice") }));
  assert.equal(await next, "twice");
  assert.equal(orb.connectionCount, 1);
});

test("CloseConnection in mid-call sends the call again, once it is heard", async (t) => {
  const { server, proxy } = await against(t);
  const calls = [proxy.echo("a"), proxy.echo("b")];
  const peer = await server.accepted();
  const first = await peer.nextRequest();
  await peer.nextRequest();
  const answer = reply(first.requestId, { body: (writer) => writer.string("answered before the end") });
  peer.socket.end(Buffer.concat([answer, emptyMessage("CloseConnection", 2)]));
  await serveOne(server);
  assert.deepEqual(await Promise.all(calls), ["answered before the end", "in order again"]);
});

test("a server that closes every connection in order without an answer", async (t) => {
  const { server, proxy } = await against(t);
  const call = proxy.ping();
  const rejected = assert.rejects(call, { kind: "TRANSIENT", minorName: "TRANSIENT_ConnectionClosed" });
  for (let i = 0; i < 4; i++) {
    const peer = await server.accepted();
    await peer.nextRequest();
    peer.socket.end(emptyMessage("CloseConnection", 2));
  }
  await rejected;
  assert.equal(server.peers.length, 4);
});

test("a server that ends its half of the connection", async (t) => {
  const { server, proxy } = await against(t);
  const call = proxy.ping();
  const peer = await server.accepted();
  await peer.nextRequest();
  peer.socket.end();
  await assert.rejects(call, LOST);
  await peer.closed;
  const next = proxy.ping();
  await serveOne(server);
  await next;
});

test("a server that trickles its reply: the call keeps its own time", async (t) => {
  const { server, proxy } = await against(t);
  const first = proxy.ping();
  const peer = await serveOne(server);
  await first;
  const rejected = assert.rejects(proxy.echo("x", { timeoutMs: 100 }), {
    minorName: "TRANSIENT_CallTimedout",
    completed: "MAYBE",
  });
  const { requestId } = await peer.nextRequest();
  const answer = reply(requestId, { body: (writer) => writer.string("too late") });
  let at = 0;
  const trickle = setInterval(() => {
    if (at < answer.length) peer.send(answer.subarray(at, ++at));
  }, 5);
  t.after(() => clearInterval(trickle));
  await rejected;
  clearInterval(trickle);
  peer.send(answer.subarray(at));
  const next = proxy.echo("x");
  await peer.nextOf("CancelRequest");
  const again = await peer.nextRequest();
  peer.send(reply(again.requestId, { body: (writer) => writer.string("in time") }));
  assert.equal(await next, "in time", "the same connection goes on behind the late reply");
});

test("replies larger than the limit, whole or in fragments", async (t) => {
  const limits = { ...DEFAULT_LIMITS, maxMessageSize: 4096 };
  const { server, proxy } = await against(t, { limits });
  const large = (requestId: number) =>
    reply(requestId, { body: (writer) => writer.string("x".repeat(10_000)) });
  const pieces: ((requestId: number) => readonly Uint8Array[])[] = [
    (id) => [large(id)],
    (id) => fragmentMessage(large(id), 1000),
  ];
  for (const send of pieces) {
    const call = proxy.echo("x");
    const peer = await server.accepted();
    const { requestId } = await peer.nextRequest();
    for (const piece of send(requestId)) peer.send(piece);
    await assert.rejects(call, NOT_UNDERSTOOD);
    await peer.closed;
  }
});

test("nobody at the address, then somebody", async (t) => {
  const { server, proxy } = await against(t);
  await server.close();
  await assert.rejects(proxy.ping(), { minorName: "TRANSIENT_ConnectFailed", completed: "NO" });
  const again = await listenRaw(t, () => {}, server.port);
  const call = proxy.ping();
  await serveOne(again);
  await call;
});
