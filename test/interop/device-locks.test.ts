import assert from "node:assert/strict";
import { once } from "node:events";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { DevFailed, type DeviceProxy, LogLevel, OrbContext } from "../../src/index.ts";
import { workerFixture } from "../support/child.ts";
import { until } from "../support/until.ts";
import { OwnServer, type Peer } from "./tango/own-server.ts";
import { patientProxy } from "./tango/patient-client.ts";
import { type PyTangoAnswer, PyTangoDevice } from "./tango/pytango-device.ts";

// Locks and the logging of a C++ device, as our client and PyTango see and change them in turn.

const RELEASES = [
  { release: "9.3", variable: "TANGO93_HOST", script: "tango93.sh" },
  { release: "10.0", variable: "TANGO10_HOST", script: "tango10.sh" },
] as const;

for (const { release, variable, script } of RELEASES) {
  describe(`a device of Tango ${release}`, { timeout: 120_000 }, () => {
    let peer: Peer;
    let server: OwnServer;
    let context: OrbContext;
    let device: DeviceProxy;
    let pyTango: PyTangoDevice;

    before(async () => {
      const tangoHost = process.env[variable];
      assert.ok(
        tangoHost,
        `${variable} is not set: these tests need Tango ${release}, see test/interop/run.sh`,
      );
      peer = { script, tangoHost };
      server = await OwnServer.start(peer, `locks-${process.pid}`);
      pyTango = new PyTangoDevice(peer, server.device);
    });
    after(async () => {
      await pyTango?.end();
      await server?.remove();
    });
    beforeEach(() => {
      context = new OrbContext();
      device = patientProxy(server.device, { context, tangoHost: peer.tangoHost });
    });
    afterEach(async () => {
      await device.unlock(true);
      await context.close();
    });

    /** What a client is told by whom another has locked the device, whatever it tries. */
    const refusals = () => {
      const failed = (why: string, of: string, command: string) => [
        ["API_DeviceLocked", `Device ${server.device} is ${why}`],
        ["API_CommandFailed", `Failed to execute command_inout on device ${of}, command ${command}`],
      ];
      const admin = `dserver/tangotest/locks-${process.pid}`;
      const locked = "locked by another client";
      const notAllowed = `${locked}. Your request is not allowed while a device is locked.`;
      return {
        write: [["API_DeviceLocked", `Device ${server.device} is ${locked}`], writeFailed()],
        execute: failed(locked, server.device, "DevDouble"),
        lock: failed(`already ${locked}`, admin, "LockDevice"),
        unlock: failed(`${locked}, can't unlock it`, admin, "UnLockDevice"),
        log: failed(notAllowed, admin, "SetLoggingLevel"),
        poll: failed(notAllowed, admin, "AddObjPolling"),
      };
    };
    const writeFailed = (reason = "API_AttributeFailed") => [
      reason,
      `Failed to write_attribute on device ${server.device}, attribute double_scalar_w`,
    ];
    /** The errors that PyTango got. */
    const refusedTo = async (method: string, ...args: unknown[]) => {
      const answer = await pyTango.call(method, ...args);
      assert.ok("levels" in answer, `PyTango was not refused: ${JSON.stringify(answer)}`);
      return answer.levels;
    };
    /** What PyTango got. */
    const told = async (method: string, ...args: unknown[]) => {
      const answer: PyTangoAnswer = await pyTango.call(method, ...args);
      assert.ok("value" in answer, `PyTango was refused: ${JSON.stringify(answer)}`);
      return answer.value;
    };

    it("that we have locked refuses PyTango, which sees who has", async () => {
      await using _lock = await device.lock();
      await device.writeAttribute("double_scalar_w", 1);
      assert.equal(await device.isLockedByMe(), true);
      assert.deepEqual(
        {
          write: await refusedTo("write_attribute", "double_scalar_w", 2),
          execute: await refusedTo("command_inout", "DevDouble", 2),
          lock: await refusedTo("lock"),
          unlock: await refusedTo("unlock"),
          log: await refusedTo("set_logging_level", 5),
          poll: await refusedTo("poll_attribute", "double_scalar", 3000),
        },
        refusals(),
      );
      assert.equal(await told("is_locked"), true);
      assert.equal(await told("is_locked_by_me"), false);
      const status = await device.lockingStatus();
      assert.equal(await told("locking_status"), status);
      assert.match(status, /is locked by JAVA client class bandoneon from host /);
      const locker = await device.getLocker();
      assert.deepEqual(await told("get_locker"), { ...locker, li: null });
      assert.equal(locker?.lockerClass, "bandoneon");
    });

    it("that PyTango has locked refuses us, who see who has", async () => {
      await told("lock");
      assert.deepEqual(
        {
          write: await levelsOf(device.writeAttribute("double_scalar_w", 2)),
          execute: await levelsOf(device.commandInout("DevDouble", 2)),
          lock: await levelsOf(device.lock()),
          unlock: await levelsOf(device.unlock()),
          log: await levelsOf(device.setLoggingLevel(LogLevel.DEBUG)),
          poll: await levelsOf(device.pollAttribute("double_scalar", 3000)),
        },
        refusals(),
      );
      assert.equal(await device.isLocked(), true);
      assert.equal(await device.isLockedByMe(), false);
      assert.equal(await device.lockingStatus(), await told("locking_status"));
      const locker = await device.getLocker();
      assert.equal(locker?.ll, "CPP");
      assert.deepEqual(locker, await told("get_locker"));

      await device.unlock(true);
      assert.equal(await told("is_locked"), false);
      const [level] = await refusedTo("write_attribute", "double_scalar_w", 2);
      assert.equal(level?.[0], "API_DeviceUnlocked");
      // To another client the device is open again, and from then on to all.
      await device.writeAttribute("double_scalar_w", 3);
      await told("write_attribute", "double_scalar_w", 2);
    });

    it("that PyTango takes away from us says so as it says it to PyTango", async () => {
      await device.lock();
      await told("unlock", true);
      const desc = `Device ${server.device} has been unlocked by an administrative client!!!`;
      const write = device.writeAttribute("double_scalar_w", 2);
      await assert.rejects(write, { name: "DeviceUnlocked" });
      assert.deepEqual(await levelsOf(write), [
        ["API_DeviceUnlocked", desc],
        writeFailed("API_DeviceUnlocked"),
      ]);
      await told("write_attribute", "double_scalar_w", 2);
      await device.writeAttribute("double_scalar_w", 2);
    });

    it("is unlocked as often as it was locked, with our context at the latest", async () => {
      for (let i = 0; i < 3; i++) await device.lock();
      await device.unlock();
      assert.equal(await told("is_locked"), true);
      await context.close();
      await until(async () => (await told("is_locked")) === false);
      await told("write_attribute", "double_scalar_w", 2);

      context = new OrbContext();
      device = patientProxy(server.device, { context, tangoHost: peer.tangoHost });
    });

    it("stays locked longer than the time of validity while its holder lives, a thread, and no longer", async (t) => {
      // Half of it is left for a machine on which the thread is late.
      const validity = 8;
      const { tangoHost } = peer;
      const holding = { device: server.device, tangoHost, validity, end: "never" };
      const worker = workerFixture("lock-holder.ts", holding);
      t.after(() => worker.terminate());
      assert.deepEqual(await once(worker, "message"), [true]);
      const locked = performance.now();
      assert.equal(await device.isLockedByMe(), false, "each thread is a client of its own");
      await assert.rejects(device.lock(), { reason: "API_DeviceLocked" });
      // A second more than it takes: the server counts whole ones.
      await until(() => performance.now() > locked + (validity + 2) * 1000);
      assert.equal(await told("is_locked"), true);
      await worker.terminate();
      await until(async () => (await told("is_locked")) === false);
      await device.lock();
      await device.unlock();
    });

    it("loses our lock with its server, which the next call says", async () => {
      await device.lock();
      await server.kill();
      await server.start();
      const call = device.commandInout("DevVoid");
      await assert.rejects(call, { name: "DeviceUnlocked" });
      const desc = `Device ${server.device} has lost your lock(s) (server re-start?) while executing command DevVoid`;
      assert.deepEqual((await levelsOf(call)).at(-1), ["API_DeviceUnlocked", desc]);
      await device.commandInout("DevVoid");
      await device.lock();
      await device.unlock();
    });

    it("logs as we or PyTango have set it", async () => {
      const before = await device.getLoggingLevel();
      for (const level of Object.values(LogLevel)) {
        await device.setLoggingLevel(level);
        assert.equal(await told("get_logging_level"), level);
      }
      await told("set_logging_level", LogLevel.WARN);
      assert.equal(await device.getLoggingLevel(), LogLevel.WARN);
      await device.setLoggingLevel(before);
      assert.deepEqual(
        await levelsOf(device.setLoggingLevel(6 as LogLevel)),
        await refusedTo("set_logging_level", 6),
      );

      const targets = await device.getLoggingTarget();
      assert.deepEqual(targets, await told("get_logging_target"));
      await device.addLoggingTarget("console");
      await told("add_logging_target", "console::cout");
      assert.deepEqual((await device.getLoggingTarget()).sort(), [...targets, "console::cout"].sort());
      assert.deepEqual(await device.getLoggingTarget(), await told("get_logging_target"));
      await device.removeLoggingTarget("console::*");
      assert.deepEqual(await told("get_logging_target"), targets);
      for (const call of ["add", "remove"] as const) {
        const ours = call === "add" ? device.addLoggingTarget("x::y") : device.removeLoggingTarget("x::y");
        assert.deepEqual(await levelsOf(ours), await refusedTo(`${call}_logging_target`, "x::y"));
      }
    });
  });
}

/** The errors that a call fails with, as pairs of reason and text. */
async function levelsOf(call: Promise<unknown>): Promise<(readonly [string, string])[]> {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof DevFailed, String(error));
    return error.errors.map(({ reason, desc }) => [reason, desc]);
  }
  return assert.fail("the call succeeded");
}
