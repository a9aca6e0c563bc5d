import assert from "node:assert/strict";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { test } from "node:test";
import { iiopProfiles } from "../../../src/giop/ior/iiop-profile.ts";
import { messageTypeOf } from "../../../src/giop/message/message-header.ts";
import { Orb } from "../../../src/iiop/orb.ts";
import { Echo, EchoServant } from "../../support/echo.ts";
import { fakeServer } from "../../support/fake-server.ts";
import { connectRaw, request } from "../../support/raw-peer.ts";
import { serveEcho } from "../../support/served-echo.ts";

test("publishes another host than it binds where it is told to", async (t) => {
  const orb = new Orb();
  t.after(() => orb.destroy());
  const { host, port } = await orb.listen({ host: "0.0.0.0", publishedHost: "localhost" });
  assert.equal(host, "localhost");
  const ior = orb.activate(Echo, new EchoServant().methods);
  assert.deepEqual(iiopProfiles(ior)[0]!.addresses, [{ host: "localhost", port }]);
  await orb.proxy(Echo, ior).ping();
});

test("asks for the host to publish where it binds all interfaces", async (t) => {
  const orb = new Orb();
  t.after(() => orb.destroy());
  for (const host of ["0.0.0.0", "::"]) {
    await assert.rejects(orb.listen({ host }), { name: "RangeError", message: /publishedHost/ });
  }
  assert.throws(() => orb.reference("", "x"), /listen\(\)/);
});

test("holds at most maxConnections, and takes others when there is room", async (t) => {
  const { connect, listener } = await fakeServer(t, { maxConnections: 2 });
  const [first, second, third] = [connect(), connect(), connect()];
  assert.deepEqual([first.destroyed, second.destroyed, third.destroyed], [false, false, true]);
  first.events.onClose(undefined);
  assert.equal(listener.connections, 1);
  assert.equal(connect().destroyed, false);
});

test("holds at most maxConnectionsPerHost of one host, and publishes whom it refuses", async (t) => {
  const refused: unknown[] = [];
  const hear = (message: unknown) => {
    const { state, role, peer } = message as Record<string, unknown>;
    if (state === "refused") refused.push([role, peer]);
  };
  subscribe("bandoneon:iiop:connection:state", hear);
  t.after(() => unsubscribe("bandoneon:iiop:connection:state", hear));
  const { connect } = await fakeServer(t, { maxConnectionsPerHost: 2 });
  const [first] = [connect("[::1]:1"), connect("[::1]:2"), connect("other:3")];
  assert.equal(connect("[::1]:4").destroyed, true);
  assert.equal(connect("other:5").destroyed, false);
  assert.deepEqual(refused, [["server", "[::1]:4"]]);
  first.events.onClose(undefined);
  assert.equal(connect("[::1]:6").destroyed, false);
});

test("takes nobody any more once it closes", async (t) => {
  const { connect, listener } = await fakeServer(t);
  await listener.close();
  assert.equal(connect().destroyed, true);
  assert.equal(listener.close(), listener.close(), "every close joins the first");
});

test("says CloseConnection to idle clients, which then come again without a word", async (t) => {
  const { server, listener, proxy, client } = await serveEcho(t);
  await proxy.ping();
  const raw = await connectRaw(t, listener.port);
  raw.send(request(2, "ping"));
  await raw.nextOf("Reply");
  await listener.close();
  assert.equal(messageTypeOf(await raw.next()), "CloseConnection");
  await raw.closed;
  await server.listen({ port: listener.port });
  await proxy.ping();
  assert.equal(client.connectionCount, 1);
});
