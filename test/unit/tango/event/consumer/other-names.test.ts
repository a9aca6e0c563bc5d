import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { DeviceProxy } from "../../../../../src/tango/client/device-proxy.ts";
import type { AttributeEvent } from "../../../../../src/tango/event/data/attribute-event.ts";
import { AttributeValue_5 } from "../../../../../src/tango/idl/attribute-value.ts";
import { doubleValue, EventBench } from "../../../../support/event-bench.ts";
import { FakeDatabase } from "../../../../support/fake-database.ts";
import { deviceError } from "../../../../support/fake-device.ts";

describe("a control system with several databases", () => {
  let bench: EventBench;
  let database: FakeDatabase;
  let events: AttributeEvent[];

  beforeEach(async () => {
    bench = await EventBench.start();
    database = await FakeDatabase.start();
    database.define("a/b/c", bench.references.device);
    database.define("dserver/fake/test", bench.references.admin);
    bench.admin.set("ZmqEventSubscriptionChange", ([, name, , type]) => ({
      lvalue: Int32Array.of(1002, 6, 1000, 0, 0, 435),
      svalue: [...bench.endpoints, `${here()}a/b/c/${name}.idl5_${type}`, `${here()}dserver/fake/test`],
    }));
    events = [];
  });
  afterEach(async () => {
    await bench.stop();
    await database.stop();
  });

  const here = () => `tango://${database.tangoHost}/`;
  const device = () => new DeviceProxy("a/b/c", { context: bench.context, tangoHost: database.tangoHost });
  const note = (event: AttributeEvent) => void events.push(event);
  const publish = (topic: string, counter: number, value: number) =>
    bench.sockets.publish(topic, {
      counter,
      codec: AttributeValue_5,
      content: doubleValue("level", value),
    });
  const values = () => events.map(({ attrValue, errors }) => attrValue?.value ?? errors[0]?.reason ?? null);

  it("names the same event by each of them", async () => {
    database.answer("DbGetCSDbServerList", () => [database.tangoHost, "10.1.1.1:10000", "10.1.1.2:10001"]);
    const proxy = device();
    const id = await proxy.subscribeEvent("level", "change", note);
    const topic = "a/b/c/level.idl5_change";
    const all = [here(), "tango://10.1.1.1:10000/", "tango://10.1.1.2:10001/"];
    assert.deepEqual(
      bench.sockets.topics,
      all.map((prefix) => `${prefix}${topic}`),
    );
    publish(`${all[0]}${topic}`, 1, 1);
    publish(`${all[1]}${topic}`, 2, 2);
    publish(`${all[2]}${topic}`, 2, 2);
    publish(`${all[2]}${topic}`, 4, 4);
    assert.deepEqual(values(), [1.5, 1, 2, "API_MissedEvents", 4]);
    assert.equal(events[2]!.attrName, `${here()}a/b/c/level`);
    await proxy.subscribeEvent("level", "periodic", note);
    assert.equal(database.commands.filter(({ command }) => command === "DbGetCSDbServerList").length, 1);
    // Heartbeats, too.
    for (let i = 0; i < 60; i++) {
      bench.clock.tick(1000);
      bench.sockets.heartbeat(`${all[2]}dserver/fake/test`);
    }
    assert.equal(values().length, 6);
    proxy.unsubscribeEvent(id);
    assert.ok(bench.sockets.topics.every((one) => one.endsWith("idl5_periodic")));
    assert.equal(bench.sockets.topics.length, 3);
  });

  it("is one with a single name where the database does not know the others", async () => {
    database.answer("DbGetCSDbServerList", () => {
      throw deviceError("API_CommandNotFound");
    });
    const proxy = device();
    await proxy.subscribeEvent("level", "change", note);
    await proxy.subscribeEvent("level", "archive", note);
    assert.equal(bench.sockets.topics.length, 2);
    assert.equal(database.commands.filter(({ command }) => command === "DbGetCSDbServerList").length, 1);
  });
});
