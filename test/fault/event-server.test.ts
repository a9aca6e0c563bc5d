import { describe, type TestContext, test } from "node:test";
import { TcpTransport } from "../../src/iiop/tcp-transport.ts";
import { DeviceProxy } from "../../src/tango/client/device-proxy.ts";
import { EventConsumer } from "../../src/tango/event/consumer/event-consumer.ts";
import { PLATFORM_CLOCK } from "../../src/tango/event/consumer/event-transport.ts";
import { zmtpConnector } from "../../src/tango/event/consumer/zmtp-transport.ts";
import { OrbContext } from "../../src/threading/orb-context.ts";
import {
  assertFaultless,
  countEvery,
  counterAt,
  counterProxy,
  countingServer,
  deliverMore,
  eventually,
} from "../support/counting-server.ts";
import { EventLedger } from "../support/event-ledger.ts";
import { TcpRelay } from "../support/tcp-relay.ts";

// What becomes of subscriptions whose server dies or is not reached any more: with real processes, sockets and times. All of them deliver again
// when it is back, nothing is delivered twice, and every gap is told.

/** Many times what anything here takes. */
const LIMITED = { timeout: 120_000 };

/** Subscribes to some of each kind. */
async function subscribeToAll(device: DeviceProxy): Promise<EventLedger[]> {
  const ledgers: EventLedger[] = [];
  const ledger = (name: string) => {
    const made = new EventLedger(name);
    ledgers.push(made);
    return made;
  };
  for (let i = 0; i < 10; i++) {
    await device.subscribeEvent(`count${i}`, "change", ledger(`change ${i}`).note);
    await device.subscribeEvent(`count${i}`, "archive", ledger(`archive ${i}`).note);
    await device.subscribeEvent(`count${i}`, "data_ready", ledger(`data ready ${i}`).note);
  }
  return ledgers;
}

describe("subscriptions", { concurrency: true }, () => {
  test("outlive their server's violent end, at the same port", LIMITED, async (t) => {
    let server = countingServer(t);
    const port = await server.port();
    const device = counterProxy(t, port);
    const ledgers = await subscribeToAll(device);
    await countEvery(t, device, 5);
    await eventually(t, () => ledgers.every(({ counts }) => counts > 20));
    for (const generation of [2, 3]) {
      const told = ledgers.map(({ timeouts }) => timeouts);
      server.process.kill("SIGKILL");
      await eventually(t, () => ledgers.every(({ timeouts }, i) => timeouts > told[i]!));
      server = countingServer(t, port, generation);
      await server.port();
      await countEvery(t, device, 5);
      await eventually(t, () => ledgers.every(({ last }) => last! > generation * 1_000_000 + 20));
    }
    assertFaultless(ledgers);
  });

  test("outlive a network that swallows everything", LIMITED, async (t) => {
    const { device, relays } = await throughRelays(t);
    const ledgers = await subscribeToAll(device);
    await countEvery(t, device, 20);
    await deliverMore(t, ledgers);
    for (const relay of relays) relay.kill();
    await eventually(t, () => ledgers.every(({ timeouts }) => timeouts > 0));
    for (const relay of relays) relay.revive();
    await deliverMore(t, ledgers);
    assertFaultless(ledgers);
  });

  test("outlive heartbeats that stop", LIMITED, async (t) => {
    const { device, heartbeats } = await throughRelays(t);
    const ledgers = await subscribeToAll(device);
    await countEvery(t, device, 20);
    await deliverMore(t, ledgers);
    heartbeats.kill();
    await eventually(t, () => ledgers.every(({ timeouts }) => timeouts > 1));
    heartbeats.revive();
    await deliverMore(t, ledgers);
    assertFaultless(ledgers);
  });

  test("outlive a frozen server", LIMITED, async (t) => {
    const server = countingServer(t);
    const port = await server.port();
    const device = counterProxy(t, port);
    const ledgers = await subscribeToAll(device);
    await countEvery(t, device, 20);
    await deliverMore(t, ledgers);
    server.process.kill("SIGSTOP");
    await eventually(t, () => ledgers.every(({ timeouts }) => timeouts > 0));
    server.process.kill("SIGCONT");
    await deliverMore(t, ledgers);
    assertFaultless(ledgers);
  });
});

/** A server that is only reached through relays: one for calls, and one for each of its sockets of events. */
async function throughRelays(t: TestContext) {
  const server = countingServer(t);
  const port = await server.port();
  const calls = await TcpRelay.open(() => port);
  const targets = new Map<"heartbeat" | "events", number>();
  const [heartbeats, events] = await Promise.all(
    (["heartbeat", "events"] as const).map((which) => TcpRelay.open(() => targets.get(which)!)),
  );
  const relays = [calls, heartbeats!, events!];
  const context = new OrbContext();
  t.after(async () => {
    await context.close();
    for (const relay of relays) relay.close();
  });
  const connect = zmtpConnector(new TcpTransport(), 1 << 20);
  let socket = 0;
  const environment = {
    clock: PLATFORM_CLOCK,
    // Those for heartbeats and for events are made in turns.
    connect: ((address, listener, options) => {
      const isHeartbeat = socket++ % 2 === 0;
      targets.set(isHeartbeat ? "heartbeat" : "events", address.port);
      const relay = isHeartbeat ? heartbeats! : events!;
      return connect({ host: "127.0.0.1", port: relay.port }, listener, options);
    }) satisfies typeof connect,
  };
  EventConsumer.of(context, { environment });
  const device = new DeviceProxy(counterAt(calls.port), { context });
  return { device, relays, heartbeats: heartbeats! };
}
