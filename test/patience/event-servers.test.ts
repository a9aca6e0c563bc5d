import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { TcpTransport } from "../../src/iiop/tcp-transport.ts";
import { DeviceProxy } from "../../src/tango/client/device-proxy.ts";
import { EventConsumer } from "../../src/tango/event/consumer/event-consumer.ts";
import type { ConnectEventSocket } from "../../src/tango/event/consumer/event-transport.ts";
import { zmtpConnector } from "../../src/tango/event/consumer/zmtp-transport.ts";
import { MACHINE_CLOCK } from "../../src/threading/clock.ts";
import { OrbContext } from "../../src/threading/orb-context.ts";
import { BreakablePath } from "../support/breakable-path.ts";
import { EventServer, type EventServerOptions } from "../support/event-server.ts";
import { freePorts } from "../support/free-ports.ts";
import { patientContext } from "../support/patient-context.ts";
import { SerialLog } from "../support/serial-log.ts";

// Servers of events that die, or fall silent though no connection is closed: their subscribers are told, and what they subscribed to comes again.

const MAX_MESSAGE_SIZE = 1_000_000;
// A test that waits for ever is to fail, not to hold all up.
const LIMITED = { timeout: 120_000 };
const VALUES = ["change", "archive", "alarm", "user_event"] as const;
const KILLS = 2;

describe("a server of events", { concurrency: true }, () => {
  test("that is killed and started again at its port, with other ports for events", LIMITED, (t) =>
    killAndRestart(t, {}),
  );

  test("that is killed and started again at all its ports", LIMITED, async (t) => {
    const [events, heartbeats] = await freePorts(2);
    await killAndRestart(t, {
      environment: { TANGO_ZMQ_EVENT_PORT: `${events}`, TANGO_ZMQ_HEARTBEAT_PORT: `${heartbeats}` },
    });
  });

  test("that falls silent since the network swallows all that is sent", LIMITED, async (t) => {
    const { paths, logs } = await subscribed(t);
    await survives(t, logs, {
      begin: () => paths.forEach((path) => path.break()),
      end: () => paths.forEach((path) => path.mend()),
    });
    for (const log of logs) {
      const [first] = [...log.errors.keys()];
      assert.match(first!, /^API_EventTimeout API_EventTimeout/);
    }
  });

  test("that falls silent with its heartbeats alone", LIMITED, async (t) => {
    const { paths, logs } = await subscribed(t);
    const [, heartbeats] = paths;
    await survives(t, logs, { begin: () => heartbeats!.break(), end: () => heartbeats!.mend() });
  });

  test("that falls silent since it is frozen", LIMITED, async (t) => {
    const { server, logs } = await subscribed(t);
    await survives(t, logs, { begin: () => server.freeze(), end: () => server.thaw() });
  });
});

async function killAndRestart(t: TestContext, options: EventServerOptions): Promise<void> {
  const server = await EventServer.start(t, options);
  const device = server.proxy(patientContext(t));
  const logs = [...VALUES, "data_ready", "pipe"].map((type) => new SerialLog(type));
  await Promise.all([
    ...VALUES.map((type, i) => device.subscribeEvent("serial", type, logs[i]!.note)),
    device.subscribeEvent("serial", "data_ready", logs.at(-2)!.note),
    device.subscribeEvent("content", "pipe", logs.at(-1)!.note),
  ]);
  for (let round = 0; round < KILLS; round++) {
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
    assert.equal(log.gaps, KILLS, log.name);
    // Data that is ready cannot be read.
    assert.equal(log.readings, log.name === "data_ready" ? 0 : KILLS + 1, log.name);
    assert.ok([...log.errors.keys()].every((reasons) => reasons.startsWith("API_EventTimeout ")));
  }
}

/** A server all of whose connections can be broken - of calls, of heartbeats, of events -, and what subscribers get of it. */
async function subscribed(t: TestContext) {
  const [events, heartbeats, calls] = (await freePorts(3)) as [number, number, number];
  const paths = await Promise.all([calls, heartbeats, events].map((port) => BreakablePath.open(t, port)));
  const [pathOfCalls, pathOfHeartbeats, pathOfEvents] = paths;
  const server = await EventServer.start(t, {
    port: calls,
    // So references to its devices lead through the path.
    publishedPort: pathOfCalls!.port,
    environment: { TANGO_ZMQ_EVENT_PORT: `${events}`, TANGO_ZMQ_HEARTBEAT_PORT: `${heartbeats}` },
  });
  const context = new OrbContext();
  t.after(() => context.close());
  const detours = new Map([
    [events, pathOfEvents!.port],
    [heartbeats, pathOfHeartbeats!.port],
  ]);
  const direct = zmtpConnector(new TcpTransport(), MAX_MESSAGE_SIZE);
  const connect: ConnectEventSocket = ({ host, port }, ...rest) =>
    direct({ host, port: detours.get(port) ?? port }, ...rest);
  EventConsumer.of(context, { environment: { connect, clock: MACHINE_CLOCK } });
  const device = new DeviceProxy(`tango://127.0.0.1:${pathOfCalls!.port}/event/test/1#dbase=no`, { context });
  const logs = (["change", "archive", "user_event"] as const).map((type) => new SerialLog(type));
  await device.subscribeEvent("serial", "change", logs[0]!.note);
  await device.subscribeEvent("serial", "archive", logs[1]!.note);
  await device.subscribeEvent("serial", "user_event", logs[2]!.note);
  return { server, paths, logs };
}

/** All get API_EventTimeout once it has begun, again and again, and serial numbers when it has ended. */
async function survives(
  t: TestContext,
  logs: readonly SerialLog[],
  silence: { begin(): void; end(): void },
): Promise<void> {
  await Promise.all(logs.map((log) => log.more(5)));
  const told = logs.map((log) => log.untilFailed("API_EventTimeout"));
  const begun = performance.now();
  silence.begin();
  await Promise.all(told);
  t.diagnostic(`all are told after ${Math.round(performance.now() - begun)} ms`);
  await Promise.all(logs.map((log) => log.untilFailed("API_EventTimeout")));
  silence.end();
  const ended = performance.now();
  await Promise.all(logs.map((log) => log.more(5)));
  t.diagnostic(`all deliver again ${Math.round(performance.now() - ended)} ms after it speaks again`);
  for (const log of logs) {
    assert.deepEqual(log.problems, []);
    assert.equal(log.gaps, 1);
    assert.equal(log.readings, 2, "the first value, and the fresh one");
    t.diagnostic(`${log.name}: ${JSON.stringify([...log.errors])}`);
  }
}
