import assert from "node:assert/strict";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { test } from "node:test";
import { messageTypeOf } from "../../../src/giop/message/message-header.ts";
import { fakeClient, hasSettled, lastRequestId } from "../../support/fake-client.ts";
import { CLOSE_CONNECTION, reply } from "../../support/raw-peer.ts";

const LARGE = "x".repeat(2 << 20);

test("sends what waited for the connection, in order, and nothing that was given up", async (t) => {
  const { transport, proxy } = fakeClient(t);
  const controller = new AbortController();
  const calls = [
    proxy.echo("one"),
    proxy.ping({ signal: controller.signal }).catch(() => {}),
    proxy.note("two"),
  ];
  controller.abort();
  assert.equal(transport.last.written.length, 0);
  transport.last.events.onOpen();
  assert.equal(transport.last.written.length, 2);
  await calls[2];
  transport.last.events.onData(reply(2, { body: (writer) => writer.string("one") }));
  await Promise.all(calls);
});

test("a oneway call waits until a slow peer takes it", async (t) => {
  const { transport, proxy, tick } = fakeClient(t);
  const first = proxy.note("first");
  transport.last.events.onOpen();
  await first;
  transport.last.takes = false;
  const slow = proxy.note("slow");
  const late = proxy.note("late", { timeoutMs: 100 });
  assert.equal(await hasSettled(slow), false);
  tick(100);
  await assert.rejects(late, { minorName: "TRANSIENT_CallTimedout", completed: "MAYBE" });
  transport.last.takes = true;
  transport.last.events.onDrain();
  await slow;
  await proxy.note("at once");
});

test("a oneway call that waits for a slow peer fails when the connection ends, however it does", async (t) => {
  for (const end of ["closed", "CloseConnection", "garbage"]) {
    const { transport, proxy } = fakeClient(t);
    const open = proxy.note("open");
    transport.last.events.onOpen();
    await open;
    transport.last.takes = false;
    const slow = proxy.note("slow", { timeoutMs: 0 });
    const { events } = transport.last;
    if (end === "closed") events.onClose(undefined);
    else events.onData(end === "garbage" ? new Uint8Array(12) : CLOSE_CONNECTION);
    await assert.rejects(slow, { kind: "COMM_FAILURE", completed: "MAYBE" }, end);
    t.mock.timers.reset();
  }
});

test("keeps the process running while a call waits, and no longer", async (t) => {
  const { transport, proxy } = fakeClient(t);
  const controller = new AbortController();
  const given = proxy.ping({ signal: controller.signal });
  assert.equal(transport.last.keptAlive, true);
  controller.abort();
  await assert.rejects(given);
  assert.equal(transport.last.keptAlive, false, "while connecting for nobody");
  const call = proxy.ping();
  assert.equal(transport.last.keptAlive, true);
  transport.last.events.onOpen();
  const second = proxy.ping();
  transport.last.events.onData(reply(2));
  await call;
  assert.equal(transport.last.keptAlive, true, "one more waits");
  transport.last.events.onData(reply(lastRequestId(transport.last)));
  await second;
  assert.equal(transport.last.keptAlive, false);
});

test("fails calls in flight when the connection is lost, and connects again for the next", async (t) => {
  const { transport, proxy, orb } = fakeClient(t);
  const calls = [proxy.ping(), proxy.ping()];
  transport.last.events.onOpen();
  const cause = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
  transport.last.events.onClose(cause);
  for (const call of calls) {
    await assert.rejects(call, {
      kind: "COMM_FAILURE",
      minorName: "COMM_FAILURE_WaitingForReply",
      completed: "MAYBE",
    });
    const failure = await call.catch((error: Error) => error.cause);
    assert.equal((failure as Error).cause, cause);
  }
  assert.equal(orb.connectionCount, 0);
  const next = proxy.ping();
  assert.equal(transport.streams.length, 2);
  transport.last.events.onOpen();
  transport.last.events.onData(reply(lastRequestId(transport.last)));
  await next;
});

test("tells the peer by a MessageError that it does not understand", async (t) => {
  const { transport, proxy } = fakeClient(t);
  const call = proxy.ping();
  transport.last.events.onOpen();
  transport.last.events.onData(Uint8Array.from("HTTP/1.1 400 Bad Request\r\n", (c) => c.charCodeAt(0)));
  await assert.rejects(call, { kind: "COMM_FAILURE", completed: "MAYBE", message: /not a GIOP message/ });
  assert.equal(messageTypeOf(transport.last.written.at(-1)!), "MessageError");
  assert.equal(transport.last.ended, true);
  assert.equal(transport.last.destroyed, false, "the MessageError is to be sent");
});

test("sends no more to a peer that has much to take, and goes on in order when it took all", async (t) => {
  const { transport, proxy, tick } = fakeClient(t, "1.2@a:1", { messageTimeoutMs: 60_000 });
  const open = proxy.note("open");
  transport.last.events.onOpen();
  await open;
  const stream = transport.last;
  stream.takes = false;
  const calls = [LARGE, "b", "c"].map((text) => proxy.echo(text, { timeoutMs: 100 }));
  calls.push(proxy.echo("d"));
  assert.equal(stream.written.length, 2, "the first was enough");
  assert.equal(stream.stallTimeoutMs, 60_000);
  const outcomes = calls
    .slice(0, 3)
    .map((call) => call.catch((error: { completed: string }) => error.completed));
  tick(100);
  assert.deepEqual(await Promise.all(outcomes), ["MAYBE", "NO", "NO"]);
  stream.takes = true;
  stream.events.onDrain();
  assert.equal(stream.stallTimeoutMs, 0);
  stream.events.onData(reply(lastRequestId(stream), { body: (writer) => writer.string("d") }));
  assert.equal(await calls[3], "d");
});

test("gives up a peer that takes nothing, and sends elsewhere what it never sent", async (t) => {
  const { transport, proxy } = fakeClient(t);
  const open = proxy.note("open");
  transport.last.events.onOpen();
  await open;
  const [frozen] = transport.streams;
  frozen!.takes = false;
  const calls = [proxy.echo(LARGE), proxy.echo("waits")];
  frozen!.events.onStall();
  assert.equal(frozen!.destroyed, true);
  await assert.rejects(calls[0]!, { kind: "COMM_FAILURE", completed: "MAYBE", message: /took nothing/ });
  transport.last.events.onOpen();
  transport.last.events.onData(
    reply(lastRequestId(transport.last), { body: (writer) => writer.string("x") }),
  );
  assert.equal(await calls[1], "x");
  assert.equal(transport.streams.length, 2);
});

test("sends what a peer left undone elsewhere in the order in which it was called", async (t) => {
  const { transport, proxy } = fakeClient(t);
  const first = proxy.echo(LARGE);
  transport.last.takes = false;
  transport.last.events.onOpen();
  const second = proxy.echo("second");
  const { events } = transport.last;
  events.onData(CLOSE_CONNECTION);
  transport.last.events.onOpen();
  assert.deepEqual(
    transport.last.written.map((message) => message.length > LARGE.length),
    [true, false],
  );
  for (const id of [2, 4]) {
    transport.last.events.onData(reply(id, { body: (writer) => writer.string(String(id)) }));
  }
  assert.deepEqual(await Promise.all([first, second]), ["2", "4"]);
});

test("publishes what happens to connections", async (t) => {
  const seen: unknown[] = [];
  const listener = (message: unknown) => {
    const { state, role, peer } = message as Record<string, unknown>;
    seen.push({ state, role, peer });
  };
  subscribe("bandoneon:iiop:connection:state", listener);
  t.after(() => unsubscribe("bandoneon:iiop:connection:state", listener));
  const { transport, proxy } = fakeClient(t);
  const call = proxy.ping();
  transport.last.events.onOpen();
  transport.last.events.onData(reply(2));
  await call;
  transport.last.events.onClose(undefined);
  assert.deepEqual(seen, [
    { state: "open", role: "client", peer: "a:1" },
    { state: "closed", role: "client", peer: "a:1" },
  ]);
});

test("publishes replies that nobody asked for", async (t) => {
  const seen: unknown[] = [];
  const listener = (message: unknown) => seen.push(message);
  subscribe("bandoneon:iiop:reply:unexpected", listener);
  t.after(() => unsubscribe("bandoneon:iiop:reply:unexpected", listener));
  const { transport, proxy } = fakeClient(t);
  const call = proxy.ping();
  transport.last.events.onOpen();
  transport.last.events.onData(reply(4711));
  transport.last.events.onData(reply(2));
  await call;
  assert.deepEqual(seen, [{ requestId: 4711, peer: "a:1" }]);
});
