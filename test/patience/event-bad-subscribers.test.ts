import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { once } from "node:events";
import { connect } from "node:net";
import { describe, type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { ServerEventsSnapshot } from "../../src/tango/server/event/server-events.ts";
import { OrbContext } from "../../src/threading/orb-context.ts";
import { forkFixture } from "../support/child.ts";
import { EventServer } from "../support/event-server.ts";
import { patientContext } from "../support/patient-context.ts";
import { SerialLog, type SerialSummary } from "../support/serial-log.ts";

// Subscribers that freeze, say nothing or say nonsense: the others lose nothing by them.

const FROZEN_MS = 30_000;
/** After so long a publisher gives up a subscriber that does not end its handshake. */
const HANDSHAKE_MS = 30_000;
const LIMITED = { timeout: 150_000 };

describe("a server of events goes on for others", { concurrency: true }, () => {
  // Of 64 KB each, fifty of a second, so that those which wait for the frozen one fill all there is between it and the server. Of all
  // messages as many may wait as come in five seconds: so long the machine may hold up the others, which are to lose nothing.
  test("while a subscriber is frozen for 30 s, which is then told what it missed", LIMITED, async (t) => {
    const server = await EventServer.start(t, { environment: { TANGO_DS_EVENT_BUFFER_HWM: "500" } });
    const others = await subscribed(t, server);
    const args = [server.nameOf(), "serial", "wide"];
    const children = [0, 1].map(() => forkFixture(t, "event-subscriber.ts", args));
    const [frozen, killed] = children as [Child, Child];
    await Promise.all(children.map((child) => child.message()));
    await summaryWhere(frozen, (logs) => logs.every(({ received }) => received > 5));

    for (const child of children) child.process.kill("SIGSTOP");
    // A push that waited would hold up all that follow: these 700 come, which are more than have room between the server and the frozen one.
    await Promise.all([sleep(FROZEN_MS), ...others.map((log) => log.more(700))]);
    killed.process.kill("SIGKILL");
    frozen.process.kill("SIGCONT");
    const woken = performance.now();
    const after = await summaryWhere(frozen, ([, wide]) => wide!.gaps > 0);
    const now = others.map(({ last }) => last);
    const end = await summaryWhere(frozen, (logs) => logs.every(({ last }, i) => last > now[i]!));
    t.diagnostic(`it is up to date again after ${Math.round(performance.now() - woken)} ms`);
    t.diagnostic(`it was told ${JSON.stringify([...after[1]!.errors])}`);
    await loseNothing(others);
    for (const { problems } of end) assert.deepEqual(problems, []);
  });

  test("while some say nothing, or nonsense, and rids itself of them", LIMITED, async (t) => {
    const server = await EventServer.start(t);
    const others = await subscribed(t, server);
    const ports = await publishingPorts(server, t);
    const begun = performance.now();
    const silent = SILENT.flatMap((octets) => ports.map((port) => ({ port, octets })));
    const garbage = Object.entries(GARBAGE).flatMap(([what, octets]) =>
      ports.map((port) => ({ port, octets, what })),
    );
    const toHoldOut = silent.map(({ port, octets }) => closed(t, port, octets));
    await Promise.all(garbage.map(({ port, octets, what }) => named(what, closed(t, port, octets))));
    t.diagnostic(`who sent nonsense is gone after ${Math.round(performance.now() - begun)} ms`);
    // As clients of 10.0.2 look whether an address can be reached.
    for (const port of ports.flatMap((port) => Array.from({ length: 20 }, () => port))) {
      const probe = connect(port, "127.0.0.1");
      await once(probe, "connect");
      probe.destroy();
    }
    await loseNothing(others);
    await Promise.all(toHoldOut);
    t.diagnostic(`who said nothing is gone after ${Math.round(performance.now() - begun)} ms`);
    await loseNothing(others);
    const { heartbeatSocket, eventSocket } = await eventSystem(server, t);
    assert.deepEqual([heartbeatSocket!.connections, eventSocket!.connections], [1, 1], "ours alone is left");
  });
});

const GREETING = Buffer.concat([
  Buffer.of(0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 1),
  Buffer.from("NULL".padEnd(20, "\0")),
  Buffer.alloc(32),
]);
const READY = Buffer.concat([
  Buffer.of(4, 25, 5),
  Buffer.from("READY"),
  Buffer.of(11),
  Buffer.from("Socket-Type"),
  Buffer.of(0, 0, 0, 3),
  Buffer.from("SUB"),
]);

/** What those send who then wait for ever. */
const SILENT = [
  Buffer.alloc(0),
  GREETING.subarray(0, 1),
  GREETING.subarray(0, 11),
  GREETING.subarray(0, 63),
  GREETING,
  Buffer.concat([GREETING, READY.subarray(0, 7)]),
];

/** What is no ZMTP, or none of a subscriber. */
const GARBAGE: Readonly<Record<string, Buffer>> = {
  "another protocol": Buffer.from("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
  zeros: Buffer.alloc(1000),
  "another mechanism": Buffer.concat([
    GREETING.subarray(0, 12),
    Buffer.from("PLAIN".padEnd(20, "\0")),
    Buffer.alloc(32),
  ]),
  "a publisher": Buffer.concat([GREETING, READY.subarray(0, -3), Buffer.from("PUB")]),
  "a frame of 4 EiB": Buffer.concat([GREETING, READY, Buffer.of(2, 0x40, 0, 0, 0, 0, 0, 0, 0)]),
  "flags that are none": Buffer.concat([GREETING, READY, Buffer.of(0xff, 1, 1)]),
  "a topic of 16 MB": Buffer.concat([GREETING, READY, Buffer.of(2, 0, 0, 0, 0, 1, 0, 0, 0)]),
};

/** Connects, sends this and nothing more; resolves when the server has closed the connection. */
async function closed(t: TestContext, port: number, octets: Buffer): Promise<void> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  t.after(() => socket.destroy());
  const isClosed = new Promise<void>((resolve) => socket.on("close", () => resolve()));
  socket.on("error", () => {});
  socket.resume();
  socket.write(octets);
  await isClosed;
}

/** The same promise; it rejects where it takes as long as a handshake may. */
async function named(what: string, isClosed: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} is still connected`)), HANDSHAKE_MS);
  });
  await Promise.race([isClosed, late]).finally(() => clearTimeout(timer));
}

/** Subscribers in this process, of small events and of large ones. */
async function subscribed(t: TestContext, server: EventServer): Promise<readonly SerialLog[]> {
  const device = server.proxy(patientContext(t));
  const logs = [new SerialLog("serial"), new SerialLog("wide")];
  await Promise.all(logs.map((log) => device.subscribeEvent(log.name, "change", log.note)));
  return logs;
}

async function loseNothing(logs: readonly SerialLog[]): Promise<void> {
  await Promise.all(logs.map((log) => log.more(20)));
  for (const { problems, errors } of logs) {
    assert.deepEqual(problems, []);
    assert.deepEqual([...errors], []);
  }
}

async function eventSystem(server: EventServer, t: TestContext): Promise<ServerEventsSnapshot> {
  const context = new OrbContext();
  t.after(() => context.close());
  return JSON.parse(await server.proxy(context).commandInout("eventSystem")) as ServerEventsSnapshot;
}

async function publishingPorts(server: EventServer, t: TestContext): Promise<readonly number[]> {
  const { endPoints } = await eventSystem(server, t);
  return [endPoints[0]!.heartbeat!, endPoints[0]!.event!].map((text) => Number(new URL(text).port));
}

type Child = ReturnType<typeof forkFixture>;

/** What the subscriber says, once it says this. */
async function summaryWhere(
  child: Child,
  condition: (logs: readonly SerialSummary[]) => boolean,
): Promise<readonly SerialSummary[]> {
  for (;;) {
    child.process.send("tell");
    const logs = (await child.message()) as readonly SerialSummary[];
    if (condition(logs)) return logs;
    await sleep(50);
  }
}
