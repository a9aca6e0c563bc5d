import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { EventConsumer } from "../../src/tango/event/consumer/event-consumer.ts";
import { attribute } from "../../src/tango/server/definition/decorators.ts";
import { Device } from "../../src/tango/server/device.ts";
import { type Clock, MACHINE_CLOCK } from "../../src/threading/clock.ts";
import { OrbContext } from "../../src/threading/orb-context.ts";
import { memoryServer } from "../support/memory-server.ts";
import { SerialLog } from "../support/serial-log.ts";

/** To the server a minute is 1.2 s: it sends heartbeats every 180 ms, and forgets subscriptions after 12 s. */
const FASTER = 50;
const FAST_CLOCK: Clock = {
  now: () => MACHINE_CLOCK.now() * FASTER,
  date: () => MACHINE_CLOCK.date(),
  setTimer: (ms, wake) => MACHINE_CLOCK.setTimer(ms / FASTER, wake),
};

class Serials extends Device {
  last = 0;
  @attribute({ dtype: "DevDouble" }) get kept(): number {
    return this.last + 0.5;
  }
  @attribute({ dtype: "DevDouble" }) get forgotten(): number {
    return this.last + 0.5;
  }
}

test("what is confirmed goes on, what is not is forgotten, and found again when heartbeats end", async (t) => {
  const { server, proxy } = memoryServer(t, [[Serials, "event/test/1"]], { eventClock: FAST_CLOCK });
  await server.start();
  const [device] = server.util.getDeviceList() as Serials[];
  for (const name of ["kept", "forgotten"]) device!.setChangeEvent(name, true, false);
  const pushing = setInterval(() => {
    const serial = ++device!.last;
    for (const name of ["kept", "forgotten"]) void device!.pushChangeEvent(name, serial);
  }, 20);
  t.after(() => clearInterval(pushing));
  // A machine that is busy must not be taken for a server that is silent.
  const heartbeatTimeoutMs = 12_000;
  const [careful, careless] = [500, 1e9].map((confirmationPeriodMs) => {
    const context = new OrbContext();
    EventConsumer.limit(context, { heartbeatTimeoutMs, confirmationPeriodMs });
    t.after(() => context.close());
    return context;
  }) as [OrbContext, OrbContext];
  const kept = new SerialLog("kept");
  const forgotten = new SerialLog("forgotten");
  await proxy("event/test/1", careful).subscribeEvent("kept", "change", kept.note);
  await proxy("event/test/1", careless).subscribeEvent("forgotten", "change", forgotten.note);
  const topics = () => server.util.queryEventSystem().subscriptions.flatMap((one) => one.topics);
  assert.equal(topics().length, 2);

  while (topics().length > 1) await sleep(20);
  assert.match(topics()[0]!, /kept/);
  const { received } = forgotten;
  await kept.more(100);
  assert.ok(forgotten.received <= received + 1, "nothing is sent to who has not confirmed");
  assert.deepEqual([...kept.errors], []);
  assert.deepEqual([...forgotten.errors], [], "heartbeats go on for the other");
  const [channel] = Object.values(EventConsumer.of(careless).snapshot().event_channels);
  assert.ok(channel!.heartbeat_count > 5);

  // Without the other client nobody is subscribed any more: heartbeats end, and who misses them subscribes anew.
  await careful.close();
  await forgotten.untilFailed("API_EventTimeout");
  await forgotten.more(5);
  assert.equal(topics().filter((topic) => topic.includes("forgotten")).length, 1);
  assert.equal(server.util.queryEventSystem().isBeating, true);
  assert.deepEqual([...kept.problems, ...forgotten.problems], []);
});
