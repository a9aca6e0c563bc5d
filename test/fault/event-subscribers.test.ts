import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { describe, test } from "node:test";
import { setTimeout as passed } from "node:timers/promises";
import { DeviceProxy } from "../../src/tango/client/device-proxy.ts";
import type { LongStringArray } from "../../src/tango/value/cmd-arg-type.ts";
import { Random } from "../fuzz/random.ts";
import { forkFixture } from "../support/child.ts";
import {
  assertFaultless,
  countEvery,
  counterAt,
  counterProxy,
  countingServer,
  deliverMore,
} from "../support/counting-server.ts";
import { EventLedger } from "../support/event-ledger.ts";

// What subscribers do to a server and to each other that are frozen, or never finish to connect, or come and go: with real processes,
// sockets and times.

/** Many times what anything here takes. */
const LIMITED = { timeout: 180_000 };
/** FAULT_SECONDS=60 lets all go on for longer. */
const SECONDS = Number(process.env.FAULT_SECONDS ?? 30);

interface Report {
  readonly counts: number;
  readonly last: number;
  readonly missed: number;
  readonly timeouts: number;
  readonly faults: readonly string[];
}

describe("a server of events", { concurrency: true }, () => {
  test("does not care for a subscriber that is frozen, which finds in again", LIMITED, async (t) => {
    const port = await countingServer(t).port();
    const device = counterProxy(t, port);
    const other = new EventLedger("other");
    await device.subscribeEvent("count0", "change", other.note);
    const frozen = forkFixture(t, "event-client.ts", [counterAt(port)]);
    assert.equal(await frozen.message(), "subscribed");
    const report = async () => {
      frozen.process.send("report");
      return (await frozen.message()) as Report[];
    };
    const gets = async (more: number) => {
      const before = await report();
      for (let now = before; now.some(({ counts }, i) => counts < before[i]!.counts + more); ) {
        t.signal.throwIfAborted();
        now = await report();
      }
    };
    await countEvery(t, device, 5);
    await gets(20);
    frozen.process.kill("SIGSTOP");
    for (let second = 0; second < SECONDS; second++) {
      await deliverMore(t, [other]);
      await passed(1000);
    }
    frozen.process.kill("SIGCONT");
    await gets(20);
    const last = await report();
    t.diagnostic(`told ${last[0]!.missed} times of missing events, ${last[0]!.timeouts} times of the server`);
    assertFaultless(last);
    assertFaultless([other]);
    assert.equal(other.missed + other.timeouts, 0);
  });

  test("does not care for a subscriber that never finishes its handshake", LIMITED, async (t) => {
    const port = await countingServer(t).port();
    const device = counterProxy(t, port);
    const ledger = new EventLedger("other");
    await device.subscribeEvent("count0", "change", ledger.note);
    await countEvery(t, device, 5);
    const strangers = (await eventPorts(device, port)).flatMap((where) =>
      ["", "ff00000000000000017f", `ff00000000000000017f0301${"00".repeat(10)}`].map((octets) => {
        const socket = connect(where, "127.0.0.1");
        t.after(() => socket.destroy());
        socket.write(Buffer.from(octets, "hex"));
        // It says who it is, and then no more.
        return once(socket.resume(), "close");
      }),
    );
    await deliverMore(t, [ledger], 100);
    // The server has enough of them after 30 s.
    await Promise.all(strangers);
    await deliverMore(t, [ledger], 100);
    assertFaultless([ledger]);
    assert.equal(ledger.missed + ledger.timeouts, 0);
  });

  test("serves 500 subscriptions that come and go at random", LIMITED, async (t) => {
    const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
    t.diagnostic(`SEED=${seed}`);
    const random = new Random(seed);
    const port = await countingServer(t).port();
    const device = counterProxy(t, port);
    await countEvery(t, device, 50);
    const ledgers: EventLedger[] = [];
    const subscribed = new Map<number, EventLedger>();
    let isOver = false;
    const subscribe = async () => {
      const attribute = `count${random.below(20)}`;
      const type = random.pick(["change", "archive", "data_ready"] as const);
      const ledger = new EventLedger(`${type} of ${attribute}`);
      ledgers.push(ledger);
      subscribed.set(await device.subscribeEvent(attribute, type as "change", ledger.note), ledger);
    };
    const worker = async () => {
      while (!isOver) {
        t.signal.throwIfAborted();
        if (subscribed.size < 500 && !(subscribed.size > 0 && random.oneIn(3))) {
          await subscribe();
          continue;
        }
        // Now and then all at once: the connections close, and others are opened.
        const ids = [...subscribed.keys()];
        for (const id of random.oneIn(500) ? ids : [random.pick(ids)]) {
          subscribed.delete(id);
          device.unsubscribeEvent(id);
        }
        await passed(0);
      }
    };
    const workers = Array.from({ length: 20 }, worker);
    await passed(SECONDS * 1000);
    isOver = true;
    await Promise.all(workers);
    t.diagnostic(`${ledgers.length} subscriptions, ${subscribed.size} in the end`);
    // Who subscribes again at once to what he has just cancelled may still get an event from before, and misses those between.
    const told = (what: "missed" | "timeouts") => ledgers.filter((ledger) => ledger[what] > 0).length;
    t.diagnostic(`${told("missed")} were told of missing events, ${told("timeouts")} of the server`);
    await deliverMore(t, [...subscribed.values()]);
    assertFaultless(ledgers);
  });
});

/** Where a server publishes its heartbeats and its events. */
async function eventPorts(device: DeviceProxy, port: number): Promise<number[]> {
  const name = `tango://127.0.0.1:${port}/dserver/event-server/fault#dbase=no`;
  const admin = new DeviceProxy(name, { context: device.context });
  const { svalue } = await admin.commandInout<LongStringArray>("ZmqEventSubscriptionChange", ["info"]);
  return svalue.map((text) => Number(/:(\d+)$/.exec(text)![1]));
}
