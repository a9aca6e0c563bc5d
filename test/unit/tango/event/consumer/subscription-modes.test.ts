import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import type { AttributeEvent } from "../../../../../src/tango/event/data/attribute-event.ts";
import { EventBench } from "../../../../support/event-bench.ts";
import { deviceError } from "../../../../support/fake-device.ts";
import { until } from "../../../../support/until.ts";

describe("the mode of a subscription", () => {
  let bench: EventBench;
  let events: AttributeEvent[];

  beforeEach(async () => {
    bench = await EventBench.start();
    events = [];
  });
  afterEach(() => bench.stop());

  const note = (event: AttributeEvent) => void events.push(event);
  const told = () =>
    events.map(({ attrValue, errors, eventReason }) => [
      eventReason,
      attrValue?.value ?? errors[0]?.reason ?? null,
    ]);
  const refuse = () =>
    bench.admin.set("ZmqEventSubscriptionChange", () => {
      throw deviceError("API_AttrNotFound");
    });

  it("Sync reads nothing: the first event is the next that comes", async () => {
    await bench.device().subscribeEvent("level", "change", note, { subMode: "Sync" });
    assert.deepEqual(told(), []);
    bench.publish(1, 1);
    assert.deepEqual(told(), [["Update", 1]]);
  });

  it("Sync fails where the server refuses", async () => {
    refuse();
    const subscribed = bench.device().subscribeEvent("level", "change", note, { subMode: "Sync" });
    await assert.rejects(subscribed, { reason: "API_AttrNotFound" });
  });

  it("Async waits for nobody, and tells by an event without a value when the server has agreed", async () => {
    await bench.device().subscribeEvent("level", "change", note, { subMode: "Async" });
    assert.deepEqual(told(), []);
    await until(() => events.length === 1);
    assert.deepEqual(told(), [["SubSuccess", null]]);
    assert.equal(events[0]!.err, false);
  });

  it("AsyncRead waits for nobody, and begins with the value", async () => {
    await bench.device().subscribeEvent("level", "change", note, { subMode: "AsyncRead" });
    assert.deepEqual(told(), []);
    await until(() => events.length === 1);
    assert.deepEqual(told(), [["SubSuccess", 1.5]]);
  });

  for (const options of [{ subMode: "Stateless" }, { stateless: true }] as const) {
    it(`${JSON.stringify(options)} does not fail: it tells why, and tries again every 10 s`, async () => {
      refuse();
      const device = bench.device();
      const id = await device.subscribeEvent("level", "change", note, options);
      assert.equal(id, 1);
      assert.deepEqual(told(), [["SubFail", "API_AttrNotFound"]]);
      assert.equal(events[0]!.errors.at(-1)!.reason, "API_DSFailedRegisteringEvent");
      bench.clock.tick(10_000);
      await until(() => events.length === 2);
      bench.admin.clear();
      bench.clock.tick(10_000);
      await until(() => events.length === 3);
      assert.deepEqual(told()[2], ["SubSuccess", 1.5]);
      bench.publish(1, 1);
      assert.deepEqual(told()[3], ["Update", 1]);
      device.unsubscribeEvent(id);
      assert.equal(bench.clock.timers, 0);
    });
  }

  for (const subMode of ["Async", "AsyncRead"] as const) {
    it(`${subMode} tells where the server is away, and tries again every 10 s`, async () => {
      const device = bench.device();
      await bench.stopServer();
      const id = await device.subscribeEvent("level", "change", note, { subMode });
      assert.equal(id, 1);
      await until(() => events.length === 1);
      assert.deepEqual(told(), [["SubFail", "API_CantConnectToDevice"]]);
      await bench.startServer();
      bench.clock.tick(10_000);
      await until(() => events.length === 2);
      assert.deepEqual(told()[1], ["SubSuccess", subMode === "Async" ? null : 1.5]);
    });
  }

  it("lets no attempt go on of a subscription that has ended", async () => {
    refuse();
    const device = bench.device();
    const id = await device.subscribeEvent("level", "change", note, { subMode: "Async" });
    device.unsubscribeEvent(id);
    const other = await device.subscribeEvent("level", "change", note, { stateless: true });
    assert.equal(other, 2);
    device.unsubscribeEvent(other);
    assert.equal(bench.clock.timers, 0);
    assert.deepEqual(told(), [["SubFail", "API_AttrNotFound"]]);
  });

  it("fails even for Stateless where the server does not know events", async () => {
    bench.admin.set("ZmqEventSubscriptionChange", () => {
      throw deviceError("API_CommandNotFound");
    });
    const subscribed = bench.device().subscribeEvent("level", "change", note, { stateless: true });
    await assert.rejects(subscribed, { reason: "API_CommandNotFound" });
  });

  it("gives a first event of errors where the attribute cannot be read", async () => {
    await bench.stop();
    bench = await EventBench.start(6, {
      read_attributes_5: () => {
        throw deviceError("Broken");
      },
    });
    await bench.device().subscribeEvent("level", "change", note);
    assert.deepEqual(told(), [["SubSuccess", "Broken"]]);
  });
});
