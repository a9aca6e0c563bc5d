import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { MemoryServerDatabase } from "../../../../src/tango/server/database/memory-server-database.ts";
import { command } from "../../../../src/tango/server/definition/decorators.ts";
import { Device } from "../../../../src/tango/server/device.ts";
import { DeviceServer, type DeviceServerOptions } from "../../../../src/tango/server/device-server.ts";
import { OrbContext } from "../../../../src/threading/orb-context.ts";
import { currentOrbContext } from "../../../../src/threading/orb-registry.ts";
import { deferred } from "../../../support/fake-device.ts";
import { memoryServer } from "../../../support/memory-server.ts";
import { until } from "../../../support/until.ts";

// A leak is to fail its test, not to hold all tests up.
const LIMITED = { timeout: 20_000 };
const NEVER = new Promise<never>(() => {});

/** A device that does what the test says. */
class Actor extends Device {
  static ended: string[] = [];
  static atInit: () => void | Promise<void> = () => {};
  static atEnd: () => void | Promise<void> = () => {};
  static atWork: () => void | Promise<void> = () => {};

  override async initDevice(): Promise<void> {
    await Actor.atInit();
    this.setState("ON");
  }

  override async deleteDevice(): Promise<void> {
    Actor.ended.push(this.getName());
    await Actor.atEnd();
  }

  @command({ dtypeIn: "DevString", dtypeOut: "DevString" }) async work(text: string): Promise<string> {
    await Actor.atWork();
    return text;
  }
}

function forget(): void {
  Actor.ended = [];
  Actor.atInit = Actor.atEnd = Actor.atWork = () => {};
}

/** What keeps this process from ending, but for the pipes of its console. */
function resources(): string[] {
  return process.getActiveResourcesInfo().filter((kind) => !/^(Pipe|TTY)/.test(kind));
}

/** Waits until there are these again and no others: what was closed is gone some turns later. A leak lets the test time out. */
async function onlyRemain(expected: readonly string[]): Promise<void> {
  const text = [...expected].sort().join();
  await until(() => resources().sort().join() === text);
}

test("starts and stops any number of times, and leaves nothing", LIMITED, async (t) => {
  forget();
  const { server, proxy } = memoryServer(t, [[Actor, "test/actor/1", "test/actor/2"]]);
  const cycle = async (isCalled: boolean) => {
    await server.start();
    if (isCalled) assert.equal(await proxy("test/actor/1", client).commandInout("work", "x"), "x");
    await server.stop();
  };
  let client = new OrbContext();
  await cycle(true);
  await client.close();
  await turn();
  for (let i = 0; i < 200; i++) {
    client = new OrbContext();
    await cycle(i % 10 === 0);
    await client.close();
  }
  await onlyRemain([]);
  assert.equal(Actor.ended.length, 402);
  assert.equal(process.listenerCount("SIGTERM"), 0);
});

test("has no timer while nothing is polled and nobody calls", LIMITED, async (t) => {
  forget();
  const { server, proxy, client } = memoryServer(t, [[Actor, "test/actor/1"]]);
  await server.start();
  await proxy("test/actor/1").state();
  await client.close();
  // The server sees the end of the connection a moment later.
  await onlyRemain(["TCPServerWrap"]);
});

test("lets starts and stops wait for each other, in the order of their calls", LIMITED, async (t) => {
  forget();
  const { server } = memoryServer(t, [[Actor, "test/actor/1"]]);
  await Promise.all([server.start(), server.start()]);
  assert.equal(server.isRunning, true);
  await Promise.all(
    [server.stop(), server.start(), server.stop(), server.stop(), server.start()].map((one) =>
      one.catch(() => {}),
    ),
  );
  assert.equal(server.isRunning, true);
  await server.stop();
  assert.equal(server.isRunning, false);
  assert.throws(() => server.running, { reason: "API_StartupSequence" });
  await server.stop();
});

test("gives up a start when it is stopped, though a device does not come up", LIMITED, async (t) => {
  forget();
  const { server } = memoryServer(t, [[Actor, "test/actor/1", "test/actor/2"]], { stopTimeoutMs: 50 });
  let isAtInit = false;
  let comeUp!: () => void;
  Actor.atInit = () => {
    isAtInit = true;
    return new Promise((resolve) => {
      comeUp = resolve;
    });
  };
  const starting = assert.rejects(server.start(), {
    reason: "API_StartupSequence",
    message: /The server was stopped while it started: .*test\/actor\/1/,
  });
  await until(() => isAtInit);
  await server.stop();
  await starting;
  assert.equal(server.isRunning, false);
  await onlyRemain([]);

  // What comes up then ends at once, and nothing comes after it.
  Actor.ended = [];
  comeUp();
  await until(() => Actor.ended.length > 0);
  await turn();
  assert.deepEqual([...new Set(Actor.ended)], ["test/actor/1"]);

  forget();
  await server.start();
  assert.equal(server.running.devices.size, 3);
});

test("answers what runs before it stops", LIMITED, async (t) => {
  forget();
  const { server, proxy } = memoryServer(t, [[Actor, "test/actor/1", "test/actor/2"]]);
  await server.start();
  let isAtWork = false;
  let finish!: () => void;
  Actor.atWork = () => {
    isAtWork = true;
    return new Promise((resolve) => {
      finish = resolve;
    });
  };
  const answer = proxy("test/actor/1").commandInout("work", "last words");
  await until(() => isAtWork);
  const stopping = server.stop();
  await turn();
  assert.deepEqual(Actor.ended, [], "no device ends before its calls are answered");
  finish();
  assert.equal(await answer, "last words");
  await stopping;
  assert.deepEqual(Actor.ended, ["test/actor/2", "test/actor/1"]);
});

test("stops though devices are busy for ever, and never end", LIMITED, async (t) => {
  forget();
  const { server, proxy, client } = memoryServer(t, [[Actor, "test/actor/1", "test/actor/2"]], {
    stopTimeoutMs: 100,
  });
  await server.start();
  let isAtWork = false;
  Actor.atWork = () => {
    isAtWork = true;
    return NEVER;
  };
  Actor.atEnd = () => NEVER;
  const call = assert.rejects(proxy("test/actor/1").commandInout("work", ""), {
    reason: "API_CorbaException",
  });
  await until(() => isAtWork);
  await server.stop();
  await call;
  assert.deepEqual(Actor.ended, ["test/actor/2"]);
  await client.close();
  await onlyRemain([]);
});

test("finds its devices where it is told to", LIMITED, async () => {
  forget();
  const contents = { classes: { Actor: { devices: { "test/actor/3": {} } } } };
  const databases: [DeviceServerOptions["database"], string][] = [
    [{ kind: "none", devices: ["test/actor/1"] }, "test/actor/1"],
    [{ kind: "none", devices: ["Actor::test/actor/2"] }, "test/actor/2"],
    [new MemoryServerDatabase(contents), "test/actor/3"],
    [async () => new MemoryServerDatabase(contents), "test/actor/3"],
  ];
  for (const [database, name] of databases) {
    await using server = new DeviceServer([Actor], {
      server: { executable: "Actor", instance: "x" },
      database,
    });
    await server.start();
    assert.equal((server.util.getDeviceByName(name) as Device).getName(), name);
  }
});

test("lives beside others in one process, of the same name too", LIMITED, async (t) => {
  forget();
  const servers = ["one", "two", "two"].map((instance) =>
    memoryServer(t, [[Actor, "test/actor/1"]], { server: { executable: "Actors", instance } }),
  );
  await Promise.all(servers.map(({ server }) => server.start()));
  const names = await Promise.all(servers.map(({ proxy }) => proxy("test/actor/1").admName()));
  assert.deepEqual(
    names.map((name) => /dserver[^#]*/.exec(name)?.[0]),
    ["dserver/Actors/one", "dserver/Actors/two", "dserver/Actors/two"],
  );
  await servers[1]!.server.stop();
  assert.equal(await servers[2]!.proxy("test/actor/1").state(), "ON");
});

test("is stopped by the command Kill, after its answer", LIMITED, async (t) => {
  forget();
  const { server, admin } = memoryServer(t, [[Actor, "test/actor/1"]]);
  await server.start();
  assert.equal(await admin().commandInout("Kill"), undefined);
  await until(() => !server.isRunning);
  await server.stop();
  assert.deepEqual(Actor.ended, ["test/actor/1"]);
});

test("leaves what Kill does to its user", LIMITED, async (t) => {
  forget();
  let kills = 0;
  const { server, admin } = memoryServer(t, [[Actor, "test/actor/1"]], { onKill: () => kills++ });
  await server.start();
  await admin().commandInout("Kill");
  await until(() => kills > 0);
  assert.equal(server.isRunning, true);
});

test("says what is wrong with a server that cannot start, and leaves nothing", LIMITED, async (t) => {
  forget();
  const { server } = memoryServer(t, [[Actor, "test/actor/1"]], {
    database: () => {
      throw new Error("no database today");
    },
  });
  await assert.rejects(server.start(), /no database today/);
  await assert.rejects(server.start(), /no database today/);
  const other = memoryServer(t, [[Actor, "test/actor/1"]]);
  await other.server.start();
  const taken = memoryServer(t, [[Actor, "test/actor/1"]], {
    endPoint: { host: "127.0.0.1", port: other.server.running.port },
  });
  await assert.rejects(taken.server.start(), { code: "EADDRINUSE" });
  await other.server.stop();
  await taken.server.start();
  await taken.server.stop();
  await onlyRemain([]);
});

test("leaves nothing of its logging where it cannot enforce what it is to", LIMITED, async (t) => {
  const output = new PassThrough();
  const { server } = memoryServer(t, [[Actor, "test/actor/1"]], {
    traceLevel: 5,
    output,
    enforceAccessControl: true,
  });
  await assert.rejects(server.start(), { reason: "API_InvalidArgs" });
  assert.equal(output.listenerCount("error"), 0);
});

// A start goes on for some turns of promises after it was given up.
for (const turns of [0, 1, 2, 3, 4, 5]) {
  test(`leaves nothing when it is stopped ${turns} turns after its last question`, LIMITED, async (t) => {
    forget();
    const output = new PassThrough();
    const { server, database } = memoryServer(t, [[Actor, "test/actor/1"]], { traceLevel: 5, output });
    const answered = deferred<void>();
    const { freeProperties } = database;
    let isAsked = false;
    database.freeProperties = (...asked) => {
      isAsked = true;
      return answered.promise.then(() => freeProperties.apply(database, asked));
    };
    const starting = assert.rejects(server.start(), { reason: "API_StartupSequence" });
    await until(() => isAsked);
    answered.resolve();
    for (let i = 0; i < turns; i++) await Promise.resolve();
    await server.stop();
    await starting;
    await turn();
    assert.equal(output.listenerCount("error"), 0);
    await onlyRemain([]);
  });
}

test("leaves nothing where the database cannot be told of its end, and says so", LIMITED, async (t) => {
  forget();
  const { server, database } = memoryServer(t, [[Actor, "test/actor/1"]]);
  database.unexportServer = () => Promise.reject(new Error("the database is down"));
  await server.start();
  await assert.rejects(server.stop(), /the database is down/);
  assert.deepEqual(Actor.ended, ["test/actor/1"]);
  await onlyRemain([]);
  await server.stop();
});

test(
  "closes what its devices opened as clients of others, whoever called them, and lets others be",
  LIMITED,
  async (t) => {
    forget();
    const made: OrbContext[] = [];
    const open = () => void made.push(currentOrbContext());
    Actor.atInit = open;
    Actor.atWork = open;
    const { server, proxy } = memoryServer(t, [[Actor, "test/actor/1"]]);
    const { server: other } = memoryServer(t, [[Actor, "test/actor/2"]]);
    await server.start();
    await other.start();
    await proxy("test/actor/1").commandInout("work", "a");
    await proxy("test/actor/1").commandInout("Init");
    await server.util.restartDevice("test/actor/1");
    Actor.atEnd = open;
    await server.util.restartDevice("test/actor/1");
    const [first, second, ...rest] = made;
    assert.notEqual(first, second);
    assert.deepEqual(
      rest.map((context) => context === first),
      [true, true, true, true, true],
    );
    assert.notEqual(first, currentOrbContext());
    await server.stop();
    assert.equal(made.at(-1), first);
    assert.deepEqual([first!.isClosed, second!.isClosed, currentOrbContext().isClosed], [true, false, false]);
    await server.start();
    assert.ok(!made.at(-1)!.isClosed && made.at(-1) !== second);
  },
);
