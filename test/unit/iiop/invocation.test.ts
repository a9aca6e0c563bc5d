import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { SystemException } from "../../../src/giop/exception/system-exception.ts";
import { ORB_TYPE_OMNIORB } from "../../../src/giop/ior/tagged-component.ts";
import { decodeCancelRequest } from "../../../src/giop/message/cancel-request.ts";
import { messageTypeOf } from "../../../src/giop/message/message-header.ts";
import { decodeRequestHeader } from "../../../src/giop/message/request.ts";
import { CallAbortedError } from "../../../src/iiop/call-aborted-error.ts";
import { Orb } from "../../../src/iiop/orb.ts";
import { DEFAULT_ORB_OPTIONS } from "../../../src/iiop/orb-options.ts";
import { Echo } from "../../support/echo.ts";
import {
  exceptionReply,
  fakeClient,
  hasSettled,
  JACORB,
  lastRequestId,
  referenceBy,
} from "../../support/fake-client.ts";
import { FakeTransport } from "../../support/fake-transport.ts";
import { CLOSE_CONNECTION, readerOf, reply } from "../../support/raw-peer.ts";
import { serveEcho } from "../../support/served-echo.ts";

test("times out after timeoutMs, says so to the peer, and the connection stays", async (t) => {
  const { transport, orb, tick } = fakeClient(t);
  const proxy = orb.proxy(Echo, referenceBy(JACORB, "a", 1));
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

test("takes an answer that came while the thread was busy, though the time is over", async (t) => {
  // A server in a thread of its own, which answers every request at once; the main thread is told by memory when it has.
  const answers = new Int32Array(new SharedArrayBuffer(4));
  const server = new Worker(ANSWERING_SERVER, { eval: true, workerData: answers });
  t.after(() => server.terminate());
  const [port] = (await once(server, "message")) as [number];
  const orb = new Orb();
  t.after(() => orb.close());
  const proxy = orb.proxy(Echo, `corbaloc:iiop:1.2@127.0.0.1:${port}/x`);
  await proxy.ping();
  const call = proxy.ping({ timeoutMs: 50 });
  for (let sent = 0; sent < 2; sent = Atomics.load(answers, 0)) Atomics.wait(answers, 0, sent);
  for (const end = performance.now() + 100; performance.now() < end; );
  await call;
});

test("says nothing of it to a peer that is omniORB or may be, whose connection would not survive that", async (t) => {
  const { transport, orb, tick } = fakeClient(t);
  for (const target of [referenceBy(ORB_TYPE_OMNIORB, "a", 1), "corbaloc:iiop:1.2@b:1/x"]) {
    const call = orb.proxy(Echo, target).ping({ timeoutMs: 500 });
    transport.last.events.onOpen();
    tick(500);
    await assert.rejects(call, { minorName: "TRANSIENT_CallTimedout", completed: "MAYBE" });
    assert.deepEqual(transport.last.written.map(messageTypeOf), ["Request"]);
  }
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
    message: /ping at a:1: cannot connect: no connection within 200 ms/,
  });
  assert.equal(transport.last.destroyed, true);
  assert.equal(orb.connectionCount, 0);
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

test("remembers how a server wants objects to be named", async (t) => {
  const { transport, proxy } = fakeClient(t);
  const call = proxy.ping();
  transport.last.events.onOpen();
  const kind = () => decodeRequestHeader(readerOf(transport.last.written.at(-1)!)).target.kind;
  for (const [mode, name] of [
    [1, "profile"],
    [0, "key"],
    [2, "reference"],
  ] as const) {
    const body = (writer: { short(value: number): void }) => writer.short(mode);
    transport.last.events.onData(
      reply(lastRequestId(transport.last), { status: "NEEDS_ADDRESSING_MODE", body }),
    );
    assert.equal(kind(), name);
  }
  transport.last.events.onData(reply(lastRequestId(transport.last)));
  await call;
  const next = proxy.ping();
  assert.equal(kind(), "reference");
  transport.last.events.onData(reply(lastRequestId(transport.last)));
  await next;
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
  await assert.rejects(call, {
    kind: "TRANSIENT",
    completed: "NO",
    message: /ping at a:1: .*addressing mode/,
  });
});

test("names what was called, and where, in whatever fails", async (t) => {
  const { transport, proxy } = fakeClient(t);
  const calls = [proxy.ping(), proxy.echo("x"), proxy.refuse("x"), proxy.raise()];
  transport.last.events.onOpen();
  const { events, written } = transport.last;
  const ids = written.map((message) => decodeRequestHeader(readerOf(message)).requestId);
  events.onData(exceptionReply(ids[0]!, new SystemException("NO_RESOURCES", 17, { completed: "YES" })));
  await assert.rejects(calls[0]!, {
    kind: "NO_RESOURCES",
    minor: 17,
    completed: "YES",
    message: /ping at a:1: raised by the peer/,
  });
  events.onData(
    reply(ids[3]!, { status: "USER_EXCEPTION", body: (writer) => writer.string("IDL:Test/Undeclared:1.0") }),
  );
  await assert.rejects(calls[3]!, { kind: "UNKNOWN", message: /raise at a:1: .*IDL:Test\/Undeclared:1.0/ });
  events.onClose(undefined);
  const failures = await Promise.all(calls.slice(1, 3).map((call) => call.catch((error: Error) => error)));
  assert.match((failures[0] as Error).message, /echo at a:1: the connection was closed/);
  assert.match((failures[1] as Error).message, /refuse at a:1: the connection was closed/);
  assert.notEqual(failures[0], failures[1]);
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

test("carries the contexts of where it was made, however late it is sent, in every version of GIOP", async () => {
  for (const minor of [0, 1, 2]) {
    const transport = new FakeTransport();
    let place = 1;
    const contexts = () => [{ id: 77, data: Uint8Array.of(place) }];
    const orb = new Orb({}, transport, contexts);
    const proxy = orb.proxy(Echo, `corbaloc:iiop:1.${minor}@a:1/x`);
    const call = proxy.ping();
    place = 2;
    transport.last.events.onOpen();
    // It goes again on another connection, with the same.
    transport.last.events.onData(CLOSE_CONNECTION);
    transport.last.events.onOpen();
    assert.equal(transport.streams.length, 2);
    for (const { written } of transport.streams) {
      const { serviceContexts } = decodeRequestHeader(readerOf(written[0]!));
      const own = serviceContexts.filter(({ id }) => id === 77);
      assert.deepEqual(
        own.map(({ data }) => [...data]),
        [[1]],
      );
    }
    transport.last.events.onData(reply(lastRequestId(transport.last)));
    await call;
    await orb.destroy();
  }
});

const ANSWERING_SERVER = `
  const { createServer } = require("node:net");
  const { parentPort, workerData } = require("node:worker_threads");
  const server = createServer((socket) => socket.on("data", (request) => {
    const reply = Buffer.alloc(24);
    request.copy(reply, 0, 0, 7); // magic, version, byte order
    reply[7] = 1;
    const [read, write] = request[6] & 1 ? ["readUInt32LE", "writeUInt32LE"] : ["readUInt32BE", "writeUInt32BE"];
    reply[write](12, 8);
    reply[write](request[read](12), 12);
    socket.write(reply, () => {
      Atomics.add(workerData, 0, 1);
      Atomics.notify(workerData, 0);
    });
  })).listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));
`;
