import assert from "node:assert/strict";
import { once } from "node:events";
import { afterEach, test } from "node:test";
import { Orb } from "../../../src/iiop/orb.ts";
import { TcpTransport } from "../../../src/iiop/tcp-transport.ts";
import { encodeCallFlow } from "../../../src/threading/call-flow-context.ts";
import { cleanup, currentOrbContext } from "../../../src/threading/orb-registry.ts";
import { workerFixture } from "../../support/child.ts";
import { Relay, serveRelay } from "../../support/relay.ts";

afterEach(cleanup);

test("lets a servant call itself", async () => {
  const { orb } = currentOrbContext();
  const { url, monitor } = await serveRelay(currentOrbContext(), "A");
  assert.equal(await orb.proxy(Relay, url).travel([url, url, url]), "A A A A");
  assert.equal(monitor.holder, undefined);
});

test("lets servers of one process call back", async () => {
  const { orb } = currentOrbContext();
  const { url: a } = await serveRelay(currentOrbContext(), "A");
  const { url: b } = await serveRelay(currentOrbContext(), "B");
  assert.equal(await orb.proxy(Relay, a).travel([b, a, b]), "A B A B");
});

test("lets a server of another thread, which knows nothing of our flows, call back, and back again", async (t) => {
  const worker = workerFixture("relay-server.ts", "B");
  t.after(() => worker.terminate());
  const [b] = (await once(worker, "message")) as [string];
  const { orb } = currentOrbContext();
  const { url: a } = await serveRelay(currentOrbContext(), "A");
  assert.equal(await orb.proxy(Relay, a).travel([b, a, b, a, b]), "A B A B A B");
  const routes = Array.from({ length: 20 }, () => orb.proxy(Relay, a).travel([b, a]));
  assert.deepEqual(new Set(await Promise.all(routes)), new Set(["A B A"]));
});

test("keeps out who comes with a token of its own making", async (t) => {
  const { url, monitor } = await serveRelay(currentOrbContext(), "A");
  const stranger = new Orb({}, new TcpTransport(), () => [encodeCallFlow(["0123456789abcdef"])]);
  t.after(() => stranger.destroy());
  let end = () => {};
  const held = monitor.run("held", () => new Promise<void>((resolve) => (end = resolve)));
  const call = stranger.proxy(Relay, url).travel([]);
  while (monitor.waiting === 0) await new Promise(setImmediate);
  end();
  await held;
  assert.equal(await call, "A");
});

test("lets go of a request that its caller cancels while it waits", async () => {
  const { orb } = currentOrbContext();
  const { url, monitor } = await serveRelay(currentOrbContext(), "A");
  let end = () => {};
  const held = monitor.run("held", () => new Promise<void>((resolve) => (end = resolve)));
  const client = new Orb();
  const call = client.proxy(Relay, url).travel([]);
  while (monitor.waiting === 0) await new Promise(setImmediate);
  await Promise.all([client.destroy(), assert.rejects(call)]);
  while (monitor.waiting > 0) await new Promise(setImmediate);
  end();
  await held;
  assert.equal(await orb.proxy(Relay, url).travel([]), "A");
});
