import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { ApiUtil } from "../../../../../src/tango/api-util.ts";
import { EventBench } from "../../../../support/event-bench.ts";
import { deviceError, testContext } from "../../../../support/fake-device.ts";
import { until } from "../../../../support/until.ts";

describe("the snapshot of the event system", () => {
  let bench: EventBench;

  beforeEach(async () => {
    bench = await EventBench.start();
  });
  afterEach(() => bench.stop());

  const snapshot = () => ApiUtil.queryEventSystem(bench.context);

  it("tells nothing where nothing was subscribed to", async () => {
    const context = testContext();
    assert.deepEqual(ApiUtil.queryEventSystem(context), { version: 1, server: null, client: null });
    await context.close();
  });

  it("tells channels, topics, subscribers and counters", async () => {
    const device = bench.device();
    const first = await device.subscribeEvent("level", "change", () => undefined);
    const second = await device.subscribeEvent("level", "change", { queueSize: 2 });
    for (const counter of [5, 5, 6, 9]) bench.publish(counter, counter);
    bench.heartbeat();
    const { version, server, client } = snapshot();
    assert.deepEqual([version, server, client!.perf, client!.not_connected], [1, null, null, []]);
    assert.deepEqual(client!.event_callbacks, {
      [bench.topic("change")]: {
        channel_name: bench.channel,
        callback_count: 2,
        subscription_ids: [first, second],
        server_counter: 9,
        event_count: 3,
        missed_event_count: 1,
        missing_events: 2,
        discarded_event_count: 1,
        // The value that was read, three events, and that of those missing.
        dropped_event_count: 3,
        last_resubscribed: null,
      },
    });
    const { last_heartbeat, ...channel } = client!.event_channels[bench.channel]!;
    assert.deepEqual(channel, {
      endpoint: "tcp://127.0.0.1:2",
      heartbeat_endpoint: "tcp://127.0.0.1:1",
      heartbeat_count: 1,
    });
    assert.ok(Date.parse(last_heartbeat!) > 1_700_000_000_000);
    bench.beat(201_000);
    await until(() => snapshot().client!.event_callbacks[bench.topic("change")]!.last_resubscribed !== null);
    assert.ok(JSON.parse(JSON.stringify(snapshot())));
  });

  it("tells what is not connected", async () => {
    bench.admin.set("ZmqEventSubscriptionChange", () => {
      throw deviceError("API_AttrNotFound");
    });
    const id = await bench.device().subscribeEvent("level", "change", () => undefined, { stateless: true });
    const { event_callbacks, event_channels, not_connected } = snapshot().client!;
    assert.deepEqual([event_callbacks, event_channels], [{}, {}]);
    const [{ last_heartbeat, ...waiting }] = not_connected as [(typeof not_connected)[number]];
    assert.deepEqual(waiting, {
      device: "a/b/c",
      attribute: "level",
      event_type: "change",
      tango_host: null,
      subscription_id: id,
    });
    assert.ok(Date.parse(last_heartbeat!) > 1_700_000_000_000);
  });
});

describe("the limits of events", () => {
  it("are set before the first subscription, or never", async () => {
    const context = testContext();
    assert.throws(() => ApiUtil.limitEvents({ maxChannels: 0 }, context), RangeError);
    assert.throws(() => ApiUtil.limitEvents({ nonsense: 1 } as object, context), RangeError);
    ApiUtil.limitEvents({ maxSubscriptions: 10 }, context);
    assert.throws(
      () => ApiUtil.limitEvents({ maxSubscriptions: 20 }, context),
      /before the first subscription/,
    );
    await context.close();
  });
});
