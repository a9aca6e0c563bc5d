import assert from "node:assert/strict";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { afterEach, beforeEach, describe, it } from "node:test";
import { MINOR_CODE } from "../../../../src/giop/exception/minor-code.ts";
import { SystemException } from "../../../../src/giop/exception/system-exception.ts";
import { DeviceProxy } from "../../../../src/tango/client/device-proxy.ts";
import { KeptLocks } from "../../../../src/tango/client/kept-locks.ts";
import { DevFailed } from "../../../../src/tango/error/dev-failed.ts";
import { attribute } from "../../../../src/tango/server/definition/decorators.ts";
import { Device } from "../../../../src/tango/server/device.ts";
import type { OrbContext } from "../../../../src/threading/orb-context.ts";
import { OrbContextClosedError } from "../../../../src/threading/orb-context-closed-error.ts";
import { FakeDatabase } from "../../../support/fake-database.ts";
import { deferred, deviceError, testContext } from "../../../support/fake-device.ts";
import { memoryServer } from "../../../support/memory-server.ts";
import { until } from "../../../support/until.ts";
import { settle, VirtualClock } from "../../../support/virtual-clock.ts";
import { LockableServer } from "./lockable-server.ts";

describe("a device that is locked", () => {
  let clock: VirtualClock;
  let server: LockableServer;
  let context: OrbContext;
  let other: OrbContext;
  let device: DeviceProxy;
  let stranger: DeviceProxy;

  beforeEach(async () => {
    clock = new VirtualClock();
    server = await LockableServer.start(clock);
    [context, other] = [testContext(), testContext()];
    for (const one of [context, other]) KeptLocks.of(one, clock);
    device = new DeviceProxy(server.device, { context });
    stranger = new DeviceProxy(server.device, { context: other });
  });
  afterEach(async () => {
    await Promise.all([context.close(), other.close()]);
    await server.fake.stop();
    assert.equal(clock.timers, 0);
  });

  /** Lets time pass in which the lock is kept so often. */
  async function keep(ms: number, times: number): Promise<void> {
    const before = server.count("ReLockDevices");
    for (let i = 0; i < times; i++) {
      await until(() => clock.timers > 0);
      clock.tick(ms / times);
      await until(() => server.count("ReLockDevices") > before + i);
    }
    await until(() => clock.timers > 0);
    assert.equal(server.count("ReLockDevices"), before + times);
  }

  it("says who has locked it, to its holder and to others", async () => {
    assert.equal(await device.isLocked(), false);
    assert.equal(await device.isLockedByMe(), false);
    assert.equal(await device.getLocker(), null);
    assert.equal(await device.lockingStatus(), "Device A/b/C is not locked");

    await device.lock();
    assert.equal(await device.isLocked(), true);
    assert.equal(await device.isLockedByMe(), true);
    assert.equal(await stranger.isLocked(), true);
    assert.equal(await stranger.isLockedByMe(), false);
    const text = "Device A/b/C is locked by JAVA client class bandoneon from host 127.0.0.1";
    assert.equal(await stranger.lockingStatus(), text);
    const locker = await stranger.getLocker();
    const digits = context.clientIdentity.uuid.map((half) => half.toString(16).padStart(16, "0")).join("");
    assert.ok(locker?.ll === "JAVA");
    assert.equal(locker.li.replaceAll("-", ""), digits);
    assert.equal(locker.lockerClass, "bandoneon");

    await device.unlock();
    assert.equal(await stranger.isLocked(), false);
  });

  it("is its holder's alone, but whoever wants to can take it away", async () => {
    await device.lock();
    const refused = { name: "DevFailed", reason: "API_DeviceLocked" };
    await assert.rejects(stranger.lock(), refused);
    await assert.rejects(stranger.unlock(), refused);
    assert.equal(await device.isLockedByMe(), true);
    await stranger.unlock(true);
    assert.equal(await device.isLocked(), false);
    await stranger.lock();
    await assert.rejects(device.lock(), refused);
    await stranger.unlock();
  });

  it("is locked for two seconds at least, and for whole ones", async () => {
    for (const validity of [1, 0, -1]) {
      await assert.rejects(device.lock(validity), {
        reason: "API_MethodArgument",
        message: /Lock validity can not be lower than 2 seconds/,
      });
    }
    for (const validity of [2.5, Number.NaN, "10" as never, 2 ** 31]) {
      await assert.rejects(device.lock(validity), { name: "WrongData" });
    }
    assert.deepEqual(server.commands, []);
    await device.lock(2);
  });

  it("is unlocked as often as it was locked", async () => {
    for (let i = 0; i < 3; i++) await device.lock();
    for (let i = 0; i < 2; i++) await device.unlock();
    assert.equal(await device.isLockedByMe(), true);
    await device.unlock();
    assert.equal(await device.isLocked(), false);
    await device.unlock();
  });

  it("is unlocked as often as it was locked by calls at the same time, too", async () => {
    await Promise.all([device.lock(), device.lock()]);
    await Promise.all([device.unlock(), device.unlock()]);
    assert.equal(await device.isLocked(), false);
    assert.equal(clock.timers, 0);
    const results = await Promise.allSettled([device.lock(5), device.lock(20)]);
    assert.deepEqual(
      results.map(({ status }) => status),
      ["fulfilled", "rejected"],
    );
    assert.equal(server.count("LockDevice"), 3);
  });

  it("does not wait for its turn longer than its caller does", async () => {
    await device.isLocked();
    const late = deferred<void>();
    server.delay = late.promise;
    const first = device.lock();
    const controller = new AbortController();
    const second = device.lock(10, { signal: controller.signal });
    await until(() => server.count("LockDevice") === 1);
    controller.abort();
    await assert.rejects(second, { reason: "API_CallAborted" });
    server.delay = null;
    late.resolve();
    await first;
    assert.equal(server.count("LockDevice"), 1);
  });

  it("is locked again with the same validity only, by the same proxy", async () => {
    await device.lock(10);
    await assert.rejects(device.lock(20), (error) => {
      assert.ok(error instanceof DevFailed);
      assert.equal(error.reason, "API_MethodArgument");
      const { desc } = error.errors[0]!;
      assert.equal(desc, "Device a/b/c is already locked with another lock validity (10 sec)");
      return true;
    });
    const second = new DeviceProxy(server.device, { context });
    await second.lock(20);
    await device.unlock();
    assert.equal(await device.isLockedByMe(), true);
    await keep(10_000, 1);
    await second.unlock();
    assert.equal(await device.isLocked(), false);
    await device.lock(20);
    await device.unlock();
  });

  it("stays locked as long as its holder is there", async () => {
    await device.lock(10);
    await keep(60_000, 12);
    assert.equal(await stranger.isLocked(), true);
    await device.unlock();
    assert.equal(clock.timers, 0);
    clock.tick(60_000);
    assert.equal(server.count("ReLockDevices"), 12);
  });

  it("is free when its holder has not been there for the time of validity", async () => {
    await device.lock(10);
    clock.skip(12_000);
    assert.equal(await stranger.isLocked(), false);
  });

  it("stays locked though the server could not be told once", async () => {
    await device.lock(10);
    server.failure = deviceError("API_Broken");
    await keep(5000, 1);
    server.failure = null;
    await keep(5000, 1);
    assert.equal(await device.isLockedByMe(), true);
  });

  it("stays locked though the server was silent the first time", async () => {
    await device.lock(2);
    const silence = deferred<void>();
    server.delay = silence.promise;
    await keep(1000, 1);
    server.delay = null;
    clock.tick(250);
    await until(() => server.count("ReLockDevices") === 2);
    silence.resolve();
  });

  it("is kept in time though it is given back once in between", async () => {
    for (let i = 0; i < 3; i++) await device.lock(10);
    for (let i = 0; i < 2; i++) {
      clock.tick(2000);
      await device.unlock();
    }
    await keep(1000, 1);
  });

  it("that another has locked meanwhile is lost, which the next unlock says, once", async () => {
    const told: unknown[] = [];
    const listen = (message: unknown) => void told.push(message);
    subscribe("bandoneon:tango:client:lock-lost", listen);
    await device.lock(10);
    server.forget();
    await stranger.lock(10);
    clock.tick(5000);
    await until(() => told.length > 0);
    unsubscribe("bandoneon:tango:client:lock-lost", listen);
    const [{ device: name, error }] = told as [{ device: string; error: DevFailed }];
    assert.equal(name, `127.0.0.1:${server.fake.port}/a/b/c`);
    assert.equal(error.errors[0]!.desc, "A/b/C: Device A/b/C is already locked by another client");

    await assert.rejects(device.unlock(), (lost) => {
      assert.ok(lost instanceof DevFailed);
      assert.equal(lost.name, "DeviceUnlocked");
      assert.deepEqual(
        lost.errors.map(({ reason }) => reason),
        ["API_DeviceLocked", "API_CommandFailed", "API_DeviceUnlocked"],
      );
      assert.equal(lost.errors.at(-1)!.desc, "Device a/b/c has lost your lock(s)");
      return true;
    });
    await assert.rejects(device.unlock(), { name: "DevFailed", reason: "API_DeviceLocked" });
    await stranger.unlock();
    await device.lock(20);
    assert.equal(await device.isLockedByMe(), true);
  });

  it("is lost with the server, which the next call says, once", async () => {
    await device.lock(10);
    const { port } = server.fake;
    await server.fake.stop();
    server = await LockableServer.start(clock, port);
    await assert.rejects(device.commandInout("Go"), (lost) => {
      assert.ok(lost instanceof DevFailed);
      assert.equal(lost.name, "DeviceUnlocked");
      assert.deepEqual(
        lost.errors.map(({ reason }) => reason),
        ["API_CorbaException", "API_DeviceUnlocked"],
      );
      const desc = "Device a/b/c has lost your lock(s) (server re-start?) while executing command Go";
      assert.equal(lost.errors[1]!.desc, desc);
      return true;
    });
    assert.equal(clock.timers, 0);
    await device.commandInout("Go");
    await device.unlock();
  });

  it("is not lost with an older connection that fails late", async () => {
    const late = deferred<void>();
    let isKnown = false;
    server.fake.orb.deactivate("a/b/c");
    server.fake.serve("a/b/c", 5, {
      _get_status: async () => {
        if (isKnown) return "well";
        await late.promise;
        throw new SystemException("COMM_FAILURE", MINOR_CODE.COMM_FAILURE_WaitingForReply);
      },
      ping: () => {
        if (!isKnown) throw new SystemException("OBJECT_NOT_EXIST", MINOR_CODE.OBJECT_NOT_EXIST_NoMatch);
      },
    });
    const status = device.status();
    await until(() => server.fake.calls.some(({ operation }) => operation === "_get_status"));
    await assert.rejects(device.ping(), { reason: "API_CorbaException" });
    isKnown = true;
    await device.ping();
    await device.lock();
    late.resolve();
    await assert.rejects(status, { name: "CommunicationFailed" });
    await keep(5000, 1);
    await device.unlock();
  });

  it("is neither locked nor unlocked twice where the server only answers late", async () => {
    const second = new DeviceProxy(server.device, { context });
    await second.lock();
    await device.isLocked();
    for (const [command, call] of [
      ["LockDevice", () => device.lock(10, { timeoutMs: 100 })],
      ["UnLockDevice", () => device.unlock(false, { timeoutMs: 100 })],
    ] as const) {
      const before = server.count(command);
      const late = deferred<void>();
      server.delay = late.promise;
      await assert.rejects(call(), isTimeout);
      server.delay = null;
      late.resolve();
      await device.isLocked();
      assert.ok(server.count(command) <= before + 1);
    }
  });

  it("is unlocked when a block is left, if it is not yet", async () => {
    {
      await using _lock = await device.lock();
      assert.equal(await device.isLocked(), true);
    }
    assert.equal(await device.isLocked(), false);
    {
      await using _lock = await device.lock();
      await device.unlock();
    }
    assert.equal(server.count("UnLockDevice"), 2);
    const locks = [await device.lock(), await device.lock()] as const;
    for (let i = 0; i < 2; i++) await locks[1][Symbol.asyncDispose]();
    assert.equal(await device.isLocked(), true);
    await locks[0][Symbol.asyncDispose]();
    assert.equal(await device.isLocked(), false);
  });

  it("is unlocked with the proxy that has locked it, as often as that has", async () => {
    const second = new DeviceProxy(server.device, { context });
    await second.lock();
    for (let i = 0; i < 2; i++) await device.lock();
    await device[Symbol.asyncDispose]();
    assert.equal(await second.isLockedByMe(), true);
    await keep(5000, 1);
    second.close();
    await until(() => server.lock.owner === null);
    assert.equal(clock.timers, 0);
  });

  it("is one device however it is called and found", async (t) => {
    const database = await FakeDatabase.start();
    t.after(() => database.stop());
    for (const [name, reference] of server.references) database.define(name, reference);
    database.define("nick", server.references.get("a/b/c")!);
    const { port } = server.fake;
    const found = [
      server.device,
      `tango://localhost:${port}/A/B/C#dbase=no`,
      `tango://${database.tangoHost}/a/b/c`,
      `tango://localhost:${database.server.port}/a/b/c`,
      `tango://${database.tangoHost}/nick`,
    ].map((name) => () => new DeviceProxy(name, { context }));
    for (const make of found) {
      const [first, second] = [make(), make()];
      await device.lock();
      await first.unlock();
      assert.equal(clock.timers, 0);
      assert.equal(await device.isLocked(), false);
      await first.lock();
      await second.unlock();
      assert.equal(clock.timers, 0);
      await device.unlock();
    }
  });

  it("is locked where its server has come up again, and not where that was", async (t) => {
    const database = await FakeDatabase.start();
    t.after(() => database.stop());
    const publish = () => {
      for (const [name, reference] of server.references) database.define(name, reference);
    };
    publish();
    const moving = new DeviceProxy("a/b/c", { context, tangoHost: database.tangoHost });
    const lost = await moving.lock();
    await server.fake.stop();
    server = await LockableServer.start(clock);
    publish();
    await moving.lock();
    await lost[Symbol.asyncDispose]();
    assert.equal(await moving.isLockedByMe(), true);
    await keep(5000, 1);
    await moving.unlock();
    assert.equal(server.lock.owner, null);
    assert.equal(clock.timers, 0);
  });

  it("stays another proxy's that was locking it when the one that had locked it was closed", async () => {
    const second = new DeviceProxy(server.device, { context });
    await device.lock();
    const late = deferred<void>();
    server.delay = late.promise;
    const locking = second.lock();
    await until(() => server.count("LockDevice") === 2);
    const released = device[Symbol.asyncDispose]();
    server.delay = null;
    late.resolve();
    await Promise.all([locking, released]);
    assert.equal(await second.isLockedByMe(), true);
    await keep(5000, 1);
    await second[Symbol.asyncDispose]();
    assert.equal(server.lock.owner, null);
    assert.equal(clock.timers, 0);
  });

  it("is unlocked with its proxy that was still locking it, and locked by that no more", async () => {
    const closed = { name: "ConnectionFailed", message: /has been closed/ };
    const late = deferred<void>();
    server.delay = late.promise;
    const locking = device.lock();
    await until(() => server.count("LockDevice") === 1);
    const next = device.lock();
    const refused = [assert.rejects(locking, closed), assert.rejects(next, closed)];
    const released = device[Symbol.asyncDispose]();
    server.delay = null;
    late.resolve();
    await Promise.all([...refused, released]);
    assert.equal(server.lock.owner, null);
    assert.equal(clock.timers, 0);
    await assert.rejects(device.lock(), closed);
    await assert.rejects(device.unlock(), closed);
    assert.deepEqual(
      ["LockDevice", "UnLockDevice"].map((command) => server.count(command)),
      [1, 1],
    );
  });

  it("stays another proxy's when the one that was unlocking it was closed", async () => {
    const second = new DeviceProxy(server.device, { context });
    await second.lock();
    await device.lock();
    const unlocking = assert.rejects(device.unlock(), {
      name: "ConnectionFailed",
      message: /has been closed/,
    });
    await device[Symbol.asyncDispose]();
    await unlocking;
    assert.equal(await second.isLockedByMe(), true);
    assert.equal(server.count("UnLockDevice"), 1);
  });

  it("is kept no more when its proxy is closed, though the server does not unlock it", async () => {
    const lock = await device.lock();
    server.failure = deviceError("API_Busy");
    await device[Symbol.asyncDispose]();
    server.failure = null;
    assert.equal(clock.timers, 0);
    await lock[Symbol.asyncDispose]();
    assert.equal(await stranger.isLocked(), true);
    clock.skip(12_000);
    assert.equal(await stranger.isLocked(), false);
  });

  it("is kept no more when all that was counted here is taken back, though the server counts more", async () => {
    await device.isLocked();
    const late = deferred<void>();
    server.delay = late.promise;
    const controller = new AbortController();
    const unheard = device.lock(10, { signal: controller.signal });
    await until(() => server.count("LockDevice") === 1);
    controller.abort();
    await assert.rejects(unheard, { reason: "API_CallAborted" });
    server.delay = null;
    late.resolve();
    await device.lock();
    await device.unlock();
    assert.equal(clock.timers, 0);
    assert.equal(await device.isLocked(), true);
  });

  it("is not unlocked by what was given for a locking that is taken back", async () => {
    const before = await device.lock();
    await device.unlock();
    const lock = await device.lock();
    await before[Symbol.asyncDispose]();
    assert.equal(await device.isLockedByMe(), true);
    await Promise.all([lock[Symbol.asyncDispose](), lock[Symbol.asyncDispose]()]);
    assert.equal(await device.isLocked(), false);
    assert.equal(server.count("UnLockDevice"), 2);
  });

  it("is not locked in a context that ends just then, as a DevFailed says", async (t) => {
    await device.isLocked();
    t.mock.method(context, "own", () => {
      throw new OrbContextClosedError();
    });
    await assert.rejects(device.lock(), { name: "ConnectionFailed", reason: "API_OrbContextClosed" });
  });

  it("is unlocked with its context, which does not wait for that", async () => {
    const listeners = process.listenerCount("exit");
    for (let i = 0; i < 3; i++) await device.lock();
    const lock = await device.lock();
    assert.equal(process.listenerCount("exit"), listeners + 1);
    await context.close();
    assert.equal(clock.timers, 0);
    assert.equal(process.listenerCount("exit"), listeners);
    await until(() => server.lock.owner === null);
    await lock[Symbol.asyncDispose]();
    await assert.rejects(device.unlock(), { reason: "API_OrbContextClosed" });
  });
});

function isTimeout(error: unknown): boolean {
  return error instanceof DevFailed && error.errors.some(({ reason }) => reason === "API_DeviceTimedOut");
}

class Plain extends Device {
  @attribute({ dtype: "DevDouble" }) accessor level = 0;
}

describe("the first calls of an admin device, at the same time", () => {
  it("go over one connection: a lock is given back though another of them is still being made", async (t) => {
    for (let turns = 0; turns < 10; turns++) {
      const clock = new VirtualClock();
      const server = await LockableServer.start(clock);
      const context = testContext();
      KeptLocks.of(context, clock);
      t.after(() => server.fake.stop());
      const late = deferred<void>();
      let asked = 0;
      server.fake.orb.deactivate("a/b/c");
      server.fake.serve("a/b/c", 5, {
        _get_adm_name: async () => {
          if (++asked === 2) await late.promise;
          return "dserver/fake/test";
        },
      });
      const device = new DeviceProxy(server.device, { context });
      const locking = device.lock();
      const other = device.isLocked();
      await locking;
      late.resolve();
      for (let i = 0; i < turns; i++) await settle();
      await Promise.allSettled([other, context.close()]);
      await until(() => server.lock.owner === null);
    }
  });
});

describe("a device of a server that is locked", () => {
  it("is open to its holder, and tells others that it is not, and its holder when it is not his any more", async (t) => {
    const { server, proxy } = memoryServer(t, [[Plain, "test/plain/1"]]);
    await server.start();
    const other = testContext();
    t.after(() => other.close());
    const [holder, stranger] = [proxy("test/plain/1"), proxy("test/plain/1", other)];
    await using _lock = await holder.lock();
    await holder.writeAttribute("level", 1);
    await assert.rejects(stranger.writeAttribute("level", 2), (refused) => {
      assert.ok(refused instanceof DevFailed);
      assert.equal(refused.errors[0]!.desc, "Device test/plain/1 is locked by another client");
      return refused.reason === "API_DeviceLocked";
    });
    assert.equal((await stranger.readAttribute("level")).value, 1);
    await assert.rejects(stranger.setLoggingLevel(5), { reason: "API_DeviceLocked" });
    await stranger.unlock(true);
    await assert.rejects(holder.writeAttribute("level", 3), {
      name: "DeviceUnlocked",
      reason: "API_DeviceUnlocked",
    });
    await stranger.writeAttribute("level", 2);
  });

  it("is neither a database nor an admin device", async (t) => {
    const { server, admin } = memoryServer(t, [[Plain, "test/plain/1"]]);
    await server.start();
    await assert.rejects(admin().lock(), { reason: "API_DeviceUnlockable" });
    assert.equal(await admin().isLocked(), false);
  });
});
