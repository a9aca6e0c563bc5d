import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { encodeSystemException, SystemException } from "../../../src/giop/exception/system-exception.ts";
import { corbalocToIor, parseCorbaloc } from "../../../src/giop/ior/corbaloc.ts";
import { encodeIor, type Ior } from "../../../src/giop/ior/ior.ts";
import { decodeCancelRequest } from "../../../src/giop/message/cancel-request.ts";
import { messageTypeOf } from "../../../src/giop/message/message-header.ts";
import { decodeRequestHeader } from "../../../src/giop/message/request.ts";
import { CallAbortedError } from "../../../src/iiop/call-aborted-error.ts";
import { Orb } from "../../../src/iiop/orb.ts";
import { DEFAULT_ORB_OPTIONS, type OrbOptions } from "../../../src/iiop/orb-options.ts";
import { ForwardRequest } from "../../../src/iiop/servant.ts";
import { Echo, EchoServant } from "../../support/echo.ts";
import { type FakeStream, FakeTransport } from "../../support/fake-transport.ts";
import { CLOSE_CONNECTION, readerOf, reply } from "../../support/raw-peer.ts";
import { serveEcho } from "../../support/served-echo.ts";

/** A client over a transport without a network, on a clock that only the test moves. */
function fakeClient(t: TestContext, addresses = "1.2@a:1", options: Partial<OrbOptions> = {}) {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  const transport = new FakeTransport();
  const orb = new Orb(options, transport);
  const url = addresses
    .split(" ")
    .map((address) => `iiop:${address}`)
    .join(",");
  return {
    transport,
    orb,
    proxy: orb.proxy(Echo, `corbaloc:${url}/key`),
    tick: t.mock.timers.tick.bind(t.mock.timers),
  };
}

function reference(address: string): Ior {
  const url = parseCorbaloc(`corbaloc:iiop:1.2@${address}/there`);
  assert.ok(url.kind === "iiop");
  return corbalocToIor(url);
}

const THERE = reference("b:2");

function lastRequestId(stream: FakeStream): number {
  return decodeRequestHeader(readerOf(stream.written.at(-1)!)).requestId;
}

function refuse(stream: FakeStream): void {
  stream.events.onClose(
    Object.assign(new Error(`connect ECONNREFUSED ${stream.peer}`), { code: "ECONNREFUSED" }),
  );
}

function exceptionReply(requestId: number, exception: SystemException): Uint8Array {
  return reply(requestId, {
    status: "SYSTEM_EXCEPTION",
    body: (writer) => encodeSystemException(writer, exception),
  });
}

function forwardReply(requestId: number, ior: Ior, permanent = false): Uint8Array {
  return reply(requestId, {
    status: permanent ? "LOCATION_FORWARD_PERM" : "LOCATION_FORWARD",
    body: (writer) => encodeIor(writer, ior),
  });
}

/** Whether the promise has settled, after all that can run has run. */
async function hasSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  promise.then(
    () => {
      settled = true;
    },
    () => {
      settled = true;
    },
  );
  for (let i = 0; i < 10; i++) await null;
  return settled;
}

test("times out after timeoutMs, says so to the peer, and the connection stays", async (t) => {
  const { transport, proxy, orb, tick } = fakeClient(t);
  const call = proxy.ping({ timeoutMs: 500 });
  transport.last.events.onOpen();
  tick(499);
  assert.equal(await hasSettled(call), false);
  tick(1);
  await assert.rejects(call, {
    kind: "TRANSIENT",
    minorName: "TRANSIENT_CallTimedout",
    completed: "MAYBE",
    message: /ping at a:1 took longer than 500 ms/,
  });
  const { written } = transport.last;
  assert.deepEqual(written.map(messageTypeOf), ["Request", "CancelRequest"]);
  assert.equal(
    decodeCancelRequest(readerOf(written[1]!)),
    decodeRequestHeader(readerOf(written[0]!)).requestId,
  );
  assert.equal(orb.connectionCount, 1);
  const next = proxy.echo("late replies do not matter");
  transport.last.events.onData(reply(decodeRequestHeader(readerOf(written[0]!)).requestId));
  transport.last.events.onData(
    reply(lastRequestId(transport.last), { body: (writer) => writer.string("fine") }),
  );
  assert.equal(await next, "fine");
});

test("times out by the Orb's own limit, and never where that is 0", async (t) => {
  const { transport, proxy, tick } = fakeClient(t);
  const call = proxy.ping();
  const endless = proxy.ping({ timeoutMs: 0 });
  const infinite = proxy.ping({ timeoutMs: Number.POSITIVE_INFINITY });
  const veryLong = proxy.ping({ timeoutMs: 2 ** 40 });
  transport.last.events.onOpen();
  tick(DEFAULT_ORB_OPTIONS.callTimeoutMs);
  await assert.rejects(call, { minorName: "TRANSIENT_CallTimedout" });
  tick(2 ** 30);
  for (const other of [endless, infinite, veryLong]) assert.equal(await hasSettled(other), false);
});

test("refuses a timeoutMs that is no time", async (t) => {
  const { transport, proxy } = fakeClient(t);
  for (const timeoutMs of [-1, Number.NaN]) {
    await assert.rejects(proxy.ping({ timeoutMs }), { name: "RangeError", message: /timeoutMs/ });
  }
  assert.equal(transport.streams.length, 0);
});

test("times out while connecting: nothing was sent", async (t) => {
  const { transport, proxy, tick } = fakeClient(t, "1.2@a:1", { connectTimeoutMs: 10_000 });
  const call = proxy.ping({ timeoutMs: 500 });
  tick(500);
  await assert.rejects(call, { minorName: "TRANSIENT_CallTimedout", completed: "NO" });
  transport.last.events.onOpen();
  assert.equal(transport.last.written.length, 0);
});

test("gives connecting up after connectTimeoutMs", async (t) => {
  const { transport, proxy, orb, tick } = fakeClient(t, "1.2@a:1", { connectTimeoutMs: 200 });
  const call = proxy.ping();
  tick(200);
  await assert.rejects(call, {
    kind: "TRANSIENT",
    minorName: "TRANSIENT_CallTimedout",
    completed: "NO",
    message: /cannot connect to a:1: no connection within 200 ms/,
  });
  assert.equal(transport.last.destroyed, true);
  assert.equal(orb.connectionCount, 0);
});

test("tries the next address where one refuses or does not answer, and stays there", async (t) => {
  const { transport, proxy, tick } = fakeClient(t, "1.2@a:1 1.2@b:2 1.2@c:3", { connectTimeoutMs: 200 });
  const call = proxy.ping();
  refuse(transport.streams[0]!);
  assert.equal(transport.last.peer, "b:2");
  tick(200);
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

test("rejects at once, and connects nowhere, where the signal was aborted before", async (t) => {
  const { transport, proxy } = fakeClient(t);
  const reason = new Error("not today");
  await assert.rejects(proxy.ping({ signal: AbortSignal.abort(reason) }), (error) => {
    assert.ok(error instanceof CallAbortedError);
    assert.equal(error.name, "AbortError");
    assert.equal(error.code, "ABORT_ERR");
    assert.equal(error.cause, reason);
    return true;
  });
  assert.equal(transport.streams.length, 0);
});

test("an abort while connecting sends nothing", async (t) => {
  const { transport, proxy } = fakeClient(t);
  const controller = new AbortController();
  const call = proxy.ping({ signal: controller.signal });
  controller.abort();
  await assert.rejects(call, CallAbortedError);
  transport.last.events.onOpen();
  assert.equal(transport.last.written.length, 0);
  assert.equal(transport.last.keptAlive, false);
});

test("an abort after the answer changes nothing", async (t) => {
  const { transport, proxy } = fakeClient(t);
  const controller = new AbortController();
  const call = proxy.ping({ signal: controller.signal });
  transport.last.events.onOpen();
  transport.last.events.onData(reply(lastRequestId(transport.last)));
  await call;
  controller.abort();
  assert.deepEqual(transport.last.written.map(messageTypeOf), ["Request"]);
});

test("an abort during the call tells the servant by its signal", async (t) => {
  const { proxy, servant } = await serveEcho(t);
  const controller = new AbortController();
  const call = proxy.wait("long", { signal: controller.signal });
  await servant.started("long");
  controller.abort(new Error("enough"));
  await assert.rejects(call, CallAbortedError);
  await proxy.ping();
  assert.deepEqual(servant.aborted, ["long"]);
});

test("leaves no listener on the signal and no timer, whatever the outcome", async (t) => {
  const { proxy, servant } = await serveEcho(t);
  const controller = new AbortController();
  let listeners = 0;
  const { signal } = controller;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...args: Parameters<typeof add>) => {
    listeners++;
    add(...args);
  };
  signal.removeEventListener = (...args: Parameters<typeof remove>) => {
    listeners--;
    remove(...args);
  };
  const timersBefore = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  await proxy.ping({ signal });
  await assert.rejects(proxy.raise({ signal }));
  await assert.rejects(proxy.echo(1 as unknown as string, { signal }));
  await assert.rejects(proxy.wait("x", { signal, timeoutMs: 1 }));
  const aborted = proxy.wait("y", { signal });
  await servant.started("y");
  controller.abort();
  await assert.rejects(aborted);
  assert.equal(listeners, 0);
  assert.equal(process.getActiveResourcesInfo().filter((name) => name === "Timeout").length, timersBefore);
});

test("sends again on a new connection what an orderly close left undone", async (t) => {
  const { transport, proxy } = fakeClient(t);
  const calls = [proxy.ping(), proxy.echo("again")];
  transport.last.events.onOpen();
  transport.last.events.onData(CLOSE_CONNECTION);
  assert.equal(transport.streams.length, 2);
  const second = transport.last;
  second.events.onOpen();
  const [ping, echo] = second.written.map((message) => decodeRequestHeader(readerOf(message)));
  second.events.onData(reply(echo!.requestId, { body: (writer) => writer.string("again") }));
  second.events.onData(reply(ping!.requestId));
  assert.deepEqual(await Promise.all(calls), [undefined, "again"]);
});

test("stops sending again where every connection is closed without an answer", async (t) => {
  const { transport, proxy } = fakeClient(t);
  const call = proxy.ping();
  for (let i = 0; i < 4; i++) {
    transport.last.events.onOpen();
    transport.last.events.onData(CLOSE_CONNECTION);
  }
  await assert.rejects(call, { kind: "TRANSIENT", minorName: "TRANSIENT_ConnectionClosed", completed: "NO" });
  assert.equal(transport.streams.length, 4);
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
  await assert.rejects(call, { kind: "MARSHAL", message: /10 LOCATION_FORWARDs in a row/ });
  assert.equal(transport.last.written.length, 11);
});

test("names the object as the server asks for", async (t) => {
  const { transport, proxy } = fakeClient(t);
  const call = proxy.ping();
  transport.last.events.onOpen();
  for (const [mode, kind] of [
    [1, "profile"],
    [2, "reference"],
  ] as const) {
    const body = (writer: { short(value: number): void }) => writer.short(mode);
    const requestId = lastRequestId(transport.last);
    transport.last.events.onData(reply(requestId, { status: "NEEDS_ADDRESSING_MODE", body }));
    const { target } = decodeRequestHeader(readerOf(transport.last.written.at(-1)!));
    assert.equal(target.kind, kind);
  }
  transport.last.events.onData(reply(lastRequestId(transport.last)));
  await call;
});

test("gives up a server that accepts no addressing mode", async (t) => {
  const { transport, proxy } = fakeClient(t);
  const call = proxy.ping();
  transport.last.events.onOpen();
  for (let i = 0; i < 11; i++) {
    const body = (writer: { short(value: number): void }) => writer.short(i % 3);
    transport.last.events.onData(
      reply(lastRequestId(transport.last), { status: "NEEDS_ADDRESSING_MODE", body }),
    );
  }
  await assert.rejects(call, { kind: "MARSHAL", message: /addressing mode/ });
});

test("a reply that does not decode is MARSHAL, with the cause, and the connection stays", async (t) => {
  const { transport, proxy } = fakeClient(t);
  const call = proxy.echo("x");
  transport.last.events.onOpen();
  transport.last.events.onData(
    reply(lastRequestId(transport.last), { body: (writer) => writer.ulong(1_000_000) }),
  );
  await assert.rejects(call, (error) => {
    assert.ok(error instanceof SystemException);
    assert.equal(error.kind, "MARSHAL");
    assert.equal((error.cause as Error).name, "MarshalError");
    assert.match(error.message, /echo at a:1/);
    return true;
  });
  assert.equal(transport.last.destroyed, false);
});
