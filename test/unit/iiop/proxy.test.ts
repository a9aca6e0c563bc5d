import assert from "node:assert/strict";
import { test } from "node:test";
import { Orb } from "../../../src/iiop/orb.ts";
import { createProxy, referenceOf } from "../../../src/iiop/proxy.ts";
import { Echo, Named } from "../../support/echo.ts";
import { fakeClient, lastRequestId } from "../../support/fake-client.ts";
import { reply } from "../../support/raw-peer.ts";

test("has a method for each operation, the inherited and the attributes among them, and no other", () => {
  const proxy = new Orb().proxy(Echo, "corbaloc::a:1/x") as unknown as Record<string, unknown>;
  for (const name of ["ping", "echo", "_get_gain", "_set_gain", "_get_name"]) {
    assert.equal(typeof proxy[name], "function", name);
  }
  for (const name of ["then", "constructor", "_set_name"]) assert.equal(proxy[name], undefined, name);
});

test("can be awaited, printed and logged without a call", async (t) => {
  const { transport, proxy } = fakeClient(t);
  assert.equal(await proxy, proxy);
  assert.equal(String(proxy), "[object IDL:Test/Echo:1.0 at a:1]");
  assert.doesNotThrow(() => JSON.stringify({ proxy }));
  assert.equal(transport.streams.length, 0);
});

test("takes options last, behind all arguments", async (t) => {
  const { transport, proxy, tick } = fakeClient(t);
  const call = proxy.echo("x", { timeoutMs: 10 });
  transport.last.events.onOpen();
  tick(10);
  await assert.rejects(call, { minorName: "TRANSIENT_CallTimedout" });
  await assert.rejects((proxy.echo as unknown as (options: object) => Promise<unknown>)({ timeoutMs: 10 }), {
    name: "MarshalError",
  });
});

test("leads to its reference, which other proxies may share", async (t) => {
  const { transport, proxy } = fakeClient(t);
  const named = createProxy(Named, referenceOf(proxy));
  assert.equal(referenceOf(named), referenceOf(proxy));
  const call = named._get_name();
  transport.last.events.onOpen();
  transport.last.events.onData(
    reply(lastRequestId(transport.last), { body: (writer) => writer.string("echo") }),
  );
  assert.equal(await call, "echo");
  assert.throws(() => referenceOf({}), TypeError);
});
