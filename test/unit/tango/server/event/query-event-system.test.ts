import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { attribute, command, Device, DeviceProxy, MultiDeviceTestContext } from "../../../../../src/index.ts";

class Source extends Device {
  @attribute({ dtype: "DevDouble", access: "READ" }) accessor level = 0;
  override initDevice() {
    this.setChangeEvent("level", true, false);
  }
  @command({ dtypeIn: "DevDouble" }) async push(value: number) {
    await this.pushChangeEvent("level", value);
  }
}

class Sink extends Device {
  readonly values = new EventTarget();
  @command({ dtypeIn: "DevString" }) async follow(name: string) {
    await new DeviceProxy(name).subscribeEvent("level", "change", ({ attrValue }) => {
      this.values.dispatchEvent(new Event(`${attrValue?.value}`));
    });
  }
}

test("the admin device tells what its server sends and receives, and how pushes go when it is measured", async (t) => {
  const context = await MultiDeviceTestContext.start([
    { class: Source, devices: ["test/source/1"] },
    { class: Sink, devices: ["test/sink/1"] },
  ]);
  t.after(() => context.stop());
  const source = context.getDevice("test/source/1");
  const admin = new DeviceProxy(context.getServerAccess());
  t.after(() => admin.close());
  const asked = async () => JSON.parse(await admin.commandInout<string>("QueryEventSystem"));
  assert.deepEqual(await asked(), { version: 1, server: null, client: null });

  await context.getDevice("test/sink/1").commandInout("follow", "test/source/1");
  const { values } = context.server.util.getDeviceByName("test/sink/1") as Sink;
  const pushed = async (value: number) => {
    const come = once(values, `${value}`);
    await source.commandInout("push", value);
    await come;
  };
  await pushed(1);
  const { server, client } = await asked();
  const [[name, counter], ...others] = Object.entries(server.event_counters) as [[string, number]];
  assert.match(name, /^tango:\/\/.+:\d+\/test\/source\/1\/level#dbase=no\.change$/);
  assert.deepEqual([counter, others, server.perf], [1, [], null]);
  const [topic] = Object.values(client.event_callbacks) as [{ callback_count: number; event_count: number }];
  assert.deepEqual([topic.callback_count, topic.event_count], [1, 1]);

  await admin.commandInout("EnableEventSystemPerfMon", true);
  await pushed(2);
  await pushed(3);
  const { perf } = (await asked()).server;
  assert.equal(perf.length, 2);
  assert.equal(perf[0].micros_since_last_event, null);
  assert.ok(perf[1].micros_since_last_event > 0 && Number.isInteger(perf[1].push_event_micros));
  assert.deepEqual((await asked()).server.perf, [], "each is told once");
  await admin.commandInout("EnableEventSystemPerfMon", false);
  assert.equal((await asked()).server.perf, null);
});
