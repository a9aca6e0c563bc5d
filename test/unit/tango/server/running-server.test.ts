import assert from "node:assert/strict";
import { beforeEach, describe, it, test } from "node:test";
import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import type { DevFailed } from "../../../../src/tango/error/dev-failed.ts";
import { MemoryServerDatabase } from "../../../../src/tango/server/database/memory-server-database.ts";
import type { ServerDatabase } from "../../../../src/tango/server/database/server-database.ts";
import { Device } from "../../../../src/tango/server/device.ts";
import type { DeviceServer } from "../../../../src/tango/server/device-server.ts";
import { interfaceOf } from "../../../../src/tango/server/event/device-interface.ts";
import { forwarded } from "../../../../src/tango/server/forwarded/forwarded-definition.ts";
import type { DeviceAttribute } from "../../../../src/tango/value/device-attribute.ts";
import { deferred } from "../../../support/fake-device.ts";
import { subscribe } from "../../../support/fake-events.ts";
import { memoryServer } from "../../../support/memory-server.ts";
import { until } from "../../../support/until.ts";
import { VirtualClock } from "../../../support/virtual-clock.ts";

/** A device of which the test knows whether it lives: between its initialisation and its end. */
class Counted extends Device {
  /** Nobody listens there: it is looked for again and again. */
  static readonly attributes = { far: forwarded({ root: "tango://127.0.0.1:1/a/b/c/far#dbase=no" }) };
  static made = 0;
  static readonly alive = new Set<string>();

  constructor(...args: ConstructorParameters<typeof Device>) {
    super(...args);
    Counted.made++;
  }

  override initDevice(): void {
    Counted.alive.add(this.getName());
  }

  override deleteDevice(): void {
    Counted.alive.delete(this.getName());
  }
}

/** What a server asked its database. */
interface Asked {
  calls: number;
  isOpen: boolean;
  readonly exported: Set<string>;
}

/** A database that answers some turns after it was asked. `onCall` gets the number of each call. */
function slowly(database: ServerDatabase, asked: Asked, onCall: (call: number) => void): ServerDatabase {
  return new Proxy(database, {
    get(target, name) {
      const method = Reflect.get(target, name);
      if (typeof method !== "function" || name === "endStartup") return method;
      return async (...args: unknown[]) => {
        if (name === "close") asked.isOpen = false;
        else onCall(++asked.calls);
        await turn();
        await turn();
        if (name === "exportDevice") asked.exported.add((args[0] as { name: string }).name);
        if (name === "unexportServer") asked.exported.clear();
        return method.apply(target, args);
      };
    },
  });
}

/** For a device that is busy. */
const CALLS_WAIT_MS = 3200;
const LIMITED = { timeout: 60_000 };

const CONTENTS = { classes: { Counted: { devices: { "test/counted/1": {}, "test/counted/2": {} } } } };

const CHANGES: readonly [what: string, change: (server: DeviceServer) => Promise<void>][] = [
  ["starts", async () => {}],
  ["makes all devices anew", (server) => server.running.restart()],
  ["makes a device anew", (server) => server.util.restartDevice("test/counted/1")],
  ["gets a device", (server) => server.util.createDevice("Counted", "test/counted/3")],
  ["loses a device", (server) => server.util.deleteDevice("test/counted/2")],
];

for (const [what, change] of CHANGES) {
  test(`leaves nothing, whatever it waits for, when it is stopped while it ${what}`, LIMITED, async (t) => {
    let wasStopped = true;
    let stopAt = 1;
    let stopping: Promise<void> | undefined;
    let asked: Asked;
    const { server } = memoryServer(t, [[Counted]], {
      database: async () => {
        await turn();
        return slowly(new MemoryServerDatabase(CONTENTS), asked, (call) => {
          if (call === stopAt) stopping = server.stop();
        });
      },
    });
    for (; wasStopped; stopAt++) {
      asked = { calls: 0, isOpen: true, exported: new Set() };
      stopping = undefined;
      const failure = await server
        .start()
        .then(() => change(server))
        .catch((error: DevFailed) => error);
      wasStopped = stopping !== undefined;
      await (stopping ?? server.stop());
      const madeInTime = Counted.made;
      for (let i = 0; i < 10; i++) await turn();
      const left = {
        failure: failure?.reason,
        alive: [...Counted.alive],
        exported: [...asked.exported],
        isOpen: asked.isOpen,
        madeLate: Counted.made - madeInTime,
        timers: process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length,
      };
      // A step that was the last one may have been done all the same.
      const reason = failure === undefined ? undefined : "API_StartupSequence";
      const nothing = { failure: reason, alive: [], exported: [], isOpen: false, madeLate: 0, timers: 0 };
      assert.deepEqual(left, nothing, `stopped at call ${stopAt}`);
    }
  });
}

test("makes a device anew at the second attempt where the database did not answer at the first", async (t) => {
  const { server, database, proxy, admin } = memoryServer(t, [[Counted, "test/counted/1"]]);
  await server.start();
  const { deviceProperties } = database;
  database.deviceProperties = () => Promise.reject(new Error("the database is down"));
  const again = () => admin().commandInout("DevRestart", "test/counted/1");
  await assert.rejects(again(), /the database is down/);
  await assert.rejects(again(), /the database is down/);
  assert.throws(() => server.util.getDeviceIor("test/counted/1"), { reason: "API_DeviceNotFound" });
  database.deviceProperties = deviceProperties;
  await again();
  assert.equal(await proxy("test/counted/1").state(), "ALARM");
  assert.deepEqual([...Counted.alive], ["test/counted/1"]);
  await server.stop();
  assert.deepEqual([...Counted.alive], []);
});

test("leaves nothing of a device of which the database could not be told, until that can be", async (t) => {
  const { server, database, proxy } = memoryServer(t, [[Counted, "test/counted/1"]]);
  await server.start();
  const { exportDevice } = database;
  const make = () => server.util.createDevice("Counted", "test/counted/2");
  const again = () => server.util.restartDevice("test/counted/1");
  database.exportDevice = () => Promise.reject(new Error("the database is down"));
  await assert.rejects(make(), /the database is down/);
  await assert.rejects(again(), /the database is down/);
  await assert.rejects(again(), /the database is down/);
  for (const device of ["test/counted/1", "test/counted/2"]) {
    assert.throws(() => server.util.getDeviceIor(device), { reason: "API_DeviceNotFound" });
    await assert.rejects(proxy(device).state());
  }
  assert.deepEqual([...Counted.alive], []);
  database.exportDevice = exportDevice;
  await make();
  await again();
  assert.deepEqual([...Counted.alive].sort(), ["test/counted/1", "test/counted/2"]);
  assert.equal(await proxy("test/counted/1").state(), "ALARM");
});

test("makes and ends devices though it cannot be saved which are polled", async (t) => {
  const { server, database } = memoryServer(t, [[Counted, "test/counted/1"]]);
  await server.start();
  const { devices, polling } = server.running;
  const { putDeviceProperties } = database;
  const saved: unknown[] = [];
  database.putDeviceProperties = async (name, properties) => {
    if (!("polling_threads_pool_conf" in properties))
      return putDeviceProperties.call(database, name, properties);
    throw new Error("the database is down");
  };
  await devices.get("test/counted/1").polling.add("attribute", "State", 1000);
  await server.util.createDevice("Counted", "test/counted/2");
  await server.util.restartDevice("test/counted/1");
  await server.util.deleteDevice("test/counted/2");
  database.putDeviceProperties = async (_name, properties) => void saved.push(properties);
  await polling.savePool();
  assert.deepEqual(saved, [{ polling_threads_pool_conf: ["test/counted/1"] }]);
});

test("deletes a device at the second attempt where the database did not answer at the first", async (t) => {
  const { server, database, proxy } = memoryServer(t, [[Counted, "test/counted/1", "test/counted/2"]]);
  await server.start();
  const { deleteDevice } = database;
  database.deleteDevice = () => Promise.reject(new Error("the database is down"));
  const remove = () => server.util.deleteDevice("test/counted/1");
  await assert.rejects(remove(), /the database is down/);
  await assert.rejects(remove(), /the database is down/);
  await assert.rejects(proxy("test/counted/1").state());
  assert.deepEqual([...Counted.alive], ["test/counted/2"]);
  database.deleteDevice = deleteDevice;
  await remove();
  assert.deepEqual(await database.deviceNames("Counted"), ["test/counted/2"]);
  await assert.rejects(remove(), { reason: "API_DeviceNotFound" });
});

test("lets no call that waited into a device of which the database could not be told", async (t) => {
  const { server, database, proxy } = memoryServer(t, [[Counted, "test/counted/1"]]);
  await server.start();
  const held = deferred<void>();
  database.exportDevice = async () => {
    await held.promise;
    throw new Error("the database is down");
  };
  const making = server.util.createDevice("Counted", "test/counted/2");
  await until(() => server.running.devices.find("test/counted/2") !== undefined);
  const served = server.running.devices.get("test/counted/2");
  const calls = [proxy("test/counted/2").state(), proxy("test/counted/2").commandInout("Status")];
  const came = async () => (await served.blackBox.lines(50, server.running.environment.hosts)).length;
  await until(async () => (await came().catch(() => 0)) === calls.length);
  held.resolve();
  await assert.rejects(making, /the database is down/);
  for (const call of calls) await assert.rejects(call);
});

/** A device that is made or ended no faster than the test wants. */
class Reluctant extends Device {
  static made = 0;
  static inits: Promise<void> | undefined;
  static deletes: Promise<void> | undefined;
  static begun = 0;
  static ended = 0;
  static readonly attributes = {
    number: {
      dtype: "DevLong",
      read(this: Reluctant) {
        return this.number;
      },
    },
  } as const;
  readonly number = Reluctant.made++;

  override async initDevice(): Promise<void> {
    Reluctant.begun++;
    await Reluctant.inits;
  }

  override async deleteDevice(): Promise<void> {
    Reluctant.ended++;
    await Reluctant.deletes;
  }
}

test(
  "a device that is busy for longer than calls wait is ended all the same before it is made anew",
  LIMITED,
  async (t) => {
    const { server } = memoryServer(t, [[Reluctant, "test/reluctant/1"]]);
    await server.start();
    const { monitor } = server.running.devices.get("test/reluctant/1");
    const held = deferred<void>();
    const busy = monitor.run("a call that takes long", () => held.promise);
    const { begun, ended } = Reluctant;
    const restarting = server.util.restartDevice("test/reluctant/1");
    await sleep(CALLS_WAIT_MS + 300);
    assert.deepEqual([Reluctant.begun - begun, Reluctant.ended - ended], [0, 0]);
    held.resolve();
    await busy;
    await restarting;
    assert.deepEqual([Reluctant.begun - begun, Reluctant.ended - ended], [1, 1]);
  },
);

test(
  "calls that come while the server is made anew find the devices as they are then",
  LIMITED,
  async (t) => {
    const { server, proxy } = memoryServer(t, [[Reluctant, "test/reluctant/1", "test/reluctant/2"]]);
    await server.start();
    const device = proxy("test/reluctant/1");
    const before = (await device.readAttribute("number")).value;
    const held = deferred<void>();
    Reluctant.deletes = held.promise;
    const restarting = server.running.restart();
    // The other one ends first.
    const { ended } = Reluctant;
    await until(() => Reluctant.ended > ended);
    const first = server.running.devices.get("test/reluctant/1");
    const came = async () => (await first.blackBox.lines(50, server.running.environment.hosts)).length;
    const alreadyCame = await came();
    const calls = [device.readAttribute("number"), device.state(), device.commandInout("Status")];
    await until(async () => (await came()) === alreadyCame + calls.length);
    held.resolve();
    await restarting;
    const [reading] = await Promise.all(calls);
    assert.equal((reading as DeviceAttribute).value, (before as number) + 2);
  },
);

test(
  "tells clients of the interface of a device that was made anew, not of the one before",
  LIMITED,
  async (t) => {
    const clock = new VirtualClock();
    const { server } = memoryServer(t, [[Reluctant, "test/reluctant/1"]], { eventClock: clock });
    await server.start();
    const present = () => server.running.devices.get("test/reluctant/1");
    const { device, events } = present();
    await subscribe(present(), "intr_change");
    events.knownInterface = interfaceOf(present());
    await (device as Reluctant).addAttribute({ name: "more", dtype: "DevLong", read: () => 1 });
    await server.util.restartDevice("test/reluctant/1");
    await clock.pass(50);
    assert.equal(events.knownInterface, interfaceOf(present()));
    await (present().device as Reluctant).addAttribute({ name: "other", dtype: "DevLong", read: () => 1 });
    await clock.pass(50);
    assert.equal(events.knownInterface, interfaceOf(present()));
  },
);

test("forgets a device that the database no longer has when it makes all anew", LIMITED, async (t) => {
  const { server, database } = memoryServer(t, [[Reluctant, "test/reluctant/1", "test/reluctant/2"]]);
  await server.start();
  const { environment, devices } = server.running;
  const { events, logging } = environment;
  const [kept, gone] = ["test/reluctant/1", "test/reluctant/2"].map((name) => events.ofDevice(name));
  await database.deleteDevice("test/reluctant/2");
  await server.running.restart();
  assert.deepEqual(
    [...devices].map(({ name }) => name),
    ["test/reluctant/1", "dserver/Test/unit"],
  );
  const { svalue } = await logging.getLoggingLevel(["*"]);
  assert.deepEqual(svalue, ["test/reluctant/1", "dserver/Test/unit"]);
  assert.equal(events.ofDevice("test/reluctant/1"), kept);
  assert.notEqual(events.ofDevice("test/reluctant/2"), gone);
});

test("polls a device that was made anew, though what is polled cannot be saved", LIMITED, async (t) => {
  const properties = { polled_cmd: ["gone", "1000"], polled_attr: ["number", "100"] };
  const contents = { classes: { Reluctant: { devices: { "test/reluctant/1": { properties } } } } };
  const { server, database } = memoryServer(t, [[Reluctant]], { contents });
  await server.start();
  const present = () => server.running.devices.get("test/reluctant/1").polling;
  await present().add("attribute", "Status", 100);
  await database.putDeviceProperties("test/reluctant/1", properties);
  const { deleteDeviceProperties } = database;
  database.deleteDeviceProperties = () => Promise.reject(new Error("the database is down"));
  await server.util.restartDevice("test/reluctant/1");
  database.deleteDeviceProperties = deleteDeviceProperties;
  for (const name of ["number", "Status"]) {
    await until(() => present().attribute(name)?.ring.newest !== undefined);
  }
});

describe("a device whose server is stopped", () => {
  beforeEach(() => {
    Reluctant.inits = undefined;
    Reluctant.deletes = undefined;
    Reluctant.begun = 0;
    Reluctant.ended = 0;
  });

  for (const serialModel of ["BY_DEVICE", "NO_SYNC"] as const) {
    it(`ends once where it is being ended to be made anew: ${serialModel}`, LIMITED, async (t) => {
      const { server } = memoryServer(t, [[Reluctant, "test/reluctant/1"]], { serialModel });
      await server.start();
      const held = deferred<void>();
      Reluctant.deletes = held.promise;
      const restarting = server.util.restartDevice("test/reluctant/1");
      await until(() => Reluctant.ended > 0);
      let hasStopped = false;
      const stopping = server.stop().then(() => {
        hasStopped = true;
      });
      for (let i = 0; i < 20; i++) await turn();
      assert.equal(hasStopped, false);
      held.resolve();
      await assert.rejects(restarting, { reason: "API_StartupSequence" });
      await stopping;
      assert.equal(Reluctant.ended, 1);
    });
  }

  for (const serialModel of ["BY_DEVICE", "NO_SYNC"] as const) {
    it(
      `is ended after a command Init that the server did not wait for: ${serialModel}`,
      LIMITED,
      async (t) => {
        const { server, proxy } = memoryServer(t, [[Reluctant, "test/reluctant/1"]], {
          serialModel,
          stopTimeoutMs: 20,
        });
        await server.start();
        const held = deferred<void>();
        Reluctant.deletes = held.promise;
        const initialising = proxy("test/reluctant/1").commandInout("Init");
        await until(() => Reluctant.ended > 0);
        await Promise.all([server.stop(), assert.rejects(initialising)]);
        const { begun } = Reluctant;
        held.resolve();
        await until(() => Reluctant.ended === 2);
        for (let i = 0; i < 20; i++) await turn();
        assert.deepEqual(
          [Reluctant.begun, Reluctant.ended],
          [serialModel === "NO_SYNC" ? begun : begun + 1, 2],
        );
      },
    );
  }

  it("keeps nothing else from ending, whatever it throws then", LIMITED, async (t) => {
    const { server } = memoryServer(t, [[Reluctant, "test/reluctant/1", "test/reluctant/2"]]);
    for (const thrown of [undefined, null, "no end", Object.create(null)]) {
      await server.start();
      const { ended } = Reluctant;
      Reluctant.deletes = Promise.reject(thrown);
      Reluctant.deletes.catch(() => {});
      await server.stop();
      Reluctant.deletes = undefined;
      assert.equal(Reluctant.ended, ended + 2);
    }
  });

  it("is polled no more, though it was about to be", LIMITED, async (t) => {
    const properties = { polled_cmd: ["gone", "1000"], polled_attr: ["number", "1000"] };
    const contents = { classes: { Reluctant: { devices: { "test/reluctant/1": { properties } } } } };
    const { server, database } = memoryServer(t, [[Reluctant]], { contents });
    const saved = deferred<void>();
    const deleted = deferred<void>();
    let isSaving = false;
    database.putDeviceProperties = database.deleteDeviceProperties = () => {
      isSaving = true;
      return saved.promise;
    };
    Reluctant.deletes = deleted.promise;
    const starting = server.start();
    await until(() => isSaving);
    const stopping = server.stop();
    await until(() => Reluctant.ended > 0);
    saved.resolve();
    await turn();
    deleted.resolve();
    await assert.rejects(starting, { reason: "API_StartupSequence" });
    await stopping;
    assert.ok(!process.getActiveResourcesInfo().includes("Timeout"));
  });

  it("ends once where it is being initialised", LIMITED, async (t) => {
    const { server } = memoryServer(t, [[Reluctant, "test/reluctant/1"]]);
    const held = deferred<void>();
    Reluctant.inits = held.promise;
    const starting = server.start();
    await until(() => Reluctant.begun > 0);
    const stopping = server.stop();
    for (let i = 0; i < 20; i++) await turn();
    held.resolve();
    await assert.rejects(starting, { reason: "API_StartupSequence" });
    await stopping;
    assert.equal(Reluctant.ended, 1);
  });
});
