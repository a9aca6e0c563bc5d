import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { Device as DeviceInterface } from "../../../../src/tango/idl/device.ts";
import { command } from "../../../../src/tango/server/definition/decorators.ts";
import { Device } from "../../../../src/tango/server/device.ts";
import type { RunningServer } from "../../../../src/tango/server/running-server.ts";
import { OrbContext } from "../../../../src/threading/orb-context.ts";
import type { SerialModel } from "../../../../src/threading/serial-model.ts";
import type { SerializationMonitor } from "../../../../src/threading/serialization-monitor.ts";
import { memoryServer } from "../../../support/memory-server.ts";
import { until } from "../../../support/until.ts";

// A device held by a client is waited for 3.2 s, as by cppTango; no test here depends on how long that really is.
const LIMITED = { timeout: 60_000 };

/** What is at work, and what lets it end. */
const atWork = new Map<string, () => void>();

class Slow extends Device {
  @command({ dtypeIn: "DevString" }) async hold(call: string): Promise<void> {
    await new Promise<void>((resolve) => atWork.set(call, resolve));
    atWork.delete(call);
  }

  @command({ dtypeOut: "DevString" }) quick(): string {
    return this.getName();
  }
}

class Other extends Slow {}

const started = (call: string) => until(() => atWork.has(call));

/** How many calls wait for monitors. */
function waitingIn({ devices }: RunningServer): number {
  const monitors = new Set([...devices].map(({ monitor }) => monitor as Partial<SerializationMonitor>));
  return [...monitors].reduce((sum, { waiting = 0 }) => sum + waiting, 0);
}

/** Which of these can begin while the first one is at work: the others wait for it. */
async function beginsBeside(serialModel: SerialModel, t: Parameters<typeof memoryServer>[0]) {
  atWork.clear();
  const { server, proxy } = memoryServer(
    t,
    [
      [Slow, "test/slow/1", "test/slow/2"],
      [Other, "test/other/1"],
    ],
    { serialModel },
  );
  await server.start();
  const calls = [proxy("test/slow/1").commandInout("hold", "first")];
  await started("first");
  for (const [call, device] of [
    ["same device", "test/slow/1"],
    ["same class", "test/slow/2"],
    ["other class", "test/other/1"],
  ] as const) {
    calls.push(proxy(device).commandInout("hold", call));
  }
  await until(() => atWork.size + waitingIn(server.running) === 4);
  const beside = [...atWork.keys()].filter((call) => call !== "first").sort();
  let isDone = false;
  const all = Promise.all(calls).finally(() => {
    isDone = true;
  });
  const order: string[] = [];
  while (!isDone) {
    for (const [call, end] of atWork) {
      if (!order.includes(call)) order.push(call);
      end();
    }
    await turn();
  }
  await all;
  assert.equal(order.length, 4);
  return beside;
}

test("serialises the calls of one device: BY_DEVICE", LIMITED, async (t) => {
  assert.deepEqual(await beginsBeside("BY_DEVICE", t), ["other class", "same class"]);
});

test("serialises the calls of the devices of one class: BY_CLASS", LIMITED, async (t) => {
  assert.deepEqual(await beginsBeside("BY_CLASS", t), ["other class"]);
});

test("serialises all calls: BY_PROCESS", LIMITED, async (t) => {
  assert.deepEqual(await beginsBeside("BY_PROCESS", t), []);
});

test("serialises nothing: NO_SYNC", LIMITED, async (t) => {
  assert.deepEqual(await beginsBeside("NO_SYNC", t), ["other class", "same class", "same device"]);
});

test(
  "refuses who waited too long, naming who is waited for, and tells what it can meanwhile",
  LIMITED,
  async (t) => {
    atWork.clear();
    const { server, client, proxy, admin } = memoryServer(t, [[Slow, "test/slow/1", "test/slow/2"]]);
    await server.start();
    const slow = proxy("test/slow/1");
    slow.setTimeoutMillis(60_000);
    const holding = slow.commandInout("hold", "first");
    await started("first");
    const refused = assert.rejects(slow.commandInout("quick"), ({ errors }) => {
      assert.equal(errors[0].reason, "API_CommandTimedOut");
      assert.match(
        errors[0].desc,
        /^command quick of 127\.0\.0\.1:\d+ is not able to acquire serialization monitor "test\/slow\/1" within 3200 ms, it is currently held by command hold of 127\.0\.0\.1:\d+ for \d+\.\d s$/,
      );
      return true;
    });
    const { host, port } = server.running;
    const stateAttribute = client.orb.proxy(DeviceInterface, `corbaloc:iiop:${host}:${port}/test/slow/1`);
    const asked = assert.rejects(stateAttribute._get_state({ timeoutMs: 60_000 }), {
      kind: "IMP_LIMIT",
      minor: 10,
    });
    const status = stateAttribute._get_status({ timeoutMs: 60_000 });
    // None of these waits for the device, and the other device is free.
    await slow.ping();
    assert.equal(await slow.name(), "test/slow/1");
    assert.equal((await slow.info()).devClass, "Slow");
    assert.ok((await slow.blackBox(10)).length > 0);
    assert.equal((await slow.commandListQuery()).length, 5);
    assert.equal(await proxy("test/slow/2").commandInout("quick"), "test/slow/2");
    assert.deepEqual(await admin().commandInout("QueryClass"), ["Slow"]);
    await Promise.all([refused, asked]);
    assert.equal(await status, "Not able to acquire device monitor");
    atWork.get("first")!();
    await holding;
    assert.equal(await slow.commandInout("quick"), "test/slow/1");
  },
);

test("forgets who went away while he waited", LIMITED, async (t) => {
  atWork.clear();
  const { server, proxy } = memoryServer(t, [[Slow, "test/slow/1"]]);
  await server.start();
  const holding = proxy("test/slow/1").commandInout("hold", "first");
  await started("first");
  const leaver = new OrbContext();
  const left = assert.rejects(proxy("test/slow/1", leaver).commandInout("hold", "left"));
  await until(() => waitingIn(server.running) > 0);
  await leaver.close();
  await left;
  await until(() => waitingIn(server.running) === 0);
  atWork.get("first")!();
  await holding;
  assert.equal(atWork.has("left"), false);
});
