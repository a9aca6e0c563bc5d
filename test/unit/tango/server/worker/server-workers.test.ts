import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { threadId } from "node:worker_threads";
import { DevFailed } from "../../../../../src/tango/error/dev-failed.ts";
import { definitionsOf } from "../../../../../src/tango/server/definition/class-definition.ts";
import { attribute, command } from "../../../../../src/tango/server/definition/decorators.ts";
import type { CommandTable } from "../../../../../src/tango/server/definition/static-tables.ts";
import { Device } from "../../../../../src/tango/server/device.ts";
import { workerModule } from "../../../../../src/tango/server/worker/worker-task.ts";
import type { SerializationMonitor } from "../../../../../src/threading/serialization-monitor.ts";
import { memoryServer } from "../../../../support/memory-server.ts";
import { until } from "../../../../support/until.ts";

const url = new URL("../../../../support/fixture/worker-functions.ts", import.meta.url);
const functions = workerModule<typeof import("../../../../support/fixture/worker-functions.ts")>(url);

/** Of the worker: whether it is to end, and whether it has begun. */
const flag = new Int32Array(new SharedArrayBuffer(8));

class Calculating extends Device {
  static commands: CommandTable<Calculating> = {
    doubled: {
      dtypeIn: "DevVarDoubleArray",
      dtypeOut: "DevVarDoubleArray",
      worker: functions.task("scaled"),
    },
    thread: { dtypeOut: "DevLong", worker: functions.task("thread") },
    fails: { dtypeIn: "DevString", worker: functions.task("fails") },
    exits: { worker: functions.task("exits") },
  };
  readonly row: Float64Array = Float64Array.of(1, 2, 3, 4).subarray(1);

  @command({ dtypeIn: "DevDouble", dtypeOut: "DevDouble", worker: functions.task("sum") })
  async sum(offset: number) {
    return [this.row, offset] as const;
  }

  @command({ dtypeOut: "DevLong", worker: functions.task("busyUntil") }) holding() {
    return [flag] as const;
  }

  @command({ dtypeOut: "DevLong", worker: functions.task("busyUntil"), freesMonitor: true }) freeing() {
    return [flag] as const;
  }

  @attribute({ dtype: "DevDouble" }) async total() {
    return this.runInWorker(functions.task("sum"), this.row, 0.5);
  }

  @attribute({ dtype: "DevLong" }) async where() {
    return this.runInWorker(functions.task("thread"));
  }

  @command({ dtypeOut: "DevVarDoubleArray" }) async moved() {
    const row = Float64Array.of(1, 2);
    const twice = await this.runInWorker(functions.task("scaled", { transfer: true }), row);
    return [row.length, ...twice];
  }
}

async function calculating(t: Parameters<typeof memoryServer>[0], options = {}) {
  flag.fill(0);
  const classes = [[Calculating, "test/calculating/1", "test/calculating/2"]] as const;
  const { server, proxy } = memoryServer(t, classes, { workers: { size: 2 }, ...options });
  t.after(() => Atomics.store(flag, 0, 1));
  await server.start();
  const [one, other] = [proxy("test/calculating/1"), proxy("test/calculating/2")];
  // To start a worker takes its time on a machine that has much else to do.
  for (const client of [one, other]) client.setTimeoutMillis(60_000);
  return { server, one, other };
}

describe("what a device has calculated in workers", { timeout: 120_000 }, () => {
  it("is the result of a command or the value of an attribute, with what the device gives to it", async (t) => {
    const { server, one } = await calculating(t);
    assert.equal(await one.commandInout("sum", 10), 19);
    assert.deepEqual(await one.commandInout("doubled", [1, 2]), Float64Array.of(2, 4));
    assert.equal((await one.readAttribute("total")).value, 9.5);
    assert.deepEqual(await one.commandInout("moved"), Float64Array.of(0, 2, 4));
    const where = [await one.commandInout("thread"), (await one.readAttribute("where")).value];
    assert.ok(where.every((id) => typeof id === "number" && id !== threadId));
    const { workers } = server.running.environment;
    assert.deepEqual(Object.keys(workers.statistics), [url.href]);
    assert.equal(workers.statistics[url.href]!.done, 6);
    await server.stop();
    assert.deepEqual(workers.statistics[url.href]!.workers, []);
  });

  it("fails as the function fails, and where its worker dies; the next is well", async (t) => {
    const { one } = await calculating(t);
    await assert.rejects(one.commandInout("fails", "DevFailed"), { reason: "Worker_Failed" });
    await assert.rejects(one.commandInout("fails", "else"), (error) => {
      assert.ok(error instanceof DevFailed);
      assert.match(error.errors[0]!.desc, /RangeError: else/);
      return true;
    });
    await assert.rejects(one.commandInout("exits"), (error) => {
      assert.match((error as DevFailed).errors[0]!.desc, /WorkerDiedError: .*exits/);
      return true;
    });
    assert.equal(await one.commandInout("sum", 0), 9);
  });

  it("stalls no other device, but the device itself under its monitor", async (t) => {
    const { server, one, other } = await calculating(t);
    const held = one.commandInout("holding");
    await until(() => Atomics.load(flag, 1) === 1);
    assert.equal(await other.state(), "UNKNOWN");
    assert.equal(await other.commandInout("sum", 0), 9);
    const monitor = server.util.getMonitor("test/calculating/1") as SerializationMonitor;
    const state = one.readAttribute("State");
    await until(() => monitor.waiting === 1);
    Atomics.store(flag, 0, 1);
    await Promise.all([held, state]);
  });

  it("stalls nobody without monitors, nor where the command frees its own", async (t) => {
    for (const [options, name] of [
      [{ serialModel: "NO_SYNC" }, "holding"],
      [{}, "freeing"],
    ] as const) {
      const { server, one } = await calculating(t, options);
      const calculated = one.commandInout(name);
      await until(() => Atomics.load(flag, 1) === 1);
      assert.equal((await one.readAttribute("State")).value, "UNKNOWN");
      assert.equal(await one.commandInout("sum", 0), 9);
      Atomics.store(flag, 0, 1);
      assert.equal(typeof (await calculated), "number");
      await server.stop();
    }
  });

  it("ends with the server", async (t) => {
    const { server, one } = await calculating(t, { stopTimeoutMs: 1 });
    const device = server.util.getDeviceByName("test/calculating/1") as Calculating;
    const calculated = one.commandInout("holding");
    const outcome = assert.rejects(calculated);
    await until(() => Atomics.load(flag, 1) === 1);
    const own = assert.rejects(device.runInWorker(functions.task("busyUntil"), flag), {
      code: "POOL_CLOSED",
    });
    await server.stop();
    await Promise.all([outcome, own]);
    await assert.rejects(device.runInWorker(functions.task("thread")), { code: "POOL_CLOSED" });
  });
});

describe("the declaration of a worker", () => {
  it("is refused where it is none, and where a method gives no arguments", async (t) => {
    const declared = (spec: object) => () =>
      definitionsOf(
        class Wrong extends Device {
          static commands = { wrong: spec } as never;
        },
      );
    assert.throws(declared({ worker: "fit" }), /Wrong: command wrong: workerModule.* is wanted, not 'fit'/);
    assert.throws(
      declared({ freesMonitor: true, execute() {} }),
      /freesMonitor is for a command with a worker/,
    );
    assert.throws(declared({}), /nothing executes it/);
    assert.throws(() => workerModule("./functions.js" as never), /workerModule\(\) wants new URL/);
    class NoArguments extends Device {
      static commands = { wrong: { worker: functions.task("thread"), execute: () => 5 } } as never;
    }
    const { server, proxy } = memoryServer(t, [[NoArguments, "test/wrong/1"]]);
    await server.start();
    await assert.rejects(proxy("test/wrong/1").commandInout("wrong"), /gives the arguments of its worker/);
    const device = server.util.getDeviceByName("test/wrong/1") as NoArguments;
    assert.throws(() => device.runInWorker({} as never), TypeError);
  });
});
