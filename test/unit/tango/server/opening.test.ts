import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { DeviceProxy } from "../../../../src/tango/client/device-proxy.ts";
import { Device as DeviceInterface } from "../../../../src/tango/idl/device.ts";
import { attribute, command } from "../../../../src/tango/server/definition/decorators.ts";
import { Device } from "../../../../src/tango/server/device.ts";
import { Opening } from "../../../../src/tango/server/opening.ts";
import { OrbContext } from "../../../../src/threading/orb-context.ts";
import { SerializationMonitor } from "../../../../src/threading/serialization-monitor.ts";
import { freePort } from "../../../support/free-ports.ts";
import { memoryServer } from "../../../support/memory-server.ts";
import { until } from "../../../support/until.ts";

/** A promise to be fulfilled by the test. */
function gate() {
  let open!: () => void;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

test("lets its own calls in at once, and others when it is over", async () => {
  const opening = new Opening();
  const { open, passed } = gate();
  const log: string[] = [];
  const monitor = new SerializationMonitor("device");
  const work = opening.run(() =>
    Promise.resolve(
      monitor.run("initialisation", async () => {
        await opening.enter(async () => void log.push("own"));
        await passed;
        log.push("done");
      }),
    ),
  );
  const other = Promise.resolve(opening.enter(() => void log.push("other")));
  await turn();
  assert.deepEqual(log, ["own"]);
  open();
  await Promise.all([work, other]);
  assert.deepEqual(log, ["own", "done", "other"]);
  await assert.rejects(
    opening.run(() => Promise.reject(new Error("failed"))),
    /failed/,
  );
});

/** What devices here call each other with, and what holds one of them up. */
let calls: OrbContext;
let ready = gate();
let address = "";
const log: string[] = [];

const call = (device: string) => new DeviceProxy(`${address}/${device}#dbase=no`, { context: calls });

class Part extends Device {
  @attribute({ dtype: "DevDouble" }) accessor level = 1;

  override initDevice(): void {
    log.push(`${this.getName()} is there`);
    this.setState("ON");
  }
}

class Whole extends Device {
  @attribute({ dtype: "DevDouble" }) accessor sum = 0;

  override async initDevice(): Promise<void> {
    // Those before it are there, and it is itself, as far as it has come.
    this.sum = Number((await call("test/part/1").readAttribute("level")).value) + 10;
    log.push(`its own sum is ${(await call("test/whole/1").readAttribute("sum")).value}`);
    await ready.passed;
    log.push("the whole is there");
    this.setState("ON");
  }

  /** Reads itself and others. */
  @command({ dtypeOut: "DevVarDoubleArray" }) async readAll(): Promise<number[]> {
    const readings = await Promise.all([
      call("test/whole/1").readAttribute("sum"),
      call("test/part/1").readAttribute("level"),
      call("test/whole/1").readAttribute("sum"),
    ]);
    await call("test/whole/1").commandInout("State");
    return readings.map(({ value }) => Number(value));
  }

  /** Sets what another command of its own reads back. */
  @command({ dtypeIn: "DevDouble", dtypeOut: "DevVarDoubleArray" })
  async setAndRead(sum: number): Promise<Float64Array> {
    this.sum = sum;
    return (await call("test/whole/1").commandInout("readAll")) as Float64Array;
  }
}

async function begin(t: TestContext) {
  log.length = 0;
  ready = gate();
  calls = new OrbContext();
  t.after(() => calls.close());
  const port = await freePort();
  address = `tango://127.0.0.1:${port}`;
  const made = memoryServer(
    t,
    [
      [Part, "test/part/1"],
      [Whole, "test/whole/1"],
      [class Late extends Part {}, "test/late/1"],
    ],
    { endPoint: { host: "127.0.0.1", port } },
  );
  const starting = made.server.start();
  await until(() => log.includes("its own sum is 11"));
  return {
    ...made,
    starting,
    from: (context: OrbContext, device: string) =>
      new DeviceProxy(`${address}/${device}#dbase=no`, { context }),
  };
}

test("keeps calls from outside waiting while a server starts, though its devices call each other", async (t) => {
  const { starting, client, from } = await begin(t);
  const reading = from(client, "test/part/1")
    .readAttribute("level")
    .then(({ value }) => log.push(`outside reads ${value}`));
  const state = from(client, "test/whole/1")
    .state()
    .then((is) => log.push(`outside sees ${is}`));
  // The name is told at once: whoever asks whether this server runs already would wait for ever else.
  const asked = client.orb.proxy(
    DeviceInterface,
    `corbaloc:iiop:${address.slice("tango://".length)}/test/part/1`,
  );
  assert.equal(await asked._get_name(), "test/part/1");
  for (let i = 0; i < 20; i++) await turn();
  ready.open();
  await Promise.all([starting, reading, state]);
  assert.deepEqual(log.slice(0, 4), [
    "test/part/1 is there",
    "its own sum is 11",
    "the whole is there",
    "test/late/1 is there",
  ]);
  assert.deepEqual(log.slice(4).sort(), ["outside reads 1", "outside sees ON"]);
});

test("keeps devices of other servers waiting too, which call on nobody's behalf", async (t) => {
  const { starting, from } = await begin(t);
  class Neighbour extends Device {
    @command({ dtypeOut: "DevDouble" }) async neighboursLevel(): Promise<number> {
      return Number((await from(other.client, "test/part/1").readAttribute("level")).value);
    }
  }
  const other = memoryServer(t, [[Neighbour, "test/neighbour/1"]]);
  await other.server.start();
  const level = other
    .proxy("test/neighbour/1")
    .commandInout("neighboursLevel")
    .then((value) => log.push(`the neighbour reads ${value}`));
  for (let i = 0; i < 20; i++) await turn();
  ready.open();
  await Promise.all([starting, level]);
  assert.deepEqual(log.slice(-3), ["the whole is there", "test/late/1 is there", "the neighbour reads 1"]);
});

test("lets a device read itself and others of its server, and holds nothing when it is done", async (t) => {
  const { starting, server, proxy } = await begin(t);
  ready.open();
  await starting;
  const whole = proxy("test/whole/1");
  assert.deepEqual([...((await whole.commandInout("readAll")) as Float64Array)], [11, 1, 11]);
  assert.deepEqual([...((await whole.commandInout("setAndRead", 5)) as Float64Array)], [5, 1, 5]);
  // In parallel they wait for each other, and each sees what it set.
  const results = await Promise.all([1, 2, 3, 4].map((sum) => whole.commandInout("setAndRead", sum)));
  assert.deepEqual(
    results.map((one) => [...(one as Float64Array)]),
    [1, 2, 3, 4].map((sum) => [sum, 1, sum]),
  );
  for (const { monitor } of server.running.devices) {
    assert.equal((monitor as SerializationMonitor).holder, undefined);
    assert.equal((monitor as SerializationMonitor).waiting, 0);
  }
});

test("keeps calls waiting while a device is made anew", async (t) => {
  const { starting, proxy, admin, client } = await begin(t);
  ready.open();
  await starting;
  ready = gate();
  log.length = 0;
  const restarted = admin().commandInout("DevRestart", "test/whole/1");
  await until(() => log.length > 0);
  const whole = proxy("test/whole/1");
  const state = whole.state().then((is) => log.push(`outside sees ${is}`));
  // Nobody has to wait for it who does not ask for it.
  assert.equal((await proxy("test/part/1", client).readAttribute("level")).value, 1);
  ready.open();
  await Promise.all([restarted, state]);
  assert.deepEqual(log, ["its own sum is 11", "the whole is there", "outside sees ON"]);
});
