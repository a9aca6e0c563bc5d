import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { describe, test } from "node:test";
import { MarshalError } from "../../../src/giop/cdr/marshal-error.ts";
import { SystemException } from "../../../src/giop/exception/system-exception.ts";
import { iiopProfiles } from "../../../src/giop/ior/iiop-profile.ts";
import { formatIor } from "../../../src/giop/ior/stringified-ior.ts";
import { Orb } from "../../../src/iiop/orb.ts";
import { referenceOf } from "../../../src/iiop/proxy.ts";
import { Echo, EchoServant, Named, Refused } from "../../support/echo.ts";
import { fakeClient, hasSettled } from "../../support/fake-client.ts";
import { FakeTransport } from "../../support/fake-transport.ts";
import { serveEcho } from "../../support/served-echo.ts";

for (const [version, url] of [
  ["1.0", ""],
  ["1.1", "1.1@"],
  ["1.2", "1.2@"],
]) {
  describe(`Orb to Orb by GIOP ${version}`, () => {
    test("carries in, inout and out parameters and the result", async (t) => {
      const { client, listener } = await serveEcho(t);
      const proxy = client.proxy(Echo, `corbaloc:iiop:${url}127.0.0.1:${listener.port}/echo`);
      assert.equal(await proxy.ping(), undefined);
      assert.equal(await proxy.echo("¿qué?"), "¿qué?");
      assert.deepEqual(await proxy.modes(7, 3), { result: 3.5, changed: 10, made: "made of 7" });
      assert.deepEqual(await proxy.outsOnly(), { a: 1, b: "two" });
    });

    test("carries attributes and what is inherited", async (t) => {
      const { client, listener } = await serveEcho(t);
      const proxy = client.proxy(Echo, `corbaloc:iiop:${url}127.0.0.1:${listener.port}/echo`);
      await proxy._set_gain(2.5);
      assert.equal(await proxy._get_gain(), 2.5);
      assert.equal(await proxy._get_name(), "echo");
      assert.equal(await client.proxy(Named, referenceOf(proxy))._get_name(), "echo");
    });

    test("carries exceptions: declared, undeclared, and of the system", async (t) => {
      const { client, listener } = await serveEcho(t);
      const proxy = client.proxy(Echo, `corbaloc:iiop:${url}127.0.0.1:${listener.port}/echo`);
      assert.equal(await proxy.refuse(""), 7);
      await assert.rejects(proxy.refuse("no"), (error) => {
        assert.ok(Refused.is(error));
        assert.deepEqual(error.members, { why: "no", code: 42 });
        return true;
      });
      await assert.rejects(proxy.raise(), { kind: "UNKNOWN", minorName: "UNKNOWN_UserException" });
      await assert.rejects(proxy.refuse("system"), { kind: "UNKNOWN", completed: "MAYBE" });
      const absent = client.proxy(Echo, `corbaloc:iiop:${url}127.0.0.1:${listener.port}/absent`);
      await assert.rejects(absent.ping(), {
        kind: "OBJECT_NOT_EXIST",
        minorName: "OBJECT_NOT_EXIST_NoMatch",
      });
    });

    test("carries a oneway call", async (t) => {
      const { client, listener, servant } = await serveEcho(t);
      const proxy = client.proxy(Echo, `corbaloc:iiop:${url}127.0.0.1:${listener.port}/echo`);
      const noted = new Promise<string>((resolve) => {
        servant.onNote = resolve;
      });
      assert.equal(await proxy.note("hola"), undefined);
      assert.equal(await noted, "hola");
    });

    test("carries large values, in fragments both ways where the version has them", async (t) => {
      const { client, listener } = await serveEcho(t, {
        server: { fragmentSize: 1000 },
        client: { fragmentSize: 4096 },
      });
      const proxy = client.proxy(Echo, `corbaloc:iiop:${url}127.0.0.1:${listener.port}/echo`);
      const value = Uint8Array.from({ length: 300_001 }, (_, i) => i % 251);
      const answers = await Promise.all([proxy.bytes(value), proxy.bytes(value.subarray(1)), proxy.ping()]);
      assert.deepEqual(Buffer.from(answers[0]), Buffer.from(value));
      assert.deepEqual(Buffer.from(answers[1]), Buffer.from(value.subarray(1)));
    });
  });
}

test("multiplexes calls on one connection and takes answers in any order", async (t) => {
  const { proxy, servant, client, listener } = await serveEcho(t);
  const order: string[] = [];
  const calls = ["a", "b", "c"].map(async (name) => order.push(await proxy.wait(name)));
  await Promise.all(["a", "b", "c"].map((name) => servant.started(name)));
  for (const name of ["c", "a", "b"]) {
    servant.finish(name);
    await proxy.ping();
  }
  await Promise.all(calls);
  assert.deepEqual(order, ["c", "a", "b"]);
  assert.equal(client.connectionCount, 1);
  assert.equal(listener.connections, 1);
});

test("sends nothing where an argument does not encode", async (t) => {
  const { proxy, client } = await serveEcho(t);
  await proxy.ping();
  await assert.rejects(proxy.echo(17 as unknown as string), (error) => {
    assert.ok(error instanceof MarshalError);
    assert.match(error.message, /value/);
    return true;
  });
  assert.equal(await proxy.echo("still fine"), "still fine");
  assert.equal(client.connectionCount, 1);
});

test("takes an IOR, its text and a corbaloc, and passes references as values", async (t) => {
  const { client, ior, listener } = await serveEcho(t);
  for (const target of [
    ior,
    formatIor(ior),
    `corbaloc::127.0.0.1:${listener.port}/echo`,
    `corbaloc:iiop:1.2@127.0.0.1:${listener.port}/echo`,
  ]) {
    assert.equal(await client.proxy(Echo, target).echo("x"), "x");
  }
});

test("refuses bad texts with the exception that says why", () => {
  const orb = new Orb();
  const nil = formatIor(null);
  const unreachable = formatIor({ typeId: "IDL:X:1.0", profiles: [] });
  for (const [text, kind] of [
    ["", "BAD_PARAM"],
    ["hello", "BAD_PARAM"],
    ["corbaloc:iiop:host:99999/x", "BAD_PARAM"],
    ["corbaloc:nothing", "BAD_PARAM"],
    ["corbaloc:rir:/NameService", "BAD_PARAM"],
    ["IOR:0", undefined],
    ["IOR:zz", undefined],
    ["IOR:00", undefined],
    [nil, "INV_OBJREF"],
    [unreachable, "INV_OBJREF"],
  ] as const) {
    assert.throws(
      () => orb.object(text),
      (error) => error instanceof SystemException && (kind === undefined || error.kind === kind),
      text,
    );
  }
});

test("says of a corbaname what to do with it, and takes a text between spaces", () => {
  const orb = new Orb();
  assert.throws(() => orb.object("corbaname::host/NameService#x"), {
    kind: "BAD_PARAM",
    message: /corbaname.*parseCorbaname/,
  });
  assert.equal(orb.object(" corbaloc::host:1/x\n").address, "host:1");
  assert.equal(orb.object("corbaloc::[::1]:1/x").address, "[::1]:1");
  const ior = formatIor(orb.object("corbaloc::host:1/x").ior);
  assert.equal(orb.object(`\n ${ior} `).address, "host:1");
});

test("names the address when a port is in use", async (t) => {
  const { server, listener } = await serveEcho(t);
  await assert.rejects(server.listen({ port: listener.port }), (error: NodeJS.ErrnoException) => {
    assert.equal(error.code, "EADDRINUSE");
    assert.match(error.message, new RegExp(`127\\.0\\.0\\.1:${listener.port}`));
    return true;
  });
  const second = await server.listen();
  assert.notEqual(second.port, listener.port);
});

test("publishes every listener in its references, and uses the next where one refuses", async (t) => {
  const { server, client, listener } = await serveEcho(t);
  const second = await server.listen();
  const servant = new EchoServant();
  const proxy = client.proxy(Echo, server.activate(Echo, servant.methods, "twice"));
  await listener.close();
  await proxy.ping();
  assert.equal(servant.pings, 1);
  assert.equal(second.connections, 1);
});

test("makes no reference before it listens", () => {
  const orb = new Orb();
  assert.throws(() => orb.activate(Echo, new EchoServant().methods), /listen/);
});

test("refuses a second object with the same key, and forgets what is deactivated", async (t) => {
  const { server, proxy } = await serveEcho(t);
  assert.throws(() => server.activate(Echo, new EchoServant().methods, "echo"), /"echo" is active already/);
  assert.equal(server.deactivate("echo"), true);
  assert.equal(server.deactivate("echo"), false);
  await assert.rejects(proxy.ping(), { kind: "OBJECT_NOT_EXIST" });
});

test("asks the default servant for keys that nobody activated", async (t) => {
  const { server, client, listener } = await serveEcho(t);
  const servant = new EchoServant();
  server.setDefaultServant((key) =>
    Buffer.from(key).toString().startsWith("any/")
      ? { definition: Echo, servant: servant.methods as unknown as Record<string, unknown> }
      : undefined,
  );
  const url = `corbaloc:iiop:1.2@127.0.0.1:${listener.port}`;
  await client.proxy(Echo, `${url}/any/thing`).ping();
  assert.equal(servant.pings, 1);
  await assert.rejects(client.proxy(Echo, `${url}/other`).ping(), { kind: "OBJECT_NOT_EXIST" });
});

test("close answers what runs, and calls made meanwhile go elsewhere or fail", async (t) => {
  const { server, proxy, servant, listener } = await serveEcho(t);
  const call = proxy.wait("slow");
  await servant.started("slow");
  const closed = server.close();
  assert.equal(server.close(), closed, "every close joins the first");
  servant.finish("slow");
  assert.equal(await call, "slow");
  await closed;
  assert.equal(listener.connections, 0);
  assert.equal(server.isClosed, true);
  await assert.rejects(proxy.ping(), {
    kind: "TRANSIENT",
    minorName: "TRANSIENT_ConnectFailed",
    completed: "NO",
  });
});

test("destroy rejects calls in flight, and every later use, by its reason", async (t) => {
  const { client, proxy, servant, ior } = await serveEcho(t);
  const calls = [proxy.wait("one"), proxy.wait("two", { timeoutMs: 0 })];
  await Promise.all([servant.started("one"), servant.started("two")]);
  const reason = new Error("the test is over");
  const shutDown = (completed: string, what: RegExp) => ({
    kind: "BAD_INV_ORDER",
    minorName: "BAD_INV_ORDER_ORBHasShutdown",
    completed,
    cause: reason,
    message: what,
  });
  const rejected = calls.map((call) => assert.rejects(call, shutDown("MAYBE", /wait at 127.0.0.1:\d+/)));
  await client.destroy(reason);
  await Promise.all(rejected);
  assert.equal(client.isClosed, true);
  assert.equal(client.connectionCount, 0);
  await assert.rejects(proxy.ping(), shutDown("NO", /ping at 127.0.0.1:\d+/));
  assert.throws(() => client.object(ior), shutDown("NO", /object\(\)/));
  await assert.rejects(client.listen(), shutDown("NO", /listen\(\)/));
});

test("destroy rejects with what it is told to make", async (t) => {
  const { client, proxy } = await serveEcho(t);
  await client.destroy((what, completed) => new Error(`no ${what} (${completed})`));
  await assert.rejects(proxy.ping(), /no ping at 127.0.0.1:\d+ \(NO\)/);
});

test("destroy cuts off a close that waits for a servant", async (t) => {
  const { server, proxy, servant } = await serveEcho(t);
  const call = proxy.wait("for ever", { timeoutMs: 0 });
  await servant.started("for ever");
  const closed = server.close();
  await server.destroy();
  assert.deepEqual(servant.aborted, ["for ever"]);
  await closed;
  await assert.rejects(call, { kind: "COMM_FAILURE", completed: "MAYBE" });
});

test("destroy leaves no listener behind that was still being opened", async () => {
  const transport = new FakeTransport();
  const orb = new Orb({}, transport);
  let open = () => {};
  transport.listening = new Promise((resolve) => {
    open = resolve;
  });
  const listening = orb.listen();
  const reason = new Error("closed meanwhile");
  await orb.destroy(reason);
  open();
  await assert.rejects(listening, { kind: "BAD_INV_ORDER", cause: reason });
  assert.equal(transport.openListeners, 0);
});

test("close sends what oneway calls have given it", async (t) => {
  const { proxy, client, servant } = await serveEcho(t);
  await proxy.ping();
  const texts = Array.from({ length: 20 }, (_, i) => `${i}`);
  const last = new Promise<void>((resolve) => {
    servant.onNote = (text) => text === texts.at(-1) && resolve();
  });
  await Promise.all(texts.map((text) => proxy.note(text)));
  await client.close();
  await last;
  assert.deepEqual(servant.notes, texts);
});

test("close does not wait for ever for a peer that takes nothing, and destroy cuts it off", async (t) => {
  for (const end of ["time", "destroy"]) {
    const { transport, orb, proxy, tick } = fakeClient(t, "1.2@a:1", { drainTimeoutMs: 500 });
    const call = proxy.note("x");
    transport.last.events.onOpen();
    await call;
    const closed = orb.close();
    assert.equal(await hasSettled(closed), false);
    assert.deepEqual([transport.last.ended, transport.last.destroyed], [true, false]);
    if (end === "time") tick(500);
    else await orb.destroy();
    await closed;
    assert.equal(transport.last.destroyed, true);
    t.mock.timers.reset();
  }
});

test("from the moment it closes nothing more is served, while servants may still call", async (t) => {
  const { server, proxy, servant, client, listener } = await serveEcho(t);
  const callee = await client.listen();
  const other = server.proxy(Echo, client.activate(Echo, new EchoServant().methods, "callee"));
  const call = proxy.wait("slow");
  await servant.started("slow");
  const opening = server.listen();
  const closed = server.close();
  const shutDown = { kind: "BAD_INV_ORDER", minorName: "BAD_INV_ORDER_ORBHasShutdown" };
  await assert.rejects(opening, shutDown);
  await assert.rejects(server.listen(), shutDown);
  assert.throws(() => server.activate(Echo, new EchoServant().methods), shutDown);
  assert.throws(() => server.reference("", "echo"), shutDown);
  assert.equal(await other.echo("a servant asks"), "a servant asks");
  await server.proxy(Echo, client.reference("", "callee")).ping();
  servant.finish("slow");
  assert.equal(await call, "slow");
  await closed;
  assert.equal(listener.connections, 0);
  await callee.close();
});

test("names no listener in references that has closed", async (t) => {
  const { server, listener } = await serveEcho(t);
  const second = await server.listen();
  const closed = listener.close();
  const { addresses } = iiopProfiles(server.reference("", "echo"))[0]!;
  assert.deepEqual(addresses, [{ host: second.host, port: second.port }]);
  assert.equal(server.reference("", "echo").profiles.length, 1);
  await closed;
  await second.close();
  assert.throws(() => server.reference("", "echo"), /listen\(\)/);
});

test("refuses to be posted to another thread", async (t) => {
  const { server, listener, proxy } = await serveEcho(t);
  for (const object of [server, listener, proxy, referenceOf(proxy)]) {
    assert.throws(() => structuredClone(object), /belongs to one thread/);
  }
});
