import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { SystemException } from "../../../src/giop/exception/system-exception.ts";
import { decodeRequestHeader } from "../../../src/giop/message/request.ts";
import { Orb } from "../../../src/iiop/orb.ts";
import { ForwardRequest } from "../../../src/iiop/servant.ts";
import { Echo, EchoServant } from "../../support/echo.ts";
import {
  exceptionReply,
  fakeClient,
  forwardReply,
  lastRequestId,
  reference,
  refuse,
  THERE,
} from "../../support/fake-client.ts";
import { readerOf, reply } from "../../support/raw-peer.ts";
import { serveEcho } from "../../support/served-echo.ts";

test("tries the next address where one refuses or does not answer, and stays there", async (t) => {
  const { transport, proxy, tick } = fakeClient(t, "1.2@a:1 1.2@b:2 1.2@c:3", { connectTimeoutMs: 200 });
  const call = proxy.ping();
  refuse(transport.streams[0]!);
  assert.equal(transport.last.peer, "b:2");
  tick(200);
  await turn();
  assert.equal(transport.last.peer, "c:3");
  transport.last.events.onOpen();
  transport.last.events.onData(reply(lastRequestId(transport.last)));
  await call;
  const second = proxy.ping();
  transport.last.events.onData(reply(lastRequestId(transport.last)));
  await second;
  assert.equal(transport.streams.length, 3);
});

test("fails when every address refuses, and begins anew with the next call", async (t) => {
  const { transport, proxy } = fakeClient(t, "1.2@a:1 1.2@b:2");
  const call = proxy.ping();
  refuse(transport.last);
  refuse(transport.last);
  await assert.rejects(call, { minorName: "TRANSIENT_ConnectFailed", completed: "NO", message: /b:2/ });
  const next = proxy.ping();
  assert.equal(transport.last.peer, "a:1");
  transport.last.events.onOpen();
  transport.last.events.onData(reply(lastRequestId(transport.last)));
  await next;
});

test("a call that ends while its address does not answer lets the next call try the next address", async (t) => {
  const { transport, proxy, tick } = fakeClient(t, "1.2@a:1 1.2@b:2");
  const call = proxy.ping();
  tick(3000);
  await assert.rejects(call, { minorName: "TRANSIENT_CallTimedout", completed: "NO" });
  const next = proxy.ping();
  assert.equal(transport.last.peer, "b:2");
  transport.last.events.onOpen();
  transport.last.events.onData(reply(lastRequestId(transport.last)));
  await next;
});

test("follows a forward for later calls too, and goes back where it leads nowhere any more", async (t) => {
  const { server, proxy, servant } = await serveEcho(t);
  const other = new Orb();
  t.after(() => other.destroy());
  await other.listen();
  const target = new EchoServant();
  servant.forwardTo = new ForwardRequest(other.activate(Echo, target.methods));
  await proxy.ping();
  await proxy.ping();
  assert.deepEqual([servant.pings, target.pings], [0, 2]);
  servant.forwardTo = undefined;
  await other.close();
  await proxy.ping();
  await proxy.ping();
  assert.deepEqual([servant.pings, target.pings], [2, 2]);
  assert.equal(server.isClosed, false);
});

test("never goes back from a permanent forward", async (t) => {
  const { proxy, servant } = await serveEcho(t);
  const other = new Orb();
  t.after(() => other.destroy());
  await other.listen();
  const target = new EchoServant();
  servant.forwardTo = new ForwardRequest(other.activate(Echo, target.methods), { permanent: true });
  await proxy.ping();
  servant.forwardTo = undefined;
  await other.close();
  await assert.rejects(proxy.ping(), { minorName: "TRANSIENT_ConnectFailed" });
  assert.deepEqual([servant.pings, target.pings], [0, 1]);
});

test("goes back to the original once where the object of a forward is gone, and then believes the answer", async (t) => {
  const { transport, proxy } = fakeClient(t);
  const call = proxy.ping();
  const [original] = transport.streams;
  original!.events.onOpen();
  original!.events.onData(forwardReply(lastRequestId(original!), THERE));
  const forwarded = transport.last;
  assert.equal(forwarded.peer, "b:2");
  forwarded.events.onOpen();
  const gone = new SystemException("OBJECT_NOT_EXIST", 0);
  forwarded.events.onData(exceptionReply(lastRequestId(forwarded), gone));
  original!.events.onData(forwardReply(lastRequestId(original!), THERE));
  forwarded.events.onData(exceptionReply(lastRequestId(forwarded), gone));
  await assert.rejects(call, { kind: "OBJECT_NOT_EXIST" });
  assert.deepEqual([original!.written.length, forwarded.written.length], [2, 2]);
});

test("a refusal by the object of a forward is the answer", async (t) => {
  const { transport, proxy } = fakeClient(t);
  const call = proxy.ping();
  const [original] = transport.streams;
  original!.events.onOpen();
  original!.events.onData(forwardReply(lastRequestId(original!), THERE));
  const forwarded = transport.last;
  forwarded.events.onOpen();
  forwarded.events.onData(exceptionReply(lastRequestId(forwarded), new SystemException("BAD_PARAM", 0)));
  assert.equal(original!.written.length, 1);
  await assert.rejects(call, { kind: "BAD_PARAM", completed: "NO" });
});

test("believes a server that says of itself what we say of connections", async (t) => {
  const { transport, proxy } = fakeClient(t, "1.2@a:1 1.2@b:2");
  const call = proxy.ping();
  transport.last.events.onOpen();
  const exception = new SystemException("TRANSIENT", 0x41540002);
  transport.last.events.onData(exceptionReply(lastRequestId(transport.last), exception));
  await assert.rejects(call, { kind: "TRANSIENT", minor: 0x41540002 });
  assert.equal(transport.streams.length, 1);
});

test("every call in flight goes back where a forward leads nowhere any more", async (t) => {
  const { transport, proxy } = fakeClient(t);
  const first = proxy.ping();
  const [original] = transport.streams;
  original!.events.onOpen();
  original!.events.onData(forwardReply(lastRequestId(original!), THERE));
  const others = [proxy.ping(), proxy.ping()];
  assert.equal(original!.written.length, 1);
  refuse(transport.last);
  assert.equal(original!.written.length, 4);
  for (const message of original!.written.slice(1)) {
    original!.events.onData(reply(decodeRequestHeader(readerOf(message)).requestId));
  }
  await Promise.all([first, ...others]);
});

test("gives up a circle of forwards", async (t) => {
  const { transport, proxy } = fakeClient(t);
  const self = reference("a:1");
  const call = proxy.ping();
  transport.last.events.onOpen();
  for (let i = 0; i < 11; i++) {
    transport.last.events.onData(forwardReply(lastRequestId(transport.last), self));
  }
  await assert.rejects(call, {
    kind: "TRANSIENT",
    completed: "NO",
    message: /ping at a:1: .*forward.* 11 times/,
  });
  assert.equal(transport.last.written.length, 11);
});

test("a forward to where TCP cannot go is INV_OBJREF: the operation did not run", async (t) => {
  for (const ior of [{ typeId: "IDL:X:1.0", profiles: [{ tag: 77, data: Uint8Array.of(0) }] }, null]) {
    const { transport, proxy } = fakeClient(t);
    const call = proxy.ping();
    transport.last.events.onOpen();
    transport.last.events.onData(forwardReply(lastRequestId(transport.last), ior));
    await assert.rejects(call, { kind: "INV_OBJREF", completed: "NO", message: /ping at a:1/ });
    const next = proxy.ping();
    transport.last.events.onData(reply(lastRequestId(transport.last)));
    await next;
    t.mock.timers.reset();
  }
});
