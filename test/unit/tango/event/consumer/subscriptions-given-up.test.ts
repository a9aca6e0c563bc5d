import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import type { DeviceProxy } from "../../../../../src/tango/client/device-proxy.ts";
import { EventSubMode } from "../../../../../src/tango/event/data/event-sub-mode.ts";
import { EventBench } from "../../../../support/event-bench.ts";
import { levelDevice } from "../../../../support/fake-attributes.ts";
import { deferred, deviceError } from "../../../../support/fake-device.ts";
import { until } from "../../../../support/until.ts";

describe("a subscription that is given up while its first value is read", () => {
  let bench: EventBench;
  /** Resolves when the value is being read. */
  let reading: ReturnType<typeof deferred<void>>;
  /** Lets the reading go on. */
  let answer: ReturnType<typeof deferred<void>>;

  beforeEach(async () => {
    reading = deferred();
    answer = deferred();
    const level = levelDevice(6);
    bench = await EventBench.start(6, {
      ...level,
      read_attributes_5: async (...given) => {
        reading.resolve();
        await answer.promise;
        return level.read_attributes_5!(...given);
      },
    });
  });
  afterEach(() => {
    answer.resolve();
    return bench.stop();
  });

  const note = () => assert.fail("there are no events of it");
  const assertNothingLeft = () => {
    assert.deepEqual(bench.consumer.snapshot(), {
      event_callbacks: {},
      not_connected: [],
      event_channels: {},
      perf: null,
    });
    assert.deepEqual([bench.sockets.open.size, bench.clock.timers], [0, 0]);
  };

  for (const subMode of [EventSubMode.SyncRead, EventSubMode.Stateless]) {
    it(`by its signal is none (${subMode})`, async () => {
      const controller = new AbortController();
      const options = { subMode, signal: controller.signal };
      const subscribed = bench.device().subscribeEvent("level", "change", note, options);
      await reading.promise;
      controller.abort();
      await assert.rejects(subscribed, { reason: "API_CallAborted" });
      assertNothingLeft();
    });

    it(`with its proxy is none (${subMode})`, async () => {
      const device = bench.device();
      const subscribed = device.subscribeEvent("level", "change", note, { subMode });
      await reading.promise;
      device.close();
      answer.resolve();
      await assert.rejects(subscribed);
      assertNothingLeft();
    });

    it(`with its context is none (${subMode})`, async () => {
      const subscribed = bench.device().subscribeEvent("level", "change", note, { subMode });
      await reading.promise;
      await Promise.all([
        bench.context.close(),
        assert.rejects(subscribed, { reason: "API_OrbContextClosed" }),
      ]);
      assertNothingLeft();
    });
  }

  it("by who is given what was held back when its server is lost is none, nor are others", async () => {
    const device = bench.device();
    await device.subscribeEvent("level", "change", () => device.close(), { subMode: "AsyncRead" });
    await device.subscribeEvent("level", "archive", note, { subMode: "Sync" });
    await reading.promise;
    bench.publish(1, 1);
    bench.sockets.drop();
    assertNothingLeft();
  });

  it("by who is given what was held back when its server refuses it is none", async () => {
    const device = bench.device();
    await device.subscribeEvent("level", "change", () => device.close(), { subMode: "AsyncRead" });
    await reading.promise;
    bench.publish(1, 1);
    for (const command of ["EventConfirmSubscription", "ZmqEventSubscriptionChange"]) {
      bench.admin.set(command, () => {
        throw deviceError("NoMore");
      });
    }
    bench.beat(201_000);
    await until(() => bench.sockets.open.size === 0);
    assertNothingLeft();
  });

  it("before it began leaves nothing in any mode", async () => {
    for (const subMode of Object.values(EventSubMode)) {
      const stream = bench.device().events("level", "change", { subMode });
      const first = stream.next();
      await stream.return();
      assert.deepEqual(await first, { done: true, value: undefined });
      assert.throws(() => bench.consumer.find(1, "get event"), { reason: "API_EventNotFound" });
      assert.deepEqual(bench.commands, []);
    }
  });
});

describe("a subscription that is given up while it is being connected", () => {
  let bench: EventBench;
  let confirmation: ReturnType<typeof deferred<void>>;

  beforeEach(async () => {
    bench = await EventBench.start();
    confirmation = deferred();
  });
  afterEach(() => bench.stop());

  const note = () => undefined;
  const options = { subMode: EventSubMode.Sync };
  const isSubscribed = () => bench.sockets.topics.includes(bench.topic("change"));
  const ends = {
    context: () => void bench.context.close(),
    proxy: (device: DeviceProxy) => device.close(),
  };
  const reasons = { context: "API_OrbContextClosed", proxy: "API_CantConnectToDevice" };

  for (const what of ["context", "proxy"] as const) {
    it(`with its ${what} says so, whether it was opened or not`, async () => {
      for (const isOpened of [true, false]) {
        if (isOpened) bench.sockets.confirmation = confirmation.promise;
        else bench.sockets.silent.add(1);
        const device = bench.device();
        const subscribed = device.subscribeEvent("level", "change", note, options);
        const rejected = assert.rejects(subscribed, { reason: reasons[what] });
        await until(isSubscribed);
        ends[what](device);
        confirmation.resolve();
        await rejected;
        assert.deepEqual([bench.sockets.open.size, bench.clock.timers], [0, 0]);
        await bench.stop();
        bench = await EventBench.start();
      }
    });
  }

  it("with its proxy is not made any more, though its server is known", async () => {
    await bench.device().subscribeEvent("level", "archive", note, options);
    const device = bench.device();
    device.close();
    for (const subMode of Object.values(EventSubMode)) {
      const subscribed = device.subscribeEvent("level", "change", note, { subMode });
      await assert.rejects(subscribed, { reason: "API_CantConnectToDevice" });
    }
    assert.ok(!isSubscribed());
  });
});
