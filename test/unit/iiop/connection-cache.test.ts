import assert from "node:assert/strict";
import { test } from "node:test";
import { Echo } from "../../support/echo.ts";
import { fakeClient, lastRequestId } from "../../support/fake-client.ts";
import { reply } from "../../support/raw-peer.ts";

test("shares one connection between the objects of an endpoint, but not between GIOP versions", (t) => {
  const { transport, orb } = fakeClient(t);
  for (const url of ["iiop:1.2@a:1/x", "iiop:1.2@a:1/y", "iiop:1.0@a:1/x", "iiop:1.2@a:2/x"]) {
    orb
      .proxy(Echo, `corbaloc:${url}`)
      .ping({ timeoutMs: 0 })
      .catch(() => {});
  }
  assert.deepEqual(
    transport.streams.map(({ peer }) => peer),
    ["a:1", "a:1", "a:2"],
  );
  assert.equal(orb.connectionCount, 3);
});

test("closes a connection that nobody used for idleTimeoutMs, and not one that waits for an answer", async (t) => {
  const { transport, proxy, orb, tick } = fakeClient(t, "1.2@a:1", { idleTimeoutMs: 1000 });
  const call = proxy.ping({ timeoutMs: 0 });
  const [stream] = transport.streams;
  stream!.events.onOpen();
  tick(5000);
  assert.equal(stream!.ended, false);
  stream!.events.onData(reply(2));
  await call;
  const again = proxy.ping();
  stream!.events.onData(reply(lastRequestId(stream!)));
  await again;
  tick(1000);
  assert.equal(stream!.ended, false, "it was used in this period");
  tick(1000);
  assert.equal(stream!.ended, true);
  assert.equal(orb.connectionCount, 0);
  const next = proxy.ping();
  transport.last.events.onOpen();
  transport.last.events.onData(reply(lastRequestId(transport.last)));
  await next;
  assert.equal(transport.streams.length, 2);
  tick(2000);
  assert.equal(transport.last.ended, true, "the new one is watched too");
});

test("keeps idle connections for ever where idleTimeoutMs is 0", async (t) => {
  const { transport, proxy, tick } = fakeClient(t, "1.2@a:1", { idleTimeoutMs: 0 });
  const call = proxy.ping();
  transport.last.events.onOpen();
  transport.last.events.onData(reply(2));
  await call;
  tick(10_000_000);
  assert.equal(transport.last.ended, false);
});

test("does not take a oneway call that waits for a slow peer for idleness", async (t) => {
  const { transport, proxy, tick } = fakeClient(t, "1.2@a:1", { idleTimeoutMs: 1000 });
  const open = proxy.note("open");
  transport.last.events.onOpen();
  await open;
  transport.last.takes = false;
  const slow = proxy.note("slow", { timeoutMs: 0 });
  tick(5000);
  assert.equal(transport.last.ended, false);
  transport.last.events.onDrain();
  await slow;
});
