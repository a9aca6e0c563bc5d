import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { OrbContext } from "../../src/threading/orb-context.ts";
import { EventServer, type EventServerOptions } from "../support/event-server.ts";
import { freePorts } from "../support/free-ports.ts";
import { SerialLog } from "../support/serial-log.ts";

// A server of events that is killed and started again: its subscribers are told at once, and what they subscribed to comes again.

// A test that waits for ever is to fail, not to hold all up.
const LIMITED = { timeout: 120_000 };
const VALUES = ["change", "archive", "alarm", "user_event"] as const;

describe("a server that is killed and started again", { concurrency: true }, () => {
  test("at its port, with other ports for events", LIMITED, (t) => killAndRestart(t, {}));

  test("at all its ports", LIMITED, async (t) => {
    const [events, heartbeats] = await freePorts(2);
    await killAndRestart(t, {
      environment: { TANGO_ZMQ_EVENT_PORT: `${events}`, TANGO_ZMQ_HEARTBEAT_PORT: `${heartbeats}` },
    });
  });
});

async function killAndRestart(t: TestContext, options: EventServerOptions): Promise<void> {
  const server = await EventServer.start(t, options);
  const context = new OrbContext();
  t.after(() => context.close());
  const device = server.proxy(context);
  const logs = [...VALUES, "data_ready", "pipe"].map((type) => new SerialLog(type));
  await Promise.all([
    ...VALUES.map((type, i) => device.subscribeEvent("serial", type, logs[i]!.note)),
    device.subscribeEvent("serial", "data_ready", logs.at(-2)!.note),
    device.subscribeEvent("content", "pipe", logs.at(-1)!.note),
  ]);
  for (let round = 0; round < 3; round++) {
    await Promise.all(logs.map((log) => log.more(5)));
    const told = logs.map((log) => log.untilFailed("API_EventTimeout"));
    await server.kill();
    await Promise.all(told);
    await server.start();
    const begun = performance.now();
    await Promise.all(logs.map((log) => log.more()));
    t.diagnostic(`all deliver again ${Math.round(performance.now() - begun)} ms after the server is back`);
  }
  for (const log of logs) {
    assert.deepEqual(log.problems, []);
    assert.equal(log.gaps, 3, log.name);
    // Data that is ready cannot be read.
    assert.equal(log.readings, log.name === "data_ready" ? 0 : 4, log.name);
    assert.ok([...log.errors.keys()].every((reasons) => reasons.startsWith("API_EventTimeout ")));
  }
}
