import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { setTimeout as passed } from "node:timers/promises";
import { DeviceProxy } from "../../src/tango/client/device-proxy.ts";
import { OrbContext } from "../../src/threading/orb-context.ts";
import type { EventLedger } from "./event-ledger.ts";
import { type ServerProgram, serverProgram } from "./server-program.ts";

/** The device of a server that counts (fixture/event-server.ts). */
export const COUNTER = "event/fault/1";

/** Starts one as a program, at this port or any. Its counts begin at a million times `generation`. */
export function countingServer(t: TestContext, port = 0, generation = 1): ServerProgram {
  const args = ["fault", "-nodb", "-dlist", COUNTER, "-ORBendPoint", `giop:tcp:127.0.0.1:${port}`];
  return serverProgram(t, args, { GENERATION: String(generation) }, "event-server.ts");
}

/** The name of its device. */
export function counterAt(port: number): string {
  return `tango://127.0.0.1:${port}/${COUNTER}#dbase=no`;
}

/** Its device, with connections of its own. */
export function counterProxy(t: TestContext, port: number): DeviceProxy {
  const context = new OrbContext();
  t.after(() => context.close());
  return new DeviceProxy(counterAt(port), { context });
}

/** Lets it count. After an attempt to connect that failed there is none for a second. */
export async function countEvery(t: TestContext, device: DeviceProxy, periodMs: number): Promise<void> {
  for (;;) {
    try {
      return void (await device.commandInout("countEvery", periodMs));
    } catch {
      await paused(t);
    }
  }
}

/** Waits for something that other processes bring about; as long as the test may take. */
export async function eventually(t: TestContext, what: () => boolean): Promise<void> {
  while (!what()) await paused(t);
}

/** Waits until all have been given so many counts more. */
export async function deliverMore(t: TestContext, ledgers: readonly EventLedger[], count = 5): Promise<void> {
  const wanted = ledgers.map(({ counts }) => counts + count);
  await eventually(t, () => ledgers.every(({ counts }, i) => counts >= wanted[i]!));
}

export function assertFaultless(ledgers: readonly { readonly faults: readonly string[] }[]): void {
  assert.deepEqual(
    ledgers.flatMap(({ faults }) => faults),
    [],
  );
}

/** A little time, unless the test is over. */
async function paused(t: TestContext): Promise<void> {
  t.signal.throwIfAborted();
  await passed(20);
}
