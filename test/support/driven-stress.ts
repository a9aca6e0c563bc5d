import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import type { AnyEventData } from "../../src/tango/client/device-events.ts";
import { DeviceProxy } from "../../src/tango/client/device-proxy.ts";
import { DevFailed } from "../../src/tango/error/dev-failed.ts";
import type { OrbContext } from "../../src/threading/orb-context.ts";
import { forkFixture } from "./child.ts";
import type { ProcessState, StressOutcome } from "./fixture/driven-server.ts";
import { patientContext } from "./patient-context.ts";
import { until } from "./until.ts";

/** A client that runs beside the others: it is told the name of the device, and ends when it is aborted, with what is wrong. */
export type OtherClient = (device: string, end: AbortSignal) => Promise<readonly string[]>;

/** What of a stress may be chosen. */
export interface StressOptions {
  readonly seconds: number;
  readonly others?: readonly OtherClient[];
}

const CLIENTS = 4;
const ATTRIBUTES = 50;
/** What a call may fail with on a machine that is too slow for all this: the device was busy, or the answer late. */
const DOCUMENTED = ["API_CommandTimedOut", "API_DeviceTimedOut", "API_CorbaException", "API_AttributeFailed"];

/** What one subscriber got of one attribute. */
class Serials {
  readonly name: string;
  readonly missing: [number, number][] = [];
  readonly problems: string[] = [];
  last: number | null = null;
  received = 0;

  constructor(name: string) {
    this.name = name;
  }

  readonly note = (event: AnyEventData): void => {
    if (event.err) {
      this.problems.push(`${this.name}: ${event.errors.map(({ reason }) => reason)}`);
      return;
    }
    if (event.event !== "change") return;
    const serial = event.attrValue!.value as number;
    if (serial === -1) return; // The first one was read.
    if (this.last !== null && serial <= this.last) {
      this.problems.push(`${this.name}: ${serial} after ${this.last}`);
    } else if (this.last !== null && serial > this.last + 1) {
      this.missing.push([this.last + 1, serial - 1]);
    }
    this.last = serial;
    this.received++;
  };
}

/**
 * A server in a process of its own, whose device 8 threads drive as fast as they can, terminated at random, while clients read, write and
 * subscribe: nothing that was acknowledged is missing, only documented errors come, and all that the server had is given back.
 */
export async function stressDrivenServer(t: TestContext, options: StressOptions): Promise<void> {
  const child = forkFixture(t, "driven-server.ts", [], { execArgv: ["--expose-gc"] });
  const ask = async <T>(order: string): Promise<T> => {
    child.process.send(order);
    const answer = (await child.message()) as T & { error?: string };
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer;
  };
  const { port } = await ask<{ port: number }>("start");
  const name = `tango://127.0.0.1:${port}/stress/driven/1#dbase=no`;
  const contexts = Array.from({ length: CLIENTS }, () => patientContext(t));
  const run = async (seconds: number) => {
    const failures = new Map<string, number>();
    const serials = await subscribeAll(contexts, name);
    const end = new AbortController();
    const others = (options.others ?? []).map((other) => other(name, end.signal));
    await ask("drive");
    const timer = setTimeout(() => end.abort(), seconds * 1000);
    const calls = contexts.map((context) => callAtRandom(context, name, end.signal, failures));
    await Promise.all(calls);
    clearTimeout(timer);
    const { outcome } = await ask<{ outcome: StressOutcome }>("rest");
    await allArrived(serials, outcome);
    const problems = (await Promise.all(others)).flat();
    return { outcome, serials, failures, problems };
  };
  // Once for warming up: threads of the platform, code and buffers are there afterwards.
  const warmUp = await run(2);
  for (const context of contexts) await context.close();
  contexts.forEach((_, i) => {
    contexts[i] = patientContext(t);
  });
  const { state: before } = await settled(ask);
  const main = await run(options.seconds);
  for (const context of contexts) await context.close();
  const { state: after } = await settled(ask, before);
  await ask("stop");
  const { state: stopped } = await settled(ask);
  child.process.send("exit");
  const { outcome, serials, failures, problems } = main;
  const received = serials.reduce((sum, one) => sum + one.received, 0);
  t.diagnostic(
    `${received} events, ${outcome.terminated} threads terminated, ` +
      `failures of calls: ${JSON.stringify(Object.fromEntries(failures))}`,
  );
  t.diagnostic(
    `before ${JSON.stringify(before)}, after ${JSON.stringify(after)}, stopped ${JSON.stringify(stopped)}`,
  );
  assert.deepEqual(problems, []);
  assert.deepEqual(
    serials.flatMap((one) => one.problems),
    [],
  );
  assert.deepEqual(
    serials.flatMap((one) => lostAlthoughAcknowledged(one, outcome)),
    [],
  );
  assert.ok(received > 1000, `only ${received} events came`);
  assert.equal(outcome.failures + warmUp.outcome.failures, 0);
  assert.ok(outcome.terminated > 0);
  assert.deepEqual(
    [...failures.keys()].filter((reason) => !DOCUMENTED.includes(reason)),
    [],
  );
  assert.deepEqual(after.threads, before.threads);
  assert.deepEqual([after.sockets, after.active], [before.sockets, before.active]);
  assert.ok(after.heap - before.heap < HEAP_NOISE, `${after.heap - before.heap} bytes more`);
  assert.ok(stopped.sockets < before.sockets);
  assert.equal((await child.exit).code, 0);
}

/** Each of the clients has a part of the attributes. */
async function subscribeAll(contexts: readonly OrbContext[], name: string): Promise<Serials[]> {
  const serials: Serials[] = [];
  for (let i = 0; i < ATTRIBUTES; i++) {
    const device = new DeviceProxy(name, { context: contexts[i % CLIENTS]! });
    const one = new Serials(`serial${i}`);
    serials.push(one);
    await device.subscribeEvent(one.name, "change", one.note);
  }
  return serials;
}

/** Calls that do not end in an error that is documented are not expected. */
async function callAtRandom(
  context: OrbContext,
  name: string,
  end: AbortSignal,
  failures: Map<string, number>,
): Promise<void> {
  const device = new DeviceProxy(name, { context });
  const any = () => Math.floor(Math.random() * ATTRIBUTES);
  const calls = [
    () => device.readAttributes([`level${any()}`, `serial${any()}`, "State", "Status"]),
    () => device.writeAttribute(`level${any()}`, Math.random()),
    () => device.state(),
    async () => {
      const id = await device.subscribeEvent(`serial${any()}`, "change", () => undefined);
      await device.unsubscribeEvent(id);
    },
  ];
  while (!end.aborted) {
    try {
      await calls[Math.floor(Math.random() * calls.length)]!();
    } catch (error) {
      const reason = error instanceof DevFailed ? error.reason : String(error);
      failures.set(reason, (failures.get(reason) ?? 0) + 1);
    }
    await new Promise((resolve) => setTimeout(resolve, 5 * Math.random()));
  }
}

/** The last number that was acknowledged is the last, or was not acknowledged in time and may be missing. */
async function allArrived(serials: readonly Serials[], outcome: StressOutcome): Promise<void> {
  await until(() =>
    serials.every(({ last }, i) => {
      const end = outcome.acknowledged[i]!;
      return last === end || isLost(outcome, i, (last ?? 0) + 1, end);
    }),
  );
}

/** The numbers that are missing, and were acknowledged. */
function lostAlthoughAcknowledged({ name, missing }: Serials, outcome: StressOutcome): string[] {
  const attribute = Number(name.slice("serial".length));
  return missing
    .filter(([from, to]) => !isLost(outcome, attribute, from, to))
    .map(([from, to]) => `${name}: ${from} to ${to}`);
}

function isLost({ lost }: StressOutcome, attribute: number, from: number, to: number): boolean {
  for (let serial = from; serial <= to; serial++) {
    if (!lost[attribute]!.some(([first, last]) => first <= serial && serial <= last)) return false;
  }
  return true;
}

/** The state of the server when what clients had is gone; at the latest when it no longer changes. */
async function settled(
  ask: <T>(order: string) => Promise<T>,
  like?: ProcessState,
): Promise<{ readonly state: ProcessState }> {
  let last = await ask<{ state: ProcessState }>("state");
  for (let i = 0; i < 50; i++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const next = await ask<{ state: ProcessState }>("state");
    const isStill = next.state.sockets === last.state.sockets && next.state.threads === last.state.threads;
    last = next;
    const isLike =
      like === undefined
        ? i >= 3
        : next.state.sockets <= like.sockets &&
          next.state.threads <= like.threads &&
          next.state.active.length <= like.active.length;
    if (isStill && isLike) break;
  }
  return last;
}

/** Collected histories and compiled code move the heap this much either way. */
const HEAP_NOISE = 8 * 1024 * 1024;
